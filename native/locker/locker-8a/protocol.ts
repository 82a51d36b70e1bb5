import { withXor8 } from '../../framing/checksum.ts';
import type { FrameRule, Verdict } from '../../framing/frame-parser.ts';
import { fixedBytes, literal, type MessageValue, message, uint8 } from '../../framing/message.ts';

/*
 * The boards that speak 8A/80 frames, sold under many names; RS-485, 9600 8N1. docs/devices/locker-8a.md has the sources.
 * Every frame ends with the exclusive or of all bytes before it.
 */

export const UNLOCK = 0x8a;
export const STATUS = 0x80;
const UNLOCK_SEVERAL = 0x90;
const POWER_ON = 0x9a;
const POWER_OFF = 0x9b;

export const DO = 0x11;
export const ASK = 0x33;
/** What a reply says of the lock's contact. */
export const CONTACT_OPEN = 0x00;
export const CONTACT_CLOSED = 0x11;

/** `lock` counts from 1; 0 is every lock. Locks held by magnets are switched with 9A and 9B. */
export const request = message(
  { head: uint8(UNLOCK, STATUS, POWER_ON, POWER_OFF), board: uint8(), lock: uint8(), what: uint8(DO, ASK) },
  withXor8,
);
/** An unlock whose pulse lasts 1 to 9 seconds. */
export const timedUnlock = message(
  { head: literal(UNLOCK), board: uint8(), lock: uint8(), what: literal(DO), seconds: uint8() },
  withXor8,
);
/** Unlocks several at once, lock 1 in bit 0 of the first byte. Not used by the driver. */
export const unlockSeveral = message({ head: literal(UNLOCK_SEVERAL), board: uint8(), locks: fixedBytes(3) }, withXor8);
/** Reply about one lock, to an unlock or to a status request. */
export const lockReply = message(
  { head: uint8(UNLOCK, STATUS), board: uint8(), lock: uint8(), contact: uint8(CONTACT_OPEN, CONTACT_CLOSED) },
  withXor8,
);
/** Reply about all locks: three status bytes, also from boards of eight locks, and four from boards of 32. */
const allReplyOf = (count: number) =>
  message({ head: literal(STATUS), board: uint8(), bytes: fixedBytes(count), ask: literal(ASK) }, withXor8);
export const allReply3 = allReplyOf(3);
export const allReply4 = allReplyOf(4);

export const REQUEST_BYTES = 5;
export const TIMED_UNLOCK_BYTES = 6;
const LOCK_REPLY_BYTES = 5;
const ALL_REPLY_OVERHEAD = 4;
const MAX_REPLY_BYTES = ALL_REPLY_OVERHEAD + 4;

export type Reply8a =
  | ({ readonly kind: 'lock' } & MessageValue<typeof lockReply>)
  | ({ readonly kind: 'all' } & MessageValue<typeof allReply3>);

const SKIP = { kind: 'skip', length: 1 } as const;
const MORE = { kind: 'more' } as const;

/**
 * Finds replies. The length of an `all` reply does not follow from the number of locks, so it ends by the line's silence;
 * once a board's number of status bytes is known, a frame of that length ends at once.
 */
export function reply8aRule(knownStatusBytes: () => number | null): FrameRule<Reply8a> {
  return {
    maxBytes: MAX_REPLY_BYTES,
    read(buffer, silent) {
      const [head] = buffer;
      if (head === UNLOCK) return readLock(buffer);
      if (head !== STATUS) return SKIP;
      const known = knownStatusBytes();
      if (known !== null && buffer.length >= known + ALL_REPLY_OVERHEAD) {
        const frame = readAll(buffer, known);
        if (frame) return frame;
      }
      if (!silent && buffer.length <= MAX_REPLY_BYTES) return MORE;
      return readAll(buffer, 4) ?? readAll(buffer, 3) ?? readLock(buffer);
    },
  };
}

function readAll(buffer: Uint8Array, statusBytes: number): Verdict<Reply8a> | null {
  const length = ALL_REPLY_OVERHEAD + statusBytes;
  if (buffer.length < length) return null;
  const shape = statusBytes === 3 ? allReply3 : allReply4;
  const frame = shape.decode(buffer.subarray(0, length));
  return frame ? { kind: 'frame', frame: { kind: 'all', ...frame }, length } : null;
}

function readLock(buffer: Uint8Array): Verdict<Reply8a> {
  if (buffer.length < LOCK_REPLY_BYTES) return MORE;
  const frame = lockReply.decode(buffer.subarray(0, LOCK_REPLY_BYTES));
  return frame ? { kind: 'frame', frame: { kind: 'lock', ...frame }, length: LOCK_REPLY_BYTES } : SKIP;
}

/** Status bytes in the order of the locks, whatever order the board sends them in. */
export function inLockOrder(bytes: Uint8Array, locks1To8: 'first' | 'last'): Uint8Array {
  return locks1To8 === 'first' ? bytes : bytes.slice().reverse();
}
