/**
 * The 7E frames of GM65 modules and their kin: `docs/devices/newland-scanner.md`.
 *
 *     request  7E 00 | type | count | zone | data | CRC
 *     reply    02 00 | type | count |        data | CRC
 *
 * The CRC is that of XMODEM over everything behind the head of two bytes.
 */
import { type Checksum, skipping, withCrc16Xmodem } from '../framing/checksum.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import { countedBytes, type Field, literal, message, uint8 } from '../framing/message.ts';
import type { ScannerDialect, ScannerReply } from './command.ts';

const HEAD_BYTES = 2;
const CRC_BYTES = 2;

export const READ = 0x07;
export const WRITE = 0x08;
export const SAVE = 0x09;

/** Zones of the module's memory. */
export const ZONE_MODE = 0x0000;
export const ZONE_TRIGGER = 0x0002;
/** Reads on command, with light, aimer and sound, as published code sets it. */
export const MODE_COMMAND = 0x7d;

const withCrcBehindHead = skipping(HEAD_BYTES, withCrc16Xmodem);
/** Modules accept this instead of a CRC. */
const withoutCrc: Checksum = () => [0xab, 0xcd];

interface ZoneData {
  readonly zone: number;
  readonly data: Uint8Array;
}

/** The count of data bytes stands before the zone, the bytes behind it. */
const zoneData: Field<ZoneData> = {
  write: ({ zone, data }) => [data.length, zone >>> 8, zone & 0xff, ...data],
  read(bytes, offset) {
    const count = bytes[offset];
    if (count === undefined || bytes.length < offset + 3 + count) return undefined;
    const zone = ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0);
    return { value: { zone, data: bytes.slice(offset + 3, offset + 3 + count) }, length: 3 + count };
  },
};

const requestFields = { head: literal(0x7e), zero: literal(0x00), type: uint8(READ, WRITE, SAVE), at: zoneData };
export const gm65Request = message(requestFields, withCrcBehindHead);
/** A request whose sender computes no CRC. */
export const gm65RequestWithoutCrc = message(requestFields, withoutCrc);

export const OUTCOME_DONE = 0x00;
export const OUTCOME_CRC_ERROR = 0x01;
export const OUTCOME_INVALID = 0x03;

export const gm65Reply = message(
  {
    head: literal(0x02),
    zero: literal(0x00),
    type: uint8(OUTCOME_DONE, OUTCOME_CRC_ERROR, OUTCOME_INVALID),
    data: countedBytes(),
  },
  withCrcBehindHead,
);

const MAX_DATA_BYTES = 32;
const REPLY_DATA_OFFSET = 4;
const MAX_REPLY_BYTES = REPLY_DATA_OFFSET + MAX_DATA_BYTES + CRC_BYTES;

const OUTCOMES: Readonly<Record<number, ScannerReply['outcome']>> = {
  [OUTCOME_DONE]: 'done',
  [OUTCOME_CRC_ERROR]: 'garbled',
  [OUTCOME_INVALID]: 'unknown',
};

/** Replies do not say what they answer. The code that a trigger brings follows its reply without a break. */
export const gm65ReplyRule: FrameRule<ScannerReply> = {
  maxBytes: MAX_REPLY_BYTES,
  read(buffer) {
    if (buffer[0] !== 0x02 || (buffer[1] ?? 0) !== 0x00) return { kind: 'skip', length: 1 };
    if (buffer.length < REPLY_DATA_OFFSET) return { kind: 'more' };
    const count = buffer[3] ?? 0;
    if (count > MAX_DATA_BYTES) return { kind: 'skip', length: 1 };
    const length = REPLY_DATA_OFFSET + count + CRC_BYTES;
    if (buffer.length < length) return { kind: 'more' };
    const reply = gm65Reply.decode(buffer.subarray(0, length));
    if (!reply) return { kind: 'skip', length: 1 };
    return { kind: 'frame', frame: { about: '', outcome: OUTCOMES[reply.type] ?? 'refused' }, length };
  },
};

const writeByte = (name: string, zone: number, byte: number) => ({
  name,
  request: gm65Request.encode({ type: WRITE, at: { zone, data: Uint8Array.of(byte) } }),
  isReply: () => true,
});

export const gm65Dialect: ScannerDialect = {
  replyRule: gm65ReplyRule,
  prepare: writeByte('read by command', ZONE_MODE, MODE_COMMAND),
  triggerOn: writeByte('trigger on', ZONE_TRIGGER, 0x01),
  triggerOff: writeByte('trigger off', ZONE_TRIGGER, 0x00),
};
