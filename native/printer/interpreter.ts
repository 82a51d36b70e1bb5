import iconv from 'iconv-lite';
import { toHex } from '../framing/hex.ts';
import {
  type Align,
  BYTES_PER_COLUMN,
  COLUMN_DOTS,
  type Glyph,
  type Level,
  LINE_DOTS,
  type Mark,
  PICTURE_SIGN,
} from './marks.ts';

interface MachineOptions {
  readonly columns: number;
  complain(violation: string): void;
  send(bytes: Uint8Array): void;
  /** A mark is on the paper now. */
  onMark(mark: Mark): void;
  /** The cutter moves; `full` when it leaves no corner. */
  onCut(full: boolean): void;
  /** GS e: what a kiosk printer's ejector is told. */
  onEjector(command: number): void;
}

/**
 * What an ESC/POS printer makes of its receive buffer, in order. Simulators print with it, and the preview of a slip is drawn
 * with it from the same bytes.
 */
interface Machine {
  /** Carries out the command or character at the start of `bytes` and gives its length; 0 when it is not all there yet. */
  step(bytes: readonly number[]): number;
  /** Forgets the unfinished line. */
  clear(): void;
}

const ALIGNMENTS: readonly Align[] = ['left', 'centre', 'right'];
const LEVELS: Readonly<Record<number, Level>> = { 48: 'L', 49: 'M', 50: 'Q', 51: 'H' };

