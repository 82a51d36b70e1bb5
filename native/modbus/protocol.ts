import { withCrc16Modbus } from '../framing/checksum.ts';
import type { FrameRule, Verdict } from '../framing/frame-parser.ts';
import { countedBytes, type Message, type MessageValue, message, uint8, uint16 } from '../framing/message.ts';

/*
 * Modbus-RTU, as far as relay boards need it: "MODBUS over Serial Line V1.02" and "MODBUS Application Protocol V1.1b3"
 * (modbus.org). docs/devices/modbus-door.md and modbus-locker.md have the frames with their sources.
 */

export const READ_COILS = 0x01;
export const READ_INPUTS = 0x02;
const READ_HOLDING_REGISTERS = 0x03;
const READ_INPUT_REGISTERS = 0x04;
export const WRITE_COIL = 0x05;
export const WRITE_REGISTER = 0x06;
export const WRITE_COILS = 0x0f;
const WRITE_REGISTERS = 0x10;
/** Added to the function of a request that the board refuses. */
export const EXCEPTION = 0x80;

export const COIL_ON = 0xff00;
export const COIL_OFF = 0x0000;

export const readRequest = message(
  {
    unit: uint8(),
    fn: uint8(READ_COILS, READ_INPUTS, READ_HOLDING_REGISTERS, READ_INPUT_REGISTERS),
    first: uint16(),
    count: uint16(),
  },
  withCrc16Modbus,
);
/** `data`: bits, the first asked for in bit 0 of the first byte; or registers, high byte first. */
export const readReply = message(
  {
    unit: uint8(),
    fn: uint8(READ_COILS, READ_INPUTS, READ_HOLDING_REGISTERS, READ_INPUT_REGISTERS),
    data: countedBytes(),
  },
  withCrc16Modbus,
);
/** The reply to a write of one coil or register is the same frame again. */
export const writeSingle = message(
  { unit: uint8(), fn: uint8(WRITE_COIL, WRITE_REGISTER), address: uint16(), value: uint16() },
  withCrc16Modbus,
);
export const writeMany = message(
  { unit: uint8(), fn: uint8(WRITE_COILS, WRITE_REGISTERS), first: uint16(), count: uint16(), data: countedBytes() },
  withCrc16Modbus,
);
export const writeManyReply = message(
  { unit: uint8(), fn: uint8(WRITE_COILS, WRITE_REGISTERS), first: uint16(), count: uint16() },
  withCrc16Modbus,
);
export const exceptionReply = message({ unit: uint8(), fn: uint8(), code: uint8() }, withCrc16Modbus);

export const REQUEST_BYTES = 8;
const EXCEPTION_BYTES = 5;
/** Unit, function, count and CRC around the data. */
const READ_REPLY_OVERHEAD = 5;
/** A board of 32 relays fills four bytes; longer replies are nobody's here. */
const MAX_DATA_BYTES = 32;

export type Reply =
  | ({ readonly kind: 'data' } & MessageValue<typeof readReply>)
  | ({ readonly kind: 'written' } & MessageValue<typeof writeSingle>)
  | ({ readonly kind: 'written-many' } & MessageValue<typeof writeManyReply>)
  | ({ readonly kind: 'exception' } & MessageValue<typeof exceptionReply>);

const SKIP = { kind: 'skip', length: 1 } as const;

/** Finds replies. Modbus has no start byte, so a frame is what has a known function and the right CRC at its end. */
export const replyRule: FrameRule<Reply> = {
  maxBytes: READ_REPLY_OVERHEAD + MAX_DATA_BYTES,
  read(buffer) {
    const fn = buffer[1];
    if (fn === undefined) return { kind: 'more' };
    switch (fn) {
      case READ_COILS:
      case READ_INPUTS:
      case READ_HOLDING_REGISTERS:
      case READ_INPUT_REGISTERS: {
        const count = buffer[2];
        if (count === undefined) return { kind: 'more' };
        if (count === 0 || count > MAX_DATA_BYTES) return SKIP;
        return judge(buffer, READ_REPLY_OVERHEAD + count, 'data', readReply);
      }
      case WRITE_COIL:
      case WRITE_REGISTER:
        return judge(buffer, REQUEST_BYTES, 'written', writeSingle);
      case WRITE_COILS:
      case WRITE_REGISTERS:
        return judge(buffer, REQUEST_BYTES, 'written-many', writeManyReply);
      default:
        return fn & EXCEPTION ? judge(buffer, EXCEPTION_BYTES, 'exception', exceptionReply) : SKIP;
    }
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
