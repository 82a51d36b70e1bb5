import { withSum8 } from '../../framing/checksum.ts';
import type { FrameRule } from '../../framing/frame-parser.ts';
import { fixedBytes, literal, type MessageValue, message, uint8 } from '../../framing/message.ts';

/*
 * KERONG CU16 and NCU16L, RS-485, 19200 8N1. No vendor text of the CU16 is public; the frames are those of public code
 * that runs on real boards (docs/devices/kerong-cu16.md names each source).
 */

const STX = 0x02;
const ETX = 0x03;

export const GET_STATUS = 0x30;
export const UNLOCK = 0x31;
/** Reply to `GET_STATUS`. */
export const STATUS = 0x35;
/** What each board says when all of a bus were asked (32), which the driver never does. */
export const BUS_STATUS = 0x36;
/** Sets the length of the pulse; its byte order differs between two public sources, so the driver leaves it alone. */
export const SET_PULSE = 0x37;

/** `target`: board address in the high nibble; the lock's index, from 0, in the low one. F0 is every board. */
export const request = message({ stx: literal(STX), target: uint8(), command: uint8(), etx: literal(ETX) }, withSum8);

/** A request with two bytes of data between command and end. */
export const dataRequest = message(
  { stx: literal(STX), target: uint8(), command: uint8(SET_PULSE), data: fixedBytes(2), etx: literal(ETX) },
  withSum8,
);

/** Hook bits and infrared bits, lock 1 in bit 0 of the `Low` bytes, lock 9 in bit 0 of the `High` bytes. */
export const statusReply = message(
  {
    stx: literal(STX),
    target: uint8(),
    command: uint8(STATUS, BUS_STATUS),
    hooksLow: uint8(),
    hooksHigh: uint8(),
    itemsLow: uint8(),
    itemsHigh: uint8(),
    etx: literal(ETX),
  },
  withSum8,
);
export type StatusReply = MessageValue<typeof statusReply>;

export const REQUEST_BYTES = 5;
const STATUS_REPLY_BYTES = 9;

export function targetOf(address: number, lockIndex = 0): number {
  return (address << 4) | lockIndex;
}

export function encodeGetStatus(address: number): Uint8Array {
  return request.encode({ target: targetOf(address), command: GET_STATUS });
}

/** `compartment` counts from 1. */
export function encodeUnlock(address: number, compartment: number): Uint8Array {
  return request.encode({ target: targetOf(address, compartment - 1), command: UNLOCK });
}

/** Finds status replies in what a board sends. */
export const statusReplyRule: FrameRule<StatusReply> = {
  maxBytes: STATUS_REPLY_BYTES,
  read(buffer) {
    if (buffer[0] !== STX) return { kind: 'skip', length: 1 };
    if (buffer.length < STATUS_REPLY_BYTES) return { kind: 'more' };
    const frame = statusReply.decode(buffer.subarray(0, STATUS_REPLY_BYTES));
    return frame ? { kind: 'frame', frame, length: STATUS_REPLY_BYTES } : { kind: 'skip', length: 1 };
  },
};
