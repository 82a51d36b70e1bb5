import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../framing/hex.ts';
import type { Message } from '../framing/message.ts';
import { checkVector } from '../framing/vectors.ts';
import { frameGapMs } from './gap.ts';
import { exceptionReply, readReply, readRequest, writeMany, writeManyReply, writeSingle } from './protocol.ts';
import { modbusVectors } from './vectors.ts';

const messages = { readRequest, readReply, writeSingle, writeMany, writeManyReply, exceptionReply };

const byte = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 0xffff });
const data = fc.uint8Array({ maxLength: 250 });
const values: Record<keyof typeof messages, Record<string, fc.Arbitrary<unknown>>> = {
  readRequest: { unit: byte, fn: fc.constantFrom(1, 2, 3, 4), first: word, count: word },
  readReply: { unit: byte, fn: fc.constantFrom(1, 2, 3, 4), data },
  writeSingle: { unit: byte, fn: fc.constantFrom(5, 6), address: word, value: word },
  writeMany: { unit: byte, fn: fc.constantFrom(15, 16), first: word, count: word, data },
  writeManyReply: { unit: byte, fn: fc.constantFrom(15, 16), first: word, count: word },
  exceptionReply: { unit: byte, fn: byte, code: byte },
};

describe('Modbus-RTU', () => {
  it.each(modbusVectors.map((vector) => [vector.hex, vector] as const))('%s', (_, vector) => {
    expect(checkVector(messages, vector)).toBeNull();
  });

  it.each(Object.keys(messages) as (keyof typeof messages)[])(
    'gives back every %s, never with a bit turned over',
    (name) => {
      const message = messages[name] as unknown as Message<object>;
      fc.assert(
        fc.property(fc.record(values[name]), fc.nat(), (value, where) => {
          const encoded = message.encode(value);
          expect(message.decode(encoded)).toEqual(value);
          const bit = where % (encoded.length * 8);
          encoded[bit >> 3] = (encoded[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(message.decode(encoded), toHex(encoded)).toBeUndefined();
        }),
      );
    },
  );

  it('keeps 3.5 characters of 11 bits up to 19200 baud, 1.75 ms above, and never less than the board needs', () => {
    expect(frameGapMs(9_600)).toBeCloseTo(4.01, 2);
    expect(frameGapMs(19_200)).toBeCloseTo(2.005, 3);
    expect(frameGapMs(38_400)).toBe(1.75);
    expect(frameGapMs(115_200)).toBe(1.75);
    expect(frameGapMs(9_600, 20)).toBe(20);
    expect(frameGapMs(2_400, 1)).toBeCloseTo(16.04, 2);
  });
});
