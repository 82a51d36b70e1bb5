/**
 * Frames of resident ID card readers with a SAM: `docs/devices/sam-id-reader.md`.
 *
 *     request  AA AA AA 96 69 | length | CMD PARA       | XOR
 *     reply    AA AA AA 96 69 | length | SW1 SW2 SW3 data | XOR
 *
 * The length counts everything behind itself, the checksum included; the checksum is the XOR of everything behind the
 * preamble.
 */
import { skipping, withXor8 } from '../framing/checksum.ts';
import type { FrameRule, Verdict } from '../framing/frame-parser.ts';
import { type Field, literal, message, uint8 } from '../framing/message.ts';

const PREAMBLE = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const HEAD_BYTES = PREAMBLE.length + 2;
const CHECKSUM_BYTES = 1;
/** SW1 to SW3 and the checksum. */
const SHORTEST_REPLY_LENGTH = 4;
/** The longest reply of any reader: text, photo and two fingerprints. */
export const MAX_FRAME_BYTES = 2_321;

const preamble = {
  p1: literal(0xaa),
  p2: literal(0xaa),
  p3: literal(0xaa),
  p4: literal(0x96),
  p5: literal(0x69),
};

const withXorBehindPreamble = skipping(PREAMBLE.length, withXor8);

/** A length of two bytes that counts the checksum too, then as many bytes. */
const countedBody: Field<Uint8Array> = {
  write(value) {
    const length = value.length + CHECKSUM_BYTES;
    return [length >>> 8, length & 0xff, ...value];
  },
  read(bytes, offset) {
    const length = ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
    const bodyBytes = length - CHECKSUM_BYTES;
    if (bodyBytes < 0 || bytes.length < offset + 2 + bodyBytes) return undefined;
    return { value: bytes.slice(offset + 2, offset + 2 + bodyBytes), length: 2 + bodyBytes };
  },
};

const requestShape = message(
  { ...preamble, lengthHigh: literal(0x00), lengthLow: literal(0x03), command: uint8(), parameter: uint8() },
  withXorBehindPreamble,
);
const replyShape = message({ ...preamble, body: countedBody }, withXorBehindPreamble);

/** The commands that this booth uses. */
export const COMMANDS = {
  'SAM status': { command: 0x11, parameter: 0xff },
  'SAM id': { command: 0x12, parameter: 0xff },
  'find card': { command: 0x20, parameter: 0x01 },
  'select card': { command: 0x20, parameter: 0x02 },
  'read card': { command: 0x30, parameter: 0x01 },
} as const;
export type CommandName = keyof typeof COMMANDS;

/**
 * Silence for this long is no reply. Published code waits 100 ms for find and select, 300 ms for the SAM, 2 s for a card
 * before it looks at what came; these are deadlines, so that a busy computer is not taken for a silent reader.
 */
export const REPLY_TIMEOUT_MS: Readonly<Record<CommandName, number>> = {
  'SAM status': 300,
  'SAM id': 300,
  'find card': 300,
  'select card': 300,
  'read card': 2_000,
};

export function encodeRequest(name: CommandName): Uint8Array {
  return requestShape.encode(COMMANDS[name]);
}

/** Command and parameter of a request; undefined unless all bytes are one request. */
export function decodeRequest(bytes: Uint8Array): { command: number; parameter: number } | undefined {
  return requestShape.decode(bytes);
}

export interface SamReply {
  /** 00 00, or what the card itself said (its APDU status) when it refused. */
  readonly sw1: number;
  readonly sw2: number;
  readonly sw3: number;
  readonly data: Uint8Array;
}

export function encodeReply({ sw1, sw2, sw3, data }: SamReply): Uint8Array {
  return replyShape.encode({ body: Uint8Array.from([sw1, sw2, sw3, ...data]) });
}

export function decodeReply(bytes: Uint8Array): SamReply | undefined {
  const body = replyShape.decode(bytes)?.body;
  const [sw1, sw2, sw3] = body ?? [];
  if (!body || sw1 === undefined || sw2 === undefined || sw3 === undefined) return undefined;
  return { sw1, sw2, sw3, data: body.subarray(3) };
}

const TEXT_BYTES = 256;
const PHOTO_BYTES = 1_024;

const SUCCESS = 0x90;
const FOUND = 0x9f;
const NOT_FOUND = 0x80;
const NOT_SELECTED = 0x81;

/**
 * Whether a reply can be the one to this command. Replies do not name what they answer; their status and length do,
 * nearly, so that a late reply to `find` is never taken for one to `select`.
 */
export function answers(name: CommandName, { sw3, data }: SamReply): boolean {
  const bytes = data.length;
  if (sw3 === FOUND || sw3 === NOT_FOUND) return name === 'find card';
  if (sw3 === NOT_SELECTED) return name === 'select card';
  if (sw3 !== SUCCESS) return true;
  switch (name) {
    case 'SAM status':
      return bytes === 0;
    case 'SAM id':
      return bytes === 16;
    case 'select card':
      return bytes > 0 && bytes < TEXT_BYTES;
    case 'read card':
      return bytes > TEXT_BYTES;
    case 'find card':
      return false;
  }
}

function findFrame<F>(buffer: Uint8Array, shortestLength: number, decode: (bytes: Uint8Array) => F | undefined) {
  for (const [index, byte] of PREAMBLE.entries()) {
    if (index >= buffer.length) return { kind: 'more' } satisfies Verdict<F>;
    if (buffer[index] !== byte) return { kind: 'skip', length: 1 } satisfies Verdict<F>;
  }
  if (buffer.length < HEAD_BYTES) return { kind: 'more' } satisfies Verdict<F>;
  const length = HEAD_BYTES + (((buffer[5] ?? 0) << 8) | (buffer[6] ?? 0));
  if (length < HEAD_BYTES + shortestLength || length > MAX_FRAME_BYTES) {
    return { kind: 'skip', length: 1 } satisfies Verdict<F>;
  }
  if (buffer.length < length) return { kind: 'more' } satisfies Verdict<F>;
  const frame = decode(buffer.subarray(0, length));
  const verdict: Verdict<F> = frame ? { kind: 'frame', frame, length } : { kind: 'skip', length: 1 };
  return verdict;
}

export const samReplyRule: FrameRule<SamReply> = {
  maxBytes: MAX_FRAME_BYTES,
  read: (buffer) => findFrame(buffer, SHORTEST_REPLY_LENGTH, decodeReply),
};

/** What `read card` answers: two lengths, the text, the photo. The photo's bytes are counted and left behind. */
export function textOf(data: Uint8Array): Uint8Array | undefined {
  const textBytes = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  const photoBytes = ((data[2] ?? 0) << 8) | (data[3] ?? 0);
  if (textBytes !== TEXT_BYTES || photoBytes > PHOTO_BYTES || data.length !== 4 + textBytes + photoBytes) {
    return undefined;
  }
  return data.slice(4, 4 + TEXT_BYTES);
}

/** The data of a `read card` reply, for simulators and tests. */
export function cardData(text: Uint8Array, photo: Uint8Array): Uint8Array {
  return Uint8Array.from([
    text.length >>> 8,
    text.length & 0xff,
    photo.length >>> 8,
    photo.length & 0xff,
    ...text,
    ...photo,
  ]);
}
