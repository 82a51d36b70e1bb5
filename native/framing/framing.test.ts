import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16Modbus, crc16Xmodem, skipping, sum8, withCrc16Xmodem, withSum8, withXor8, xor8 } from './checksum.ts';
import { createFrameParser, type FrameEvent, type FrameRule } from './frame-parser.ts';
import { countedBytes, literal, message, uint8, uint16 } from './message.ts';

const shape = message({ head: literal(0x02), kind: uint8(1, 2), number: uint16(), data: countedBytes() }, withSum8);

const HEAD_BYTES = 5;
const rule: FrameRule<ReturnType<typeof shape.decode>> = {
  maxBytes: 40,
  read(buffer) {
    if (buffer[0] !== 0x02) return { kind: 'skip', length: 1 };
    if (buffer.length < HEAD_BYTES) return { kind: 'more' };
    const length = HEAD_BYTES + (buffer[4] ?? 0) + 1;
    if (length > 40) return { kind: 'skip', length: 1 };
    if (buffer.length < length) return { kind: 'more' };
    const frame = shape.decode(buffer.subarray(0, length));
    return frame ? { kind: 'frame', frame, length } : { kind: 'skip', length: 1 };
  },
};

const values = fc.record({
  kind: fc.constantFrom(1 as const, 2 as const),
  number: fc.integer({ min: 0, max: 0xffff }),
  data: fc.uint8Array({ maxLength: 30 }),
});

function feed(stream: Uint8Array, sizes: readonly number[]): FrameEvent<unknown>[] {
  const parser = createFrameParser(rule);
  const events: FrameEvent<unknown>[] = [];
  let at = 0;
  for (let turn = 0; at < stream.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    events.push(...parser.push(stream.subarray(at, at + size)));
    at += size;
  }
  events.push(...parser.flush());
  return events;
}

const framesOf = (events: FrameEvent<unknown>[]) => events.flatMap((one) => (one.kind === 'frame' ? [one.frame] : []));

describe('checksums', () => {
  it('sums the worked example of a KERONG frame', () => {
    expect(sum8(Uint8Array.of(0x02, 0x00, 0x31, 0x03))).toBe(0x36);
  });

  it('excludes the bytes of an 8A frame from one another, and of an ID reader behind its preamble', () => {
    expect(xor8(Uint8Array.of(0x8a, 0x01, 0x01, 0x11))).toBe(0x9b);
    const reader = Uint8Array.of(0xaa, 0xaa, 0xaa, 0x96, 0x69, 0x00, 0x03, 0x20, 0x01);
    expect(skipping(5, withXor8)(reader)).toEqual([0x22]);
  });

  it('computes the CRC of a scanner module, high byte first behind the head', () => {
    const bytes = Uint8Array.of(0x08, 0x02, 0x00, 0x2a, 0x39, 0x01);
    expect(crc16Xmodem(bytes)).toBe(0xa7ea);
    expect(skipping(2, withCrc16Xmodem)(Uint8Array.of(0x7e, 0x00, ...bytes))).toEqual([0xa7, 0xea]);
  });

  it('computes the CRC of the Modbus specification step by step', () => {
    const bytes = [0x01, 0x05, 0x00, 0x00, 0xff, 0x00];
    const steps = bytes.map((_, index) => crc16Modbus(Uint8Array.from(bytes.slice(0, index + 1))));
    expect(steps).toEqual([0x807e, 0x23c0, 0x5023, 0xd911, 0x4c59, 0x3a8c]);
  });
});

describe('a declared message', () => {
  it('gives back what it was given', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(shape.decode(shape.encode(value))).toEqual(value);
      }),
    );
  });

  it('refuses every single flipped bit', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, where) => {
        const bytes = shape.encode(value);
        const bit = where % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(shape.decode(bytes)).toBeUndefined();
      }),
    );
  });
});

describe('the frame parser', () => {
  it('finds the same frames however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(values, { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (all, sizes) => {
          const stream = Uint8Array.from(all.flatMap((value) => [...shape.encode(value)]));
          expect(framesOf(feed(stream, sizes))).toEqual(all);
        },
      ),
    );
  });

  it('finds the frame behind noise that is no frame, and reports the noise', () => {
    const noise = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => bytes.map((b) => (b === 2 ? 3 : b)));
    fc.assert(
      fc.property(noise, values, (rubbish, value) => {
        const events = feed(Uint8Array.from([...rubbish, ...shape.encode(value)]), [7]);
        expect(framesOf(events)).toEqual([value]);
        const dropped = events.flatMap((one) => (one.kind === 'discarded' ? [...one.bytes] : []));
        expect(dropped).toEqual([...rubbish]);
      }),
    );
  });

  it('finds the good frame behind a broken one', () => {
    const good = shape.encode({ kind: 1, number: 7, data: Uint8Array.of(1, 2, 3) });
    const broken = Uint8Array.from(good);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    expect(framesOf(feed(Uint8Array.from([...broken, ...good]), [100]))).toHaveLength(1);
  });

  it('loses no byte and hoards none, whatever arrives', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), (stream, size) => {
        const parser = createFrameParser(rule);
        let accounted = 0;
        const count = (events: FrameEvent<ReturnType<typeof shape.decode>>[]) => {
          for (const event of events) {
            accounted +=
              event.kind === 'discarded' ? event.bytes.length : event.frame ? shape.encode(event.frame).length : 0;
          }
        };
        for (let at = 0; at < stream.length; at += size) {
          count(parser.push(stream.subarray(at, at + size)));
          expect(parser.pending).toBeLessThanOrEqual(rule.maxBytes);
        }
        count(parser.flush());
        expect(parser.pending).toBe(0);
        expect(accounted).toBe(stream.length);
      }),
      { numRuns: 500 },
    );
  });

  it('finds a frame behind the start of one that never came, once the line is silent', () => {
    const parser = createFrameParser(rule);
    const good = shape.encode({ kind: 2, number: 1, data: new Uint8Array(0) });
    expect(parser.push(Uint8Array.from([0x02, 0x01, 0x00, 0x00, 0x14, ...good]))).toEqual([]);
    expect(framesOf(parser.flush())).toHaveLength(1);
  });
});
