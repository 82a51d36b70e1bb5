import { describe, expect, it } from 'vitest';
import { createFrameParser } from '../../framing/frame-parser.ts';
import { hexBytes } from '../../framing/hex.ts';
import { compartmentsOf } from '../status.ts';
import { encodeGetStatus, encodeUnlock, STATUS, statusReply, statusReplyRule } from './protocol.ts';

describe('CU16 frames', () => {
  it.each([
    ['status of board 0', encodeGetStatus(0), '02 00 30 03 35'],
    ['status of board 1', encodeGetStatus(1), '02 10 30 03 45'],
    ['unlock lock 1 of board 0', encodeUnlock(0, 1), '02 00 31 03 36'],
    ['unlock lock 16 of board 0', encodeUnlock(0, 16), '02 0F 31 03 45'],
    ['unlock lock 1 of board 1', encodeUnlock(1, 1), '02 10 31 03 46'],
    ['unlock lock 3 of board 1', encodeUnlock(1, 3), '02 12 31 03 48'],
  ])('%s', (_, bytes, expected) => {
    expect(bytes).toEqual(hexBytes(expected));
  });

  it('reads a status reply bit by bit', () => {
    const reply = statusReply.decode(hexBytes('02 00 35 03 80 01 00 03 BE'));
    expect(reply).toEqual({
      target: 0,
      command: STATUS,
      hooksLow: 0x03,
      hooksHigh: 0x80,
      itemsLow: 0x01,
      itemsHigh: 0x00,
    });
    if (!reply) return;
    const wiring = { bits: [reply.hooksLow, reply.hooksHigh], items: [reply.itemsLow, reply.itemsHigh] };
    const compartments = compartmentsOf(16, { ...wiring, setMeans: 'closed' });
    expect(compartments.filter((one) => one.door === 'closed').map((one) => one.compartment)).toEqual([1, 2, 16]);
    expect(compartments.filter((one) => one.item === 'present').map((one) => one.compartment)).toEqual([1]);
    const inverted = compartmentsOf(16, { ...wiring, setMeans: 'open', items: null });
    expect(inverted.filter((one) => one.door === 'open').map((one) => one.compartment)).toEqual([1, 2, 16]);
    expect(inverted.every((one) => one.item === 'unknown')).toBe(true);
  });

  it('finds a reply behind the stale rest of another', () => {
    const parser = createFrameParser(statusReplyRule);
    const events = parser.push(hexBytes('80 01 00 03 BE 02 00 35 03 80 01 00 03 BE'));
    expect(events.map((event) => event.kind)).toEqual(['discarded', 'frame']);
  });
});
