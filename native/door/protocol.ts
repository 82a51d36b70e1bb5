import { withCrc16Modbus } from '../framing/checksum.ts';
import type { FrameRule, Verdict } from '../framing/frame-parser.ts';
import { countedBytes, type Message, type MessageValue, message, uint8, uint16 } from '../framing/message.ts';

/*
 * Modbus-RTU, as far as a relay board needs it: "MODBUS over Serial Line V1.02" and "MODBUS Application Protocol V1.1b3"
 * (modbus.org). docs/devices/modbus-door.md has the frames with their sources.
 */

export const READ_COILS = 0x01;
export const READ_INPUTS = 0x02;
export const WRITE_COIL = 0x05;
/** Added to the function of a request that the board refuses. */
export const EXCEPTION = 0x80;

export const COIL_ON = 0xff00;
export const COIL_OFF = 0x0000;

export const readRequest = message(
  { unit: uint8(), fn: uint8(READ_COILS, READ_INPUTS), first: uint16(), count: uint16() },
  withCrc16Modbus,
);
/** Bit 0 of the first byte is the first coil or input asked for. */
export const readReply = message(
  { unit: uint8(), fn: uint8(READ_COILS, READ_INPUTS), bits: countedBytes() },
  withCrc16Modbus,
);
/** The reply to a write is the same frame again. */
export const writeCoil = message(
  { unit: uint8(), fn: uint8(WRITE_COIL), coil: uint16(), value: uint16() },
  withCrc16Modbus,
);
export const exceptionReply = message(
  {
    unit: uint8(),
    fn: uint8(EXCEPTION | READ_COILS, EXCEPTION | READ_INPUTS, EXCEPTION | WRITE_COIL),
    code: uint8(),
  },
  withCrc16Modbus,
);

export const REQUEST_BYTES = 8;
const EXCEPTION_BYTES = 5;
/** Unit, function, count and CRC around the bits; a board of 16 coils fills two bytes. */
const READ_REPLY_OVERHEAD = 5;
const MAX_BIT_BYTES = 32;

export type Reply =
  | ({ readonly kind: 'bits' } & MessageValue<typeof readReply>)
  | ({ readonly kind: 'written' } & MessageValue<typeof writeCoil>)
  | ({ readonly kind: 'exception' } & MessageValue<typeof exceptionReply>);

const SKIP = { kind: 'skip', length: 1 } as const;

/** Finds replies. Modbus has no start byte, so a frame is what has a known function and the right CRC at its end. */
export const replyRule: FrameRule<Reply> = {
  maxBytes: READ_REPLY_OVERHEAD + MAX_BIT_BYTES,
  read(buffer) {
    const fn = buffer[1];
    if (fn === undefined) return { kind: 'more' };
    if (fn === READ_COILS || fn === READ_INPUTS) {
      const count = buffer[2];
      if (count === undefined) return { kind: 'more' };
      if (count === 0 || count > MAX_BIT_BYTES) return SKIP;
      return judge(buffer, READ_REPLY_OVERHEAD + count, 'bits', readReply);
    }
    if (fn === WRITE_COIL) return judge(buffer, REQUEST_BYTES, 'written', writeCoil);
    if (fn & EXCEPTION) return judge(buffer, EXCEPTION_BYTES, 'exception', exceptionReply);
    return SKIP;
  },
};

function judge(buffer: Uint8Array, length: number, kind: Reply['kind'], shape: Message<unknown>): Verdict<Reply> {
  if (buffer.length < length) return { kind: 'more' };
  const frame = shape.decode(buffer.subarray(0, length));
  return frame ? { kind: 'frame', frame: { kind, ...(frame as object) } as Reply, length } : SKIP;
}

export function bitAt(bits: Uint8Array, index: number): 0 | 1 {
  return ((bits[index >> 3] ?? 0) >> (index & 7)) & 1 ? 1 : 0;
}
