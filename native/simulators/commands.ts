import { writeFile } from 'node:fs/promises';
import type { AnySimulator, DoorSimulator, LockerSimulator, PrinterSimulator, WireFault } from './types.ts';

/**
 * Does one physical thing, told in one line: `locker close 3`, `printer paper out`, `scanner scan TEXT`, `door open`,
 * `<device> fault silent`,
 * `<device> unplug`. Gives what there is to tell; throws an `Error` in plain words when the line makes no sense.
 * The whole list is in README.md of this folder.
 */
export async function obey(line: string, simulators: readonly AnySimulator[]): Promise<unknown> {
  const [device = '', verb = '', ...rest] = line.trim().split(/\s+/);
  const simulator = simulators.find((one) => one.id === device || one.class === device);
  if (!simulator) throw new Error(`no device ${device}`);
  if (verb === 'fault') return simulator.fault(faultOf(rest));
  if (verb === 'unplug') return simulator.unplug();
  if (verb === 'plug') return simulator.plug();
  if (verb === 'state') return stateOf(simulator);
  switch (simulator.class) {
    case 'locker':
      return obeyLocker(simulator, verb, rest);
    case 'printer':
      return obeyPrinter(simulator, verb, rest);
    case 'scanner':
      if (verb !== 'scan') throw unknown(verb);
      return simulator.scan(line.trim().replace(/^\S+\s+\S+\s*/, ''));
    case 'door':
      return obeyDoor(simulator, verb);
    default:
      throw unknown(verb);
  }
}

const unknown = (word: string) => new Error(`unknown: ${word}`);

function pick<T extends string>(word: string | undefined, ...words: T[]): T {
  const found = words.find((one) => one === word);
  if (!found) throw new Error(`say one of ${words.join(', ')}`);
  return found;
}

function count(word: string | undefined): number {
  const value = Number(word);
  if (!Number.isInteger(value) || value < 0) throw new Error(`${word} is no number`);
  return value;
}

/** Kinds of fault with their amount, where they have one: its name and what it is unless said. */
const FAULTS = {
  none: null,
  silent: null,
  hang: null,
  slow: ['delayMs', 1_000],
  noise: ['bytes', 7],
  'noise-inside': ['bytes', 2],
  bitflip: null,
  split: ['pauseMs', 15],
  merged: null,
  'wrong-address': null,
  stale: null,
} as const satisfies Record<WireFault['kind'], readonly [string, number] | null>;

/** What a line can suffer, for lists of buttons. */
export const FAULT_KINDS = Object.keys(FAULTS) as WireFault['kind'][];

function faultOf([kind, amount]: string[]): WireFault {
  const known = pick(kind, ...FAULT_KINDS);
  const setting = FAULTS[known];
  if (!setting) return { kind: known } as WireFault;
  const [name, usual] = setting;
  return { kind: known, [name]: amount === undefined ? usual : count(amount) } as unknown as WireFault;
}

function obeyLocker(locker: LockerSimulator, verb: string, [which, what]: string[]): unknown {
  const compartment = count(which);
  switch (pick(verb, 'open', 'close', 'put', 'take', 'stick')) {
    case 'open':
      return locker.openDoor(compartment);
    case 'close':
      return locker.closeDoor(compartment);
    case 'put':
      return locker.putItem(compartment);
    case 'take':
      return locker.takeItem(compartment);
    case 'stick':
      return locker.stick(compartment, pick(what, 'lock', 'sensor', 'none'));
  }
}

async function obeyPrinter(printer: PrinterSimulator, verb: string, [what]: string[]): Promise<unknown> {
  switch (pick(verb, 'paper', 'ends-after', 'cover', 'cutter', 'slip')) {
    case 'paper':
      return printer.setPaper(pick(what, 'full', 'low', 'out'));
    case 'ends-after':
      return printer.endPaperAfter(count(what));
    case 'cover':
      return pick(what, 'open', 'closed') === 'open' ? printer.openCover() : printer.closeCover();
    case 'cutter':
      return pick(what, 'jammed', 'free') === 'jammed' ? printer.jamCutter() : printer.clearCutter();
    case 'slip': {
      const slip = printer.slips().at(-1);
      if (!slip) throw new Error('nothing was printed');
      if (what) await writeFile(what, await slip.png());
      return { number: printer.slips().length, lines: slip.lines, codes: slip.codes };
    }
  }
}

function obeyDoor(door: DoorSimulator, verb: string): unknown {
  switch (pick(verb, 'open', 'push', 'close', 'enter', 'leave', 'stick', 'free')) {
    case 'open':
      if (!door.openLeaf()) throw new Error('the door is locked');
      return;
    case 'push':
      door.openLeaf('inside');
      return;
    case 'close':
      return door.closeLeaf();
    case 'enter':
      return door.enter();
    case 'leave':
      return door.leave();
    case 'stick':
      return door.stickLeafSensor(true);
    case 'free':
      return door.stickLeafSensor(false);
  }
}

function stateOf(simulator: AnySimulator): unknown {
  const { violations } = simulator;
  switch (simulator.class) {
    case 'locker':
      return { violations, compartments: simulator.compartments(), pulses: simulator.pulses };
    case 'printer':
      return { violations, slips: simulator.slips().length, uncut: simulator.uncut() };
    case 'scanner':
      return { violations };
    case 'door': {
      const { lock, leaf, presence, lights } = simulator;
      return { violations, lock, leaf, presence, lights };
    }
    default:
      return { violations };
  }
}
