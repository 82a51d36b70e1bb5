import { withSum8 } from '../../framing/checksum.ts';
import type { FrameRule, Verdict } from '../../framing/frame-parser.ts';
import { fixedBytes, literal, type MessageValue, message, uint8 } from '../../framing/message.ts';

/*
 * KERONG CU48, RS-485, 19200 8N1: "CU48 Protocol And Introduction V2.1", and the 60/61 commands that public code names for
 * newer boards. docs/devices/kerong-cu48.md has the sources.
 */

const STX = 0x02;
const ETX = 0x03;

export const COMMANDS = {
  v2: { getStatus: 0x50, unlock: 0x51 },
  'cu-60': { getStatus: 0x60, unlock: 0x61 },
} as const;

/** Reply to `getStatus` of each set. */
const STATUS_V2 = 0x65;
const REPLY_60 = 0x75;

/** `address` 0A is every board, `lock` counts from 0; 30 is every lock. */
export const request = message(
  {
    stx: literal(STX),
    address: uint8(),
    lock: uint8(),
    command: uint8(0x50, 0x51, 0x60, 0x61),
    etx: literal(ETX),
  },
  withSum8,
);

/** `locks`: lock 1 in bit 0 of the first byte; 1 is hooked. `lock` means nothing. */
export const statusReply = message(
  {
    stx: literal(STX),
    address: uint8(),
    lock: uint8(),
    command: uint8(STATUS_V2),
    locks: fixedBytes(6),
    etx: literal(ETX),
  },
  withSum8,
);

/** The reply of the `cu-60` set: six status bytes, or none behind an unlock. No end byte. */
export const statusReply60 = message(
  {
    stx: literal(STX),
    address: uint8(),
    lock: uint8(),
    command: uint8(REPLY_60),
    count: literal(6),
    locks: fixedBytes(6),
  },
  withSum8,
);
export const unlockReply60 = message(
  { stx: literal(STX), address: uint8(), lock: uint8(), command: uint8(REPLY_60), count: literal(0) },
  withSum8,
);

export type Cu48Reply =
  | ({ readonly kind: 'status' } & MessageValue<typeof statusReply | typeof statusReply60>)
  | ({ readonly kind: 'unlocked' } & MessageValue<typeof unlockReply60>);

export const REQUEST_BYTES = 6;
const STATUS_BYTES = 12;
const UNLOCKED_BYTES = 6;

const SKIP = { kind: 'skip', length: 1 } as const;
const MORE = { kind: 'more' } as const;

/** Finds the replies of either set; the byte behind the lock tells which it is. */
export const cu48ReplyRule: FrameRule<Cu48Reply> = {
  maxBytes: STATUS_BYTES,
  read(buffer) {
    if (buffer[0] !== STX) return SKIP;
    const command = buffer[3];
    if (command === undefined) return MORE;
    if (command === STATUS_V2) return readStatus(buffer, statusReply);
    if (command !== REPLY_60) return SKIP;
    const count = buffer[4];
    if (count === undefined) return MORE;
    if (count === 6) return readStatus(buffer, statusReply60);
    if (count !== 0) return SKIP;
    if (buffer.length < UNLOCKED_BYTES) return MORE;
    const frame = unlockReply60.decode(buffer.subarray(0, UNLOCKED_BYTES));
    return frame ? { kind: 'frame', frame: { kind: 'unlocked', ...frame }, length: UNLOCKED_BYTES } : SKIP;
  },
};

function readStatus(buffer: Uint8Array, shape: typeof statusReply | typeof statusReply60): Verdict<Cu48Reply> {
  if (buffer.length < STATUS_BYTES) return MORE;
  const frame = shape.decode(buffer.subarray(0, STATUS_BYTES));
  return frame ? { kind: 'frame', frame: { kind: 'status', ...frame }, length: STATUS_BYTES } : SKIP;
}
