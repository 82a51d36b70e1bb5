import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hexBytes } from '../framing/hex.ts';
import { createScanParser, decodeScan, encodeScan, MAX_CODE_BYTES } from './protocol.ts';

const suffixes = fc.constantFrom('cr' as const, 'lf' as const, 'crlf' as const);

describe('a line scanner', () => {
  it('ends a code at its suffix', () => {
    const parser = createScanParser({ suffix: 'crlf' });
    expect(parser.push(hexBytes('36 39 32 0D'))).toEqual([]);
    expect(parser.push(hexBytes('0A 34'))).toEqual([{ kind: 'code', bytes: hexBytes('36 39 32') }]);
    expect(parser.flush()).toEqual([{ kind: 'code', bytes: hexBytes('34') }]);
  });

  it('gives back every code, however its bytes arrive', () => {
    const text = fc.string({ minLength: 1, maxLength: 40, unit: 'binary' }).filter((one) => !/[\r\n]/.test(one));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 5 }),
        suffixes,
        fc.integer({ min: 3, max: 30 }),
        (all, suffix, size) => {
          const settings = { suffix, encoding: 'utf8' } as const;
          const well = all.map((one) => Buffer.from(one).toString());
          const stream = Uint8Array.from(well.flatMap((one) => [...encodeScan(one, settings)]));
          const parser = createScanParser(settings);
          const codes: string[] = [];
          for (let at = 0; at < stream.length; at += size) {
            for (const event of parser.push(stream.subarray(at, at + size))) {
              if (event.kind === 'code') codes.push(decodeScan(event.bytes, 'utf8'));
            }
          }
          // A byte order mark at the start is taken off by the decoder.
          expect(codes).toEqual(well.map((one) => one.replace(/^\ufeff/, '')));
        },
      ),
    );
  });

  it('reads Chinese in both encodings', () => {
    for (const encoding of ['utf8', 'gb18030'] as const) {
      const parser = createScanParser({ suffix: 'cr' });
      const [event] = parser.push(encodeScan('取件码 4821', { suffix: 'cr', encoding }));
      expect(event?.kind === 'code' && decodeScan(event.bytes, encoding)).toBe('取件码 4821');
    }
  });

  it('reports what is longer than any code, and hears the next', () => {
    const parser = createScanParser({ suffix: 'cr' });
    expect(parser.push(new Uint8Array(MAX_CODE_BYTES * 3).fill(0x41))).toEqual([]);
    expect(parser.pending).toBeLessThanOrEqual(MAX_CODE_BYTES + 1);
    expect(parser.flush()).toEqual([{ kind: 'too-long', length: MAX_CODE_BYTES * 3 }]);
    expect(parser.push(hexBytes('34 32 0D'))).toEqual([{ kind: 'code', bytes: hexBytes('34 32') }]);
  });
});
