import {
  bitAt,
  COIL_OFF,
  COIL_ON,
  EXCEPTION,
  exceptionReply,
  READ_COILS,
  READ_INPUTS,
  REQUEST_BYTES,
  readReply,
  readRequest,
  WRITE_COIL,
  writeCoil,
} from '../door/protocol.ts';
import { crc16Modbus } from '../framing/checksum.ts';
import { toHex } from '../framing/hex.ts';
import { createBase } from './base.ts';
import type { DoorSimulator, SimulatorOptions } from './types.ts';

/** As many as the usual board has (Waveshare Modbus RTU Relay (D)). */
const COILS = 8;
const INPUTS = 8;

/** How long the door closer takes behind somebody who leaves. */
const FALLS_SHUT_MS = 1_500;

const ILLEGAL_FUNCTION = 0x01;
const ILLEGAL_ADDRESS = 0x02;
const ILLEGAL_VALUE = 0x03;

/** A relay board on Modbus-RTU, wired to a door with an electric lock, a magnet contact, a presence sensor and lights. */
export function startDoorSimulator(options: SimulatorOptions<'modbus-door'>): DoorSimulator {
  const coils = new Uint8Array(COILS);
  coils[options.lockCoil] = 1 - options.unlockedWhen;
  let leafOpen = false;
  let present = false;
  let stuckLeaf: 0 | 1 | null = null;
  let pending: number[] = [];

  const base = createBase({
    ...options,
    class: 'door',
    onBytes(bytes) {
      pending.push(...bytes);
      while (pending.length >= REQUEST_BYTES) takeFrame();
    },
  });

  const isUnlocked = () => coils[options.lockCoil] === options.unlockedWhen;
  const leafBit = (): 0 | 1 => (leafOpen ? (options.leafClosedWhen === 1 ? 0 : 1) : options.leafClosedWhen);
  const inputBits = () => {
    const inputs = new Uint8Array(INPUTS);
    inputs[options.leafInput] = stuckLeaf ?? leafBit();
    inputs[options.presenceInput] = present ? options.presentWhen : 1 - options.presentWhen;
    return inputs;
  };

  function takeFrame(): void {
    const bytes = Uint8Array.from(pending.slice(0, REQUEST_BYTES));
    const sent = (bytes[REQUEST_BYTES - 2] ?? 0) | ((bytes[REQUEST_BYTES - 1] ?? 0) << 8);
    if (crc16Modbus(bytes.subarray(0, REQUEST_BYTES - 2)) !== sent) {
      base.complain(`no request: ${toHex(bytes)}`);
      pending = pending.slice(1);
      return;
    }
    pending = pending.slice(REQUEST_BYTES);
    if (bytes[0] !== options.unit) return;
    const fn = bytes[1] ?? 0;
    const read = readRequest.decode(bytes);
    const write = writeCoil.decode(bytes);
    if (read) answerRead(read.fn, read.first, read.count);
    else if (write) answerWrite(bytes, write.coil, write.value);
    else {
      base.complain(`function ${fn} is not one of this board's`);
      refuse(fn, ILLEGAL_FUNCTION);
    }
  }

  function answerRead(fn: typeof READ_COILS | typeof READ_INPUTS, first: number, count: number): void {
    const values = fn === READ_COILS ? coils : inputBits();
    if (count === 0 || first + count > values.length) {
      base.complain(`read of ${count} from ${first}, the board has ${values.length}`);
      refuse(fn, ILLEGAL_ADDRESS);
      return;
    }
    const bits = new Uint8Array(Math.ceil(count / 8));
    for (let index = 0; index < count; index++) {
      if (values[first + index]) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
    }
    base.reply(readReply.encode({ unit: options.unit, fn, bits }));
  }

  function answerWrite(request: Uint8Array, coil: number, value: number): void {
    if (coil >= COILS) {
      base.complain(`write of coil ${coil}, the board has ${COILS}`);
      refuse(WRITE_COIL, ILLEGAL_ADDRESS);
      return;
    }
    if (value !== COIL_ON && value !== COIL_OFF) {
      base.complain(`write of value ${value.toString(16)}`);
      refuse(WRITE_COIL, ILLEGAL_VALUE);
      return;
    }
    coils[coil] = value === COIL_ON ? 1 : 0;
    base.reply(request);
    base.changed();
  }

  function refuse(fn: number, code: number): void {
    // The shape lists the functions that a host of ours may send; a refusal must answer any.
    const known = fn === READ_COILS || fn === READ_INPUTS || fn === WRITE_COIL;
    if (known) base.reply(exceptionReply.encode({ unit: options.unit, fn: (EXCEPTION | fn) as 0x81, code }));
  }

  return {
    ...base.simulator,
    get lock() {
      return isUnlocked() ? 'unlocked' : 'locked';
    },
    get leaf() {
      return leafOpen ? 'open' : 'closed';
    },
    get presence() {
      return present ? 'present' : 'absent';
    },
    get lights() {
      return bitAt(Uint8Array.of(coils[options.lightsCoil] ?? 0), 0) ? 'on' : 'off';
    },
    openLeaf(from = 'outside') {
      if (from === 'outside' && !isUnlocked() && !leafOpen) return false;
      leafOpen = true;
      base.changed();
      return true;
    },
    closeLeaf() {
      leafOpen = false;
      base.changed();
    },
    enter() {
      if (!leafOpen) throw new Error('nobody enters through a closed door');
      present = true;
      base.changed();
    },
    leave() {
      leafOpen = true;
      base.changed();
      present = false;
      base.changed();
      base.clock.after(FALLS_SHUT_MS, () => {
        leafOpen = false;
        base.changed();
      });
    },
    stickLeafSensor(stuck) {
      stuckLeaf = stuck ? leafBit() : null;
      base.changed();
    },
  };
}
