import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../framing/hex.ts';
import {
  autoStatusRequest,
  pulseRequest,
  rasterRequest,
  readAutoStatusRequest,
  readPulse,
  readRaster,
} from './peripherals.ts';

const BOX = Uint8Array.of(0xff, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81, 0xff);

describe('commands beside the slip', () => {
  it('are those of the manuals, byte for byte', () => {
    expect(toHex(autoStatusRequest({ drawer: true, online: true, error: true, paper: true }))).toBe('1d 61 0f');
    expect(toHex(pulseRequest({ pin: 2, onMs: 100, offMs: 200 }))).toBe('1b 70 00 32 64');
    expect(toHex(rasterRequest({ bytesPerRow: 1, rows: 8, dots: BOX }))).toBe(
      '1d 76 30 00 01 00 08 00 ff 81 81 81 81 81 81 ff',
    );
  });

  it('read back as what was written', () => {
    const status = fc.record({ drawer: fc.boolean(), online: fc.boolean(), error: fc.boolean(), paper: fc.boolean() });
    fc.assert(
      fc.property(status, (wanted) => {
        expect(readAutoStatusRequest(autoStatusRequest(wanted))).toEqual(wanted);
      }),
    );
    const time = fc.integer({ min: 0, max: 255 }).map((half) => half * 2);
    const pulse = fc.record({ pin: fc.constantFrom(2 as const, 5 as const), onMs: time, offMs: time });
    fc.assert(
      fc.property(pulse, (given) => {
        expect(readPulse(pulseRequest(given))).toEqual(given);
      }),
    );
    const raster = fc
      .tuple(fc.integer({ min: 1, max: 72 }), fc.integer({ min: 1, max: 20 }))
      .chain(([bytesPerRow, rows]) =>
        fc
          .uint8Array({ minLength: bytesPerRow * rows, maxLength: bytesPerRow * rows })
          .map((dots) => ({ bytesPerRow, rows, dots })),
      );
    fc.assert(
      fc.property(raster, (given) => {
        expect(readRaster(rasterRequest(given))).toEqual(given);
      }),
    );
  });

  it('refuse what does not fit', () => {
    expect(() => pulseRequest({ pin: 2, onMs: 101, offMs: 200 })).toThrow('even time');
    expect(() => rasterRequest({ bytesPerRow: 2, rows: 8, dots: BOX })).toThrow('no 8 rows of 2');
    expect(readPulse(Uint8Array.of(0x1b, 0x70, 0x07, 0x01, 0x01))).toBeUndefined();
    expect(readRaster(Uint8Array.of(0x1d, 0x76, 0x30, 0x00, 0x02, 0x00, 0x01, 0x00, 0xff))).toBeUndefined();
    expect(readAutoStatusRequest(Uint8Array.of(0x1d, 0x62, 0x0f))).toBeUndefined();
  });
});
