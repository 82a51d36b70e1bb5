import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../framing/frame-parser.ts';
import { hexBytes, toHex } from '../framing/hex.ts';
import { CODE128_PATTERNS, code128Modules } from './code128.ts';
import { createDocument } from './encoder.ts';
import {
  createPrinterFrameRule,
  ejectorStatusByte,
  type PrinterFrame,
  printerFrameRule,
  processIdRequest,
  readEjectorStatus,
} from './protocol.ts';
import { fromAutoStatus, readPrinterStatus } from './status.ts';
import { columnsOf, encodeText, MISSING_CHARACTER, printable, wrapText } from './text.ts';

const GOOD = 0x12;

describe('text', () => {
  it.each([
    ['中文测试', 'd6 d0 ce c4 b2 e2 ca d4'],
    ['取件码', 'c8 a1 bc fe c2 eb'],
    ['€', 'a2 e3'],
  ])('encodes %s in GB18030', (text, expected) => {
    expect(toHex(encodeText(text))).toBe(expected);
  });

  it.each(['😀', '\u{10fffd}', '\u0080x'])('shows that %j cannot be printed', (text) => {
    expect(printable(text)).toMatch(text.endsWith('x') ? /^x$/ : MISSING_CHARACTER);
    expect(columnsOf(text)).toBe(text.endsWith('x') ? 1 : 2);
  });

  it.each(['㐀', '㐱', '𠮷'])('sends %s, which printers have no type for, as a picture within the line', (name) => {
    expect(iconv.encode(name, 'gb18030')).toHaveLength(4);
    expect(printable(name)).toBe(name);
    expect(columnsOf(name)).toBe(2);
    const bytes = encodeText(name);
    expect(toHex(bytes.subarray(0, 5))).toBe('1b 2a 21 18 00');
    expect(bytes).toHaveLength(5 + 24 * 3);
  });

  it('never lets a picture ask for a status or a recovery by chance', () => {
    for (let code = 0x3400; code < 0x4db6; code++) {
      const hex = toHex(encodeText(String.fromCodePoint(code)));
      expect(hex).not.toMatch(/10 (04|05|14)/);
    }
  });

  it('lets no text give orders to the printer', () => {
    const isHarmless = (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        if (byte < 0x20 || byte === 0x7f) return false;
        if (byte >= 0x80 && (bytes[++at] ?? 0) < 0x40) return false;
      }
      return true;
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const typed = [...text].filter((character) => encodeText(character).length <= 2).join('');
        const bytes = encodeText(typed);
        return isHarmless(bytes) && columnsOf(typed) === bytes.length;
      }),
    );
  });

  it('wraps to the width and keeps every character', () => {
    const columns = fc.integer({ min: 8, max: 48 });
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'企业注销登记abc1/: 。'), maxLength: 120 }),
        columns,
        (text, width) => {
          const lines = wrapText(text, width);
          for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
          expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
        },
      ),
    );
  });
});

describe('documents', () => {
  it('encodes a QR code as two public encoders do', () => {
    const expected =
      '1d 28 6b 04 00 31 41 32 00 1d 28 6b 03 00 31 43 06 1d 28 6b 03 00 31 45 31 ' +
      '1d 28 6b 11 00 31 50 30 68 74 74 70 73 3a 2f 2f 61 2e 63 6e 2f 31 1d 28 6b 03 00 31 51 30';
    expect(toHex(createDocument({ paperWidthMm: 80, cut: 'gs-v' }).qr('https://a.cn/1').bytes())).toContain(expected);
  });

  it('encodes a bar code as a public encoder does, and leaves it out where it does not fit', () => {
    const bytes = toHex(createDocument({ paperWidthMm: 80, cut: 'gs-v' }).barcode('ABC-1234').bytes());
    expect(bytes).toContain('1d 68 3c 1d 77 03 1d 48 02 1d 6b 49 0a 7b 42 41 42 43 2d 31 32 33 34');
    const narrow = createDocument({ paperWidthMm: 58, cut: 'gs-v' });
    expect(toHex(narrow.barcode('P20260131-000123').bytes())).toBe('1b 40 1c 26');
  });

  it('knows the patterns of Code 128: 106, all different, eleven modules, an even number of them black', () => {
    expect(new Set(CODE128_PATTERNS).size).toBe(106);
    for (const pattern of CODE128_PATTERNS) {
      const widths = [...pattern].map(Number);
      expect(widths.reduce((sum, width) => sum + width)).toBe(11);
      expect(widths.filter((_, index) => index % 2 === 0).reduce((sum, width) => sum + width) % 2).toBe(0);
    }
    expect(code128Modules('ABC-1234')).toBe(11 * 10 + 13);
  });

  it('enters Chinese mode after every initialisation, before any text', () => {
    expect(toHex(createDocument({ paperWidthMm: 58, cut: 'gs-v' }).line('中文').cut().bytes())).toBe(
      '1b 40 1c 26 d6 d0 ce c4 0a 1d 56 42 00',
    );
  });

  it('keeps right-hand text at the right edge, counting Chinese double', () => {
    const bytes = createDocument({ paperWidthMm: 80, cut: 'gs-v' }).spread('办理事项', '共3项').bytes();
    const text = iconv.decode(Buffer.from(bytes.subarray(4, -1)), 'gb18030');
    expect(columnsOf(text)).toBe(48);
    expect(text.endsWith('共3项')).toBe(true);
  });
});

