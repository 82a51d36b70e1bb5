import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../framing/hex.ts';
import type { Message } from '../framing/message.ts';
import { checkVector } from '../framing/vectors.ts';
import * as cu16 from './kerong-cu16/protocol.ts';
import { cu16Vectors } from './kerong-cu16/vectors.ts';
import * as cu48 from './kerong-cu48/protocol.ts';
import { cu48Vectors } from './kerong-cu48/vectors.ts';
import * as a8 from './locker-8a/protocol.ts';
import { locker8aVectors } from './locker-8a/vectors.ts';

const byte = fc.integer({ min: 0, max: 255 });
const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });

/** Every message with values of every kind. */
const families = {
  'KERONG CU16': {
    vectors: cu16Vectors,
    messages: { request: cu16.request, dataRequest: cu16.dataRequest, statusReply: cu16.statusReply },
    values: {
      request: { target: byte, command: byte },
      dataRequest: { target: byte, command: fc.constant(cu16.SET_PULSE), data: bytes(2) },
      statusReply: {
        target: byte,
        command: fc.constantFrom(cu16.STATUS, cu16.BUS_STATUS),
        hooksLow: byte,
        hooksHigh: byte,
        itemsLow: byte,
        itemsHigh: byte,
      },
    },
  },
  'KERONG CU48': {
    vectors: cu48Vectors,
    messages: {
      request: cu48.request,
      statusReply: cu48.statusReply,
      statusReply60: cu48.statusReply60,
      unlockReply60: cu48.unlockReply60,
    },
    values: {
      request: { address: byte, lock: byte, command: fc.constantFrom(0x50, 0x51, 0x60, 0x61) },
      statusReply: { address: byte, lock: byte, command: fc.constant(0x65), locks: bytes(6) },
      statusReply60: { address: byte, lock: byte, command: fc.constant(0x75), locks: bytes(6) },
      unlockReply60: { address: byte, lock: byte, command: fc.constant(0x75) },
    },
  },
  '8A/80': {
    vectors: locker8aVectors,
    messages: {
      request: a8.request,
      timedUnlock: a8.timedUnlock,
      unlockSeveral: a8.unlockSeveral,
      lockReply: a8.lockReply,
      allReply3: a8.allReply3,
      allReply4: a8.allReply4,
    },
    values: {
      request: {
        head: fc.constantFrom(0x8a, 0x80, 0x9a, 0x9b),
        board: byte,
        lock: byte,
        what: fc.constantFrom(0x11, 0x33),
      },
      timedUnlock: { board: byte, lock: byte, seconds: byte },
      unlockSeveral: { board: byte, locks: bytes(3) },
      lockReply: { head: fc.constantFrom(0x8a, 0x80), board: byte, lock: byte, contact: fc.constantFrom(0x00, 0x11) },
      allReply3: { board: byte, bytes: bytes(3) },
      allReply4: { board: byte, bytes: bytes(4) },
    },
  },
};

describe.each(Object.entries(families))('%s', (_, { vectors, messages, values }) => {
  it.each(vectors.map((vector) => [vector.hex, vector] as const))('%s', (__, vector) => {
    expect(checkVector(messages, vector)).toBeNull();
  });

  it.each(Object.keys(messages))('gives back every %s, and refuses it with any bit turned over', (name) => {
    const message = (messages as unknown as Record<string, Message<object>>)[name] as Message<object>;
    const fields = (values as Record<string, Record<string, fc.Arbitrary<unknown>>>)[name] ?? {};
    fc.assert(
      fc.property(fc.record(fields), fc.nat(), (value, where) => {
        const encoded = message.encode(value);
        expect(message.decode(encoded)).toEqual(value);
        const bit = where % (encoded.length * 8);
        encoded[bit >> 3] = (encoded[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(message.decode(encoded), toHex(encoded)).toBeUndefined();
      }),
    );
  });
});
