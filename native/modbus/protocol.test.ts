import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../framing/frame-parser.ts';
import { hexBytes } from '../framing/hex.ts';
import { bitAt, type Reply, replyRule } from './protocol.ts';

describe('Modbus-RTU frames', () => {
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