describe('status', () => {
  it('asks for the end of a print with an id of four characters', () => {
    expect(toHex(processIdRequest('A001'))).toBe('1d 28 48 06 00 30 30 41 30 30 31');
    expect(() => processIdRequest('12')).toThrow();
  });

  it.each<[string, [number, number, number, number], string | null]>([
    ['all good', [GOOD, GOOD, GOOD, GOOD], null],
    ['out of paper', [0x1a, 0x32, GOOD, 0x7e], 'paper_out'],
    ['cover open', [0x1a, 0x16, GOOD, GOOD], 'cover_open'],
    ['cutter error', [0x1a, 0x52, 0x1a, GOOD], 'cutter_error'],
    ['unrecoverable', [0x1a, 0x52, 0x32, GOOD], 'device_error'],
    ['near end', [GOOD, GOOD, GOOD, 0x1e], null],
    ['offline without a cause', [0x1a, GOOD, GOOD, GOOD], 'device_error'],
  ])('%s', (_, bytes, hindrance) => {
    const reading = readPrinterStatus(bytes);
    expect(reading.hindrance).toBe(hindrance);
    expect(reading.state === 'online').toBe(hindrance === null);
    expect(reading.fault === null).toBe(hindrance === null);
  });

  it('tells a low roll from a full one', () => {
    expect(readPrinterStatus([GOOD, GOOD, GOOD, 0x1e]).status.paper).toBe('low');
    expect(readPrinterStatus([GOOD, GOOD, GOOD, GOOD]).status.paper).toBe('full');
  });

  it('tells the bytes of one stream apart', () => {
    const parser = createFrameParser<PrinterFrame>(printerFrameRule);
    const events = parser.push(hexBytes('12 11 37 22 41 30 30 31 00 10 00 03 00 37 25 00 16 00'));
    expect(events.map((event) => (event.kind === 'frame' ? event.frame.kind : 'discarded'))).toEqual([
      'status',
      'flow',
      'process-id',
      'auto-status',
      'cleared',
      'status',
      'transmitted',
    ]);
    expect(events[2]).toMatchObject({ frame: { id: 'A001' } });
  });

  it.each([
    ['10 00 00 00', [GOOD, GOOD, GOOD, GOOD], null],
    ['3c 00 0c 00', [0x1a, 0x36, GOOD, 0x72], 'cover_open'],
    ['18 08 00 00', [0x1a, GOOD, 0x1a, GOOD], 'cutter_error'],
    ['10 00 03 00', [GOOD, GOOD, GOOD, 0x1e], null],
  ] as const)('reads the automatic status %s as the answers that it stands for', (hex, answers, hindrance) => {
    const [event] = createFrameParser<PrinterFrame>(printerFrameRule).push(hexBytes(hex));
    if (event?.kind !== 'frame' || event.frame.kind !== 'auto-status') throw new Error('no automatic status');
    expect(fromAutoStatus(event.frame.bytes)).toEqual(answers);
    expect(readPrinterStatus(fromAutoStatus(event.frame.bytes)).hindrance).toBe(hindrance);
  });

  it('takes a byte for the ejector only when it was asked, and reads back what it writes', () => {
    const flag = fc.boolean();
    const any = fc.record({ nearEnd: flag, inPresenter: flag, atMouth: flag, moving: flag, error: flag, jammed: flag });
    fc.assert(
      fc.property(any, (status) => {
        const byte = ejectorStatusByte(status);
        expect(readEjectorStatus(byte)).toEqual(status);
        const events = createFrameParser(createPrinterFrameRule(() => true)).push(Uint8Array.of(byte));
        expect(events).toMatchObject([{ kind: 'frame', frame: { kind: 'ejector', status } }]);
      }),
    );
    expect(readEjectorStatus(GOOD)).toBeUndefined();
    const unasked = createFrameParser<PrinterFrame>(printerFrameRule).push(Uint8Array.of(0x08));
    expect(unasked).toMatchObject([{ frame: { kind: 'transmitted' } }]);
  });

  it('echoes every process id', () => {
    const id = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(id, (text) => {
        const asked = processIdRequest(text);
        const echo = Uint8Array.from([0x37, 0x22, ...asked.subarray(7), 0]);
        const [event] = createFrameParser<PrinterFrame>(printerFrameRule).push(echo);
        expect(event).toMatchObject({ frame: { kind: 'process-id', id: text } });
      }),
    );
  });

  it('survives any stream', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
        const parser = createFrameParser<PrinterFrame>(printerFrameRule);
        for (const chunk of chunks) parser.push(chunk);
        parser.flush();
        expect(parser.pending).toBe(0);
      }),
    );
  });
});
