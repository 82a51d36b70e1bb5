import { crc16Modbus, withCrc16Modbus } from '../framing/checksum.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import {
  EXCEPTION,
  exceptionReply,
  READ_COILS,
  READ_INPUTS,
  REQUEST_BYTES,
  readReply,
  readRequest,
  type WRITE_COIL,
  type WRITE_REGISTER,
  writeSingle,
} from '../modbus/protocol.ts';
import { packBits } from './bits.ts';
import { readdressed } from './locker-board.ts';

const ILLEGAL_FUNCTION = 0x01;
const ILLEGAL_ADDRESS = 0x02;
const ILLEGAL_VALUE = 0x03;

/** What is behind the terminals of a board. */
export interface Terminals {
  readonly unit: number;
  coils(): readonly boolean[];
  inputs(): readonly boolean[];
  /** Why the write is refused, or null when it was done. */
  write(fn: typeof WRITE_COIL | typeof WRITE_REGISTER, address: number, value: number): Refusal | null;
  complain(violation: string): void;
}
export type Refusal = 'address' | 'value' | 'function';

/** Finds what a host may send to such a board: eight bytes with the right CRC. */
export const modbusRequestRule: FrameRule<Uint8Array> = {
  maxBytes: REQUEST_BYTES,
  read(buffer) {
    if (buffer.length < REQUEST_BYTES) return { kind: 'more' };
    const sent = (buffer[REQUEST_BYTES - 2] ?? 0) | ((buffer[REQUEST_BYTES - 1] ?? 0) << 8);
    if (crc16Modbus(buffer.subarray(0, REQUEST_BYTES - 2)) !== sent) return { kind: 'skip', length: 1 };
    return { kind: 'frame', frame: buffer.slice(0, REQUEST_BYTES), length: REQUEST_BYTES };
  },
};

/** What a relay board answers to one request; null when it is for another unit. */
export function answerModbus(request: Uint8Array, terminals: Terminals): Uint8Array | null {
  const { unit, complain } = terminals;
  if (request[0] !== unit) return null;
  const fn = request[1] ?? 0;

  const refuse = (code: number, why: string) => {
    complain(why);
    return exceptionReply.encode({ unit, fn: EXCEPTION | fn, code });
  };

  const asked = readRequest.decode(request);
  if (asked && (asked.fn === READ_COILS || asked.fn === READ_INPUTS)) {
    const { first, count } = asked;
    const values = asked.fn === READ_COILS ? terminals.coils() : terminals.inputs();
    if (count === 0 || first + count > values.length) {
      return refuse(ILLEGAL_ADDRESS, `read of ${count} from ${first}, the board has ${values.length}`);
    }
    return readReply.encode({ unit, fn: asked.fn, data: packBits(values.slice(first, first + count)) });
  }
  const order = writeSingle.decode(request);
  switch (order ? terminals.write(order.fn, order.address, order.value) : 'function') {
    case null:
      return request;
    case 'function':
      return refuse(ILLEGAL_FUNCTION, `function ${fn} is not one of this board's`);
    case 'address':
      return refuse(ILLEGAL_ADDRESS, `write at ${order?.address}, which the board has not`);
    case 'value':
      return refuse(ILLEGAL_VALUE, `write of value ${order?.value.toString(16)}`);
  }
}

/** The same answer from the next unit. */
export const readdressModbus = (bytes: Uint8Array): Uint8Array =>
  readdressed(bytes, 0, (unit) => (unit % 247) + 1, withCrc16Modbus);
