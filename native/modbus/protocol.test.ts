import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../framing/frame-parser.ts';
import { hexBytes } from '../framing/hex.ts';
import {
  bitAt,
  COIL_OFF,
  COIL_ON,
  exceptionReply,
  READ_COILS,
  READ_INPUTS,
  type Reply,
  readReply,
  readRequest,
  replyRule,
  WRITE_COIL,
  writeSingle,
} from './protocol.ts';

describe('Modbus-RTU frames', () => {
  it.each([
    [
      'coil 0 on',
      writeSingle.encode({ unit: 1, fn: WRITE_COIL, address: 0, value: COIL_ON }),
      '01 05 00 00 FF 00 8C 3A',
    ],
    [
      'coil 0 off',
      writeSingle.encode({ unit: 1, fn: WRITE_COIL, address: 0, value: COIL_OFF }),
      '01 05 00 00 00 00 CD CA',
    ],
    ['read 8 coils', readRequest.encode({ unit: 1, fn: READ_COILS, first: 0, count: 8 }), '01 01 00 00 00 08 3D CC'],
    ['read 8 inputs', readRequest.encode({ unit: 1, fn: READ_INPUTS, first: 0, count: 8 }), '01 02 00 00 00 08 79 CC'],
    ['unit FF', readRequest.encode({ unit: 0xff, fn: READ_INPUTS, first: 0, count: 8 }), 'FF 02 00 00 00 08 6C 12'],
  ])('%s', (_, bytes, expected) => {
    expect(bytes).toEqual(hexBytes(expected));
  });

  it('reads replies: coils 1 and 7, inputs 1 and 3, exceptions', () => {
    expect(readReply.decode(hexBytes('01 01 01 41 91 B8'))?.data).toEqual(Uint8Array.of(0x41));
    expect(readReply.decode(hexBytes('01 02 01 05 61 8B'))?.data).toEqual(Uint8Array.of(0x05));
    expect(readReply.decode(hexBytes('FF 02 01 01 51 A0'))?.unit).toBe(0xff);
    expect(exceptionReply.decode(hexBytes('01 81 02 C1 91'))).toEqual({ unit: 1, fn: 0x81, code: 2 });
    expect(exceptionReply.decode(hexBytes('01 85 01 83 50'))).toEqual({ unit: 1, fn: 0x85, code: 1 });
  });

  it('counts bits from the low end of the first byte', () => {
    const bits = Uint8Array.of(0b0100_0001, 0b1);
    expect([0, 1, 6, 7, 8].map((index) => bitAt(bits, index))).toEqual([1, 0, 1, 0, 1]);
  });

  it('finds the reply behind garbage and foreign frames', () => {
    const parser = createFrameParser<Reply>(replyRule);
    const events = [
      ...parser.push(hexBytes('00 FE 01 02')),
      ...parser.push(hexBytes('01 02 01 05 61 8B 01 05 00 00 FF 00 8C 3A')),
      ...parser.flush(),
    ];
    expect(events.flatMap((event) => (event.kind === 'frame' ? [event.frame.kind] : []))).toEqual(['data', 'written']);
  });

  it('survives any stream', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (chunks) => {
        const parser = createFrameParser<Reply>(replyRule);
        for (const chunk of chunks) parser.push(chunk);
        parser.flush();
        expect(parser.pending).toBe(0);
      }),
    );
  });
});