export function createEscposMachine(options: MachineOptions): Machine {
  const { complain } = options;
  const initial = () => ({
    align: 'left' as Align,
    bold: false,
    ascii: { x: 1, y: 1 },
    chinese: { x: 1, y: 1 },
    // Chinese printers are in Chinese mode when powered up, but hosts must not count on it: libraries leave it.
    chineseMode: false,
  });
  let mode = initial();
  let qr = { moduleDots: 3, level: 'L' as Level, text: '' };
  let bars = { heightDots: 162, moduleDots: 3, hasText: false };
  let glyphs: Glyph[] = [];

  const used = () => glyphs.reduce((sum, glyph) => sum + glyph.columns * glyph.scaleX, 0);

  function endLine(): void {
    options.onMark({ kind: 'line', align: mode.align, glyphs });
    glyphs = [];
  }

  function put(character: string, columns: number): void {
    const scale = columns === 2 ? mode.chinese : mode.ascii;
    if (used() + columns * scale.x > options.columns) {
      complain(`text runs over the end of the line at "${character}"`);
      endLine();
    }
    glyphs.push({ character, bold: mode.bold, scaleX: scale.x, scaleY: scale.y, columns });
  }

  function putPicture(picture: Uint8Array): void {
    const columns = picture.length / BYTES_PER_COLUMN / COLUMN_DOTS;
    if (!Number.isInteger(columns)) complain('a picture that is no whole number of columns wide');
    if (used() + columns > options.columns) {
      complain('a picture runs over the end of the line');
      endLine();
    }
    glyphs.push({ character: PICTURE_SIGN, bold: false, scaleX: 1, scaleY: 1, columns, picture });
  }

  function atLineStart(command: string): void {
    if (glyphs.length > 0) complain(`${command} inside a line`);
  }

  function stepText(bytes: readonly number[]): number {
    const [first = 0, second] = bytes;
    if (first < 0x80) {
      put(String.fromCharCode(first), 1);
      return 1;
    }
    if (!mode.chineseMode) {
      complain(`byte ${toHex(Uint8Array.of(first))} outside Chinese mode`);
      put('?', 1);
      return 1;
    }
    if (second === undefined) return 0;
    if (second >= 0x30 && second <= 0x39) {
      if (bytes.length < 4) return 0;
      complain('a four-byte character of GB18030: the font has none');
      put('?', 1);
      return 4;
    }
    put(iconv.decode(Buffer.from([first, second]), 'gb18030'), 2);
    return 2;
  }

  function stepEsc(bytes: readonly number[]): number {
    const [, command, n] = bytes;
    if (command === undefined) return 0;
    if (command === 0x40) {
      mode = initial();
      glyphs = [];
      return 2;
    }
    if (command === 0x69 || command === 0x6d) {
      atLineStart('ESC i');
      options.onCut(command === 0x69);
      return 2;
    }
    if (n === undefined) return 0;
    switch (command) {
      case 0x2a:
        return stepPicture(bytes);
      case 0x61:
        atLineStart('ESC a');
        mode.align = ALIGNMENTS[n & 0x0f] ?? 'left';
        return 3;
      case 0x45:
        mode.bold = (n & 1) === 1;
        return 3;
      case 0x64:
        if (glyphs.length > 0) endLine();
        options.onMark({ kind: 'feed', dots: n * LINE_DOTS });
        return 3;
      case 0x4a:
        if (glyphs.length > 0) endLine();
        options.onMark({ kind: 'feed', dots: n });
        return 3;
      default:
        complain(`unknown command ESC ${toHex(Uint8Array.of(command))}`);
        return 2;
    }
  }

  /** ESC * m nL nH …: only 24 dots high at full density is known. */
  function stepPicture(bytes: readonly number[]): number {
    const HEAD = 5;
    const [, , density, low, high] = bytes;
    if (low === undefined || high === undefined) return 0;
    const length = HEAD + (low + 256 * high) * BYTES_PER_COLUMN;
    if (bytes.length < length) return 0;
    if (density !== 33) complain(`ESC * of density ${density}`);
    putPicture(Uint8Array.from(bytes.slice(HEAD, length)));
    return length;
  }

  function stepFs(bytes: readonly number[]): number {
    const [, command, n] = bytes;
    if (command === undefined) return 0;
    if (command === 0x26 || command === 0x2e) {
      mode.chineseMode = command === 0x26;
      return 2;
    }
    if (command === 0x21) {
      if (n === undefined) return 0;
      mode.chinese = { x: n & 0x04 ? 2 : 1, y: n & 0x08 ? 2 : 1 };
      return 3;
    }
    complain(`unknown command FS ${toHex(Uint8Array.of(command))}`);
    return 2;
  }

  function stepGs(bytes: readonly number[]): number {
    const [, command, n, third] = bytes;
    if (command === undefined || n === undefined) return 0;
    switch (command) {
      case 0x21:
        mode.ascii = { x: ((n >> 4) & 7) + 1, y: (n & 7) + 1 };
        return 3;
      case 0x56: {
        const feeds = n === 0x41 || n === 0x42;
        if (feeds && third === undefined) return 0;
        atLineStart('GS V');
        options.onCut(n === 0x00 || n === 0x30 || n === 0x41);
        return feeds ? 4 : 3;
      }
      case 0x72:
        // The roll's end stops the printer before it comes here: there is paper.
        options.send(Uint8Array.of(0x00));
        return 3;
      case 0x61:
        if (n !== 0) complain('automatic status is not simulated');
        return 3;
      case 0x65:
        // Only "present" is followed by a number of steps.
        if (n === 3 && third === undefined) return 0;
        options.onEjector(n);
        return n === 3 ? 4 : 3;
      case 0x68:
        bars = { ...bars, heightDots: n };
        return 3;
      case 0x77:
        bars = { ...bars, moduleDots: n };
        return 3;
      case 0x48:
        if (n !== 0 && n !== 2) complain(`GS H ${n} is not simulated`);
        bars = { ...bars, hasText: n === 2 };
        return 3;
      case 0x6b:
        return stepBarcode(bytes);
      case 0x28:
        return stepBlock(bytes);
      default:
        complain(`unknown command GS ${toHex(Uint8Array.of(command))}`);
        return 2;
    }
  }

  /** GS k 73 n …: Code 128; the data begin with the code set. */
  function stepBarcode(bytes: readonly number[]): number {
    const HEAD = 4;
    const [, , system, length] = bytes;
    if (length === undefined) return 0;
    if (bytes.length < HEAD + length) return 0;
    const data = Buffer.from(bytes.slice(HEAD, HEAD + length)).toString('latin1');
    atLineStart('GS k');
    if (system !== 73 || !data.startsWith('{B')) complain('a bar code other than Code 128 of set B');
    else options.onMark({ kind: 'barcode', align: mode.align, text: data.slice(2).replaceAll('{{', '{'), ...bars });
    return HEAD + length;
  }

  /** GS ( X pL pH …: the length counts what follows it. */
  function stepBlock(bytes: readonly number[]): number {
    const HEAD = 5;
    const [, , kind, low, high] = bytes;
    if (low === undefined || high === undefined) return 0;
    const length = HEAD + low + 256 * high;
    if (bytes.length < length) return 0;
    const body = bytes.slice(HEAD, length);
    if (kind === 0x6b) qrCommand(body);
    else if (kind === 0x48 && body[0] === 0x30 && body[1] === 0x30) {
      options.send(Uint8Array.from([0x37, 0x22, ...body.slice(2), 0x00]));
    } else complain(`unknown block command ${toHex(Uint8Array.from(bytes.slice(0, length)))}`);
    return length;
  }

  function qrCommand([symbol, fn, n, ...rest]: number[]): void {
    if (symbol !== 0x31) {
      complain('a symbol other than QR');
      return;
    }
    if (fn === 0x41 && n === 0x32) return;
    if (fn === 0x43) qr.moduleDots = n ?? 0;
    else if (fn === 0x45) qr.level = LEVELS[n ?? 0] ?? 'L';
    else if (fn === 0x50) qr.text = Buffer.from(rest).toString('utf8');
    else if (fn === 0x51) {
      atLineStart('QR');
      if (qr.text === '') complain('a QR code without data');
      else options.onMark({ kind: 'qr', align: mode.align, ...qr });
      qr = { moduleDots: 3, level: 'L', text: '' };
    } else complain(`unknown QR function ${fn}`);
  }

  return {
    step(bytes) {
      const first = bytes[0] ?? 0;
      if (first === 0x1b) return stepEsc(bytes);
      if (first === 0x1c) return stepFs(bytes);
      if (first === 0x1d) return stepGs(bytes);
      if (first === 0x0a) {
        endLine();
        return 1;
      }
      if (first < 0x20 || first === 0x7f) {
        complain(`unknown control character ${toHex(Uint8Array.of(first))}`);
        return 1;
      }
      return stepText(bytes);
    },
    clear() {
      glyphs = [];
    },
  };
}
