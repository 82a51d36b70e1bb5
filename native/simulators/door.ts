import { COIL_OFF, COIL_ON, WRITE_COIL } from '../modbus/protocol.ts';
import { createBase } from './base.ts';
import { type BoardMachine, createEars } from './locker-board.ts';
import { answerModbus, modbusRequestRule, type Refusal, readdressModbus } from './modbus-board.ts';
import type { DoorSimulator, SimulatorOptions } from './types.ts';

/** As many as the usual board has (Waveshare Modbus RTU Relay (D)). */
const COILS = 8;
const INPUTS = 8;

/** How long the door closer takes behind somebody who leaves. */
const FALLS_SHUT_MS = 1_500;

/** A relay board on Modbus-RTU, wired to a door with an electric lock, a magnet contact, a presence sensor and lights. */
export function startDoorSimulator(options: SimulatorOptions<'modbus-door'>): DoorSimulator {
  const coils: boolean[] = Array.from({ length: COILS }, () => false);
  coils[options.lockCoil] = options.unlockedWhen === 0;
  let leafOpen = false;
  let present = false;
  let stuckLeaf: boolean | null = null;

  const base = createBase({
    ...options,
    class: 'door',
    onBytes: (bytes) => ears.take(bytes),
    onUnplug: () => ears.reset(),
    readdress: readdressModbus,
  });
  const { clock, reply, complain, changed } = base;

  const isUnlocked = () => coils[options.lockCoil] === (options.unlockedWhen === 1);
  const leafBit = () => leafOpen === (options.leafClosedWhen === 0);
  const inputs = () => {
    const values: boolean[] = Array.from({ length: INPUTS }, () => false);
    values[options.leafInput] = stuckLeaf ?? leafBit();
    values[options.presenceInput] = present === (options.presentWhen === 1);
    return values.slice(0, INPUTS);
  };

  function write(fn: number, address: number, value: number): Refusal | null {
    if (fn !== WRITE_COIL) return 'function';
    if (address >= COILS) return 'address';
    if (value !== COIL_ON && value !== COIL_OFF) return 'value';
    coils[address] = value === COIL_ON;
    changed();
    return null;
  }

  const terminals = { unit: options.unit, coils: () => coils, inputs, write, complain };
  const ears: BoardMachine = createEars(modbusRequestRule, { complain }, (request) => {
    const answer = answerModbus(request, terminals);
    if (answer) reply(answer);
  });

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
      return coils[options.lightsCoil] ? 'on' : 'off';
    },
    openLeaf(from = 'outside') {
      if (from === 'outside' && !isUnlocked() && !leafOpen) return false;
      leafOpen = true;
      changed();
      return true;
    },
    closeLeaf() {
      leafOpen = false;
      changed();
    },
    enter() {
      if (!leafOpen) throw new Error('nobody enters through a closed door');
      present = true;
      changed();
    },
    leave() {
      leafOpen = true;
      changed();
      present = false;
      changed();
      clock.after(FALLS_SHUT_MS, () => {
        leafOpen = false;
        changed();
      });
    },
    stickLeafSensor(stuck) {
      stuckLeaf = stuck ? leafBit() : null;
      changed();
    },
  };
}
