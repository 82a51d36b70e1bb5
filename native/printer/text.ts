import iconv from 'iconv-lite';
import { CELL_DOTS, type GlyphBits, glyphOf } from './glyph-file.ts';

/** What stands for a character that neither the printer nor the glyph file has: the printers' sign for a missing type. */
export const MISSING_CHARACTER = '〓';

/** Control characters never reach the printer from a text: a name must not be able to cut paper. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202f\u2060\ufeff]|[\ufe00-\ufe0f]/g;

/**
 * How a character is printed. Printers hold the one- and two-byte characters of GB18030 only (Sureprint SP91 manual, page
 * 66); any other, as rare names have them, is sent as a picture of its 24 by 24 dots.
 */
type Printed =
  | { readonly kind: 'code'; readonly columns: 1 | 2; readonly bytes: Buffer }
  | { readonly kind: 'picture'; readonly columns: 2; readonly bits: GlyphBits };

const known = new Map<string, Printed>();
const MISSING: Printed = { kind: 'code', columns: 2, bytes: iconv.encode(MISSING_CHARACTER, 'gb18030') };

function printedAs(character: string): Printed {
  let printed = known.get(character);
  if (!printed) {
    printed = look(character);
    known.set(character, printed);
  }
  return printed;
}

function look(character: string): Printed {
  const bytes = iconv.encode(character, 'gb18030');
  const code = character.codePointAt(0) ?? 0;
  if (bytes.length === 1) return code >= 0x20 && code < 0x7f ? { kind: 'code', columns: 1, bytes } : MISSING;
  if (bytes.length === 2) return { kind: 'code', columns: 2, bytes };
  const bits = glyphOf(character);
  return bits ? { kind: 'picture', columns: 2, bits } : MISSING;
}

/** The text as it will be seen: control characters gone, characters that cannot be printed replaced. */
export function printable(text: string): string {
  const shown = [
    ...text
      .normalize('NFC')
      .replace(/[\t\r\n]+/g, ' ')
      .replace(CONTROL, ''),
  ];
  return shown.map((character) => (printedAs(character) === MISSING ? MISSING_CHARACTER : character)).join('');
}

interface PictureStyle {
  readonly bold?: boolean;
  readonly large?: boolean;
}

export function encodeText(text: string, style: PictureStyle = {}): Uint8Array {
  const parts = [...printable(text)].map((character) => {
    const printed = printedAs(character);
    return printed.kind === 'code' ? printed.bytes : encodePicture(printed.bits, style);
  });
  return Uint8Array.from(Buffer.concat(parts));
}

const BYTES_PER_COLUMN = CELL_DOTS / 8;
const ROW_BYTES = CELL_DOTS / 8;
const HALF_CELL = CELL_DOTS / 2;

/**
 * ESC * 33: 24 dots high, column after column, within the line (Epson's ESC/POS reference, esc_asterisk). It knows no
 * double size, so a large line has the character at its usual size in the middle of the larger cell.
 */
function encodePicture(bits: GlyphBits, { bold, large }: PictureStyle): Buffer {
  const margin = large ? HALF_CELL : 0;
  const columns = CELL_DOTS + 2 * margin;
  const data = Buffer.alloc(columns * BYTES_PER_COLUMN);
  for (let y = 0; y < CELL_DOTS; y++) {
    for (let x = 0; x < CELL_DOTS; x++) {
      const isInk = inkAt(bits, x, y) || (bold === true && inkAt(bits, x - 1, y));
      const at = (x + margin) * BYTES_PER_COLUMN + (y >> 3);
      if (isInk) data[at] = (data[at] ?? 0) | (0x80 >> (y & 7));
    }
  }
  return Buffer.concat([Buffer.from([0x1b, 0x2a, 33, columns & 0xff, columns >> 8]), withoutRealTime(data)]);
}

export function inkAt(bits: GlyphBits, x: number, y: number): boolean {
  if (x < 0 || x >= CELL_DOTS) return false;
  return ((bits[y * ROW_BYTES + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
}

const DLE = 0x10;
/** Commands that a printer obeys as they arrive, even out of the middle of a picture (TM-T88III manual, page 61). */
const REAL_TIME = [0x04, 0x05, 0x14];
const BREAKING_DOT = 0x08;

/** One more dot where a picture would by chance ask for a status or an error recovery. */
function withoutRealTime(data: Buffer): Buffer {
  for (let at = 1; at < data.length; at++) {
    const byte = data[at] ?? 0;
    if (data[at - 1] === DLE && REAL_TIME.includes(byte)) data[at] = byte | BREAKING_DOT;
  }
  return data;
}

/** Columns that a character takes: Chinese ones and pictures two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of printable(text)) columns += printedAs(character).columns;
  return columns;
}

/** Marks that never begin a line, as in print. */
const CLOSING = /^[，。、；：！？）》」』】”’…%,.;:!?)]/;

/** Breaks a text into lines of at most `columns`: between Chinese characters anywhere, in other writing at spaces. */
export function wrapText(text: string, columns: number): string[] {
  const words = printable(text).match(/[\u0021-\u007e]+|[^\u0021-\u007e]/gu) ?? [];
  const lines: string[] = [];
  let line = '';
  const flush = () => {
    if (line.trim().length > 0) lines.push(line.trimEnd());
    line = '';
  };
  for (const word of words) {
    if (columnsOf(line) + columnsOf(word) > columns) {
      const carried = CLOSING.test(word) ? lastCharacter(line, columns) : '';
      line = line.slice(0, line.length - carried.length);
      flush();
      line = carried;
    }
    if (line === '' && word.trim() === '') continue;
    let rest = word;
    while (columnsOf(line) + columnsOf(rest) > columns) {
      const fits = breakOf(rest, columns - columnsOf(line));
      lines.push(line + rest.slice(0, fits));
      rest = rest.slice(fits);
      line = '';
    }
    line += rest;
  }
  flush();
  return lines.length > 0 ? lines : [''];
}

/** The character that goes down with a closing mark; none where the line would be left empty, or it is a Latin word's. */
function lastCharacter(line: string, columns: number): string {
  const last = [...line].at(-1) ?? '';
  return columnsOf(last) === 2 && columnsOf(line) > 2 && columns > 4 ? last : '';
}

/** Where a word that is longer than its line is broken: an address behind its last slash, if that leaves no short line. */
function breakOf(word: string, columns: number): number {
  const slash = word.lastIndexOf('/', columns - 1) + 1;
  return slash > columns / 2 ? slash : columns;
}
