import type { CompartmentState } from '../../contracts/device/device.ts';
import { toHex } from '../framing/hex.ts';
import { GET_STATUS, REQUEST_BYTES, request, STATUS, statusReply, targetOf, UNLOCK } from '../locker/protocol.ts';
import { createBase } from './base.ts';
import type { LockerSimulator, SimulatorOptions, Stuck } from './types.ts';

interface Compartment {
  open: boolean;
  item: boolean;
  stuck: Stuck;
  /** What the door's switch says. */
  sensedOpen: boolean;
}

/** Two coils closer together than this draw more than the board's usual supply gives. */
const MIN_PULSE_GAP_MS = 450;

/** A KERONG CU16 board with its locks, doors and infrared sensors. It never says NAK: what is wrong meets silence. */
export function startLockerSimulator(options: SimulatorOptions<'kerong-cu16'>): LockerSimulator {
  const compartments: Compartment[] = Array.from({ length: options.sizes.length }, () => ({
    open: false,
    item: false,
    stuck: 'none',
    sensedOpen: false,
  }));
  const pulses: number[] = [];
  let lastPulse: { lock: number; atMs: number } | null = null;
  let pending: number[] = [];

  const base = createBase({
    ...options,
    class: 'locker',
    onBytes(bytes) {
      pending.push(...bytes);
      while (pending.length >= REQUEST_BYTES) takeFrame();
    },
  });

  function takeFrame(): void {
    const bytes = Uint8Array.from(pending.slice(0, REQUEST_BYTES));
    const frame = request.decode(bytes);
    if (!frame) {
      base.complain(`no request: ${toHex(bytes)}`);
      pending = pending.slice(1);
      return;
    }
    pending = pending.slice(REQUEST_BYTES);
    if (frame.target >> 4 !== options.address) return;
    if (frame.command === GET_STATUS) answerStatus(frame.target);
    else if (frame.command === UNLOCK) unlock(frame.target & 0x0f);
    else base.complain(`unknown command ${frame.command.toString(16)}`);
  }

  function answerStatus(target: number): void {
    if (target !== targetOf(options.address)) base.complain('a status request names a lock');
    base.reply(encodeStatus());
  }

  function encodeStatus(): Uint8Array {
    const openBit = options.hookBitSet === 'open' ? 1 : 0;
    const hooks = bits((one) => (one.sensedOpen ? openBit : 1 - openBit));
    const items = options.infrared ? bits((one) => (one.item ? 1 : 0)) : 0;
    return statusReply.encode({
      target: targetOf(options.address),
      command: STATUS,
      hooksLow: hooks & 0xff,
      hooksHigh: hooks >> 8,
      itemsLow: items & 0xff,
      itemsHigh: items >> 8,
    });
  }

  const bits = (of: (one: Compartment) => number) =>
    compartments.reduce((sum, one, index) => sum | (of(one) << index), 0);

  function unlock(lock: number): void {
    const one = compartments[lock];
    if (!one) {
      base.complain(`unlock of lock ${lock + 1}, the board has ${compartments.length}`);
      return;
    }
    const nowMs = base.clock.nowMs();
    if (lastPulse && lastPulse.lock !== lock && nowMs - lastPulse.atMs < MIN_PULSE_GAP_MS) {
      base.complain(`pulses of locks ${lastPulse.lock + 1} and ${lock + 1} within ${nowMs - lastPulse.atMs} ms`);
    }
    lastPulse = { lock, atMs: nowMs };
    pulses.push(lock + 1);
    if (one.stuck !== 'lock') setOpen(one, true);
    if (options.unlockReply === 'status') base.reply(encodeStatus());
  }

  function setOpen(one: Compartment, open: boolean): void {
    one.open = open;
    if (one.stuck !== 'sensor') one.sensedOpen = open;
    base.changed();
  }

  function at(compartment: number): Compartment {
    const one = compartments[compartment - 1];
    if (!one) throw new Error(`no compartment ${compartment}`);
    return one;
  }

  return {
    ...base.simulator,
    pulses,
    compartments: () =>
      compartments.map(
        (one, index): CompartmentState => ({
          compartment: index + 1,
          door: one.open ? 'open' : 'closed',
          item: one.item ? 'present' : 'absent',
        }),
      ),
    closeDoor: (compartment) => setOpen(at(compartment), false),
    openDoor: (compartment) => setOpen(at(compartment), true),
    putItem(compartment) {
      if (!at(compartment).open) throw new Error(`compartment ${compartment} is closed`);
      at(compartment).item = true;
      base.changed();
    },
    takeItem(compartment) {
      if (!at(compartment).open) throw new Error(`compartment ${compartment} is closed`);
      at(compartment).item = false;
      base.changed();
    },
    stick(compartment, what) {
      const one = at(compartment);
      one.stuck = what;
      if (what !== 'sensor') one.sensedOpen = one.open;
      base.changed();
    },
  };
}
