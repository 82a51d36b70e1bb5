import { writeFile } from 'node:fs/promises';
import { DEMO_CARDS, type DemoCard } from './demo-cards.ts';
import type {
  AnySimulator,
  DoorSimulator,
  IdReaderSimulator,
  LockerSimulator,
  PrinterSimulator,
  UpsSimulator,
  WireFault,
} from './types.ts';

/**
 * Does one physical thing, told in one line: `locker close 3`, `printer paper out`, `scanner scan TEXT`, `door open`,
 * `id-reader lay resident`, `ups mains cut`, `<device> fault silent`, `<device> unplug`. Gives what there is to tell; throws an `Error` in plain words when the line makes no sense.
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
      if (pick(verb, 'scan', 'remove') === 'remove') return simulator.remove();
      return simulator.scan(line.trim().replace(/^\S+\s+\S+\s*/, ''));
    case 'door':
      return obeyDoor(simulator, verb);
    case 'id-reader':
      return obeyIdReader(simulator, verb, rest);
    case 'ups':
      return obeyUps(simulator, verb, rest);
  }
}

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
  switch (pick(verb, 'open', 'close', 'put', 'take', 'stick', 'flicker')) {
    case 'open':
      return locker.openDoor(compartment);
    case 'close':
      return locker.closeDoor(compartment);
    case 'put':
      return locker.putItem(compartment);
    case 'take':
      return locker.takeItem(compartment);
    case 'flicker':
      return locker.flicker(compartment);
    case 'stick':
      return locker.stick(compartment, pick(what, 'lock', 'sensor', 'none'));
  }
}

async function obeyPrinter(printer: PrinterSimulator, verb: string, [what]: string[]): Promise<unknown> {
  switch (pick(verb, 'paper', 'ends-after', 'cover', 'cutter', 'ejector', 'tear', 'slip')) {
    case 'paper':
      return printer.setPaper(pick(what, 'full', 'low', 'out'));
    case 'ends-after':
      return printer.endPaperAfter(count(what));
    case 'cover':
      return pick(what, 'open', 'closed') === 'open' ? printer.openCover() : printer.closeCover();
    case 'cutter':
      return pick(what, 'jammed', 'free') === 'jammed' ? printer.jamCutter() : printer.clearCutter();
    case 'ejector':
      return pick(what, 'jammed', 'free') === 'jammed' ? printer.jamPaper() : printer.clearPaper();
    case 'tear':
      return printer.tear();
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

/** Cards that are none of the demo cards, for the reader to stumble over. */
const ODD_CARDS = ['foreign', 'refused', 'worn'] as const;

/** Names of all that can be laid on the reader, for lists of buttons. */
export const LAYABLE: readonly (DemoCard | (typeof ODD_CARDS)[number])[] = [
  ...(Object.keys(DEMO_CARDS) as DemoCard[]),
  ...ODD_CARDS,
];

function obeyIdReader(reader: IdReaderSimulator, verb: string, [what]: string[]): unknown {
  switch (pick(verb, 'lay', 'lift', 'sam')) {
    case 'lay': {
      const name = pick(what, ...LAYABLE);
      if (name in DEMO_CARDS) return reader.lay({ kind: 'card', card: DEMO_CARDS[name as DemoCard] });
      return reader.lay({ kind: name as (typeof ODD_CARDS)[number] });
    }
    case 'lift':
      return reader.lift();
    case 'sam':
      return reader.setSam(pick(what, 'ok', 'unlicensed', 'failed'));
  }
}

function obeyUps(ups: UpsSimulator, verb: string, [what]: string[]): unknown {
  switch (pick(verb, 'mains', 'battery', 'load', 'failed', 'foreign')) {
    case 'mains':
      return pick(what, 'cut', 'back') === 'cut' ? ups.cutMains() : ups.restoreMains();
    case 'battery':
      return ups.drainTo(count(what));
    case 'load':
      return ups.setLoad(count(what));
    case 'failed':
      return ups.setFailed(pick(what, 'yes', 'no') === 'yes');
    case 'foreign':
      return ups.setForeign(pick(what, 'yes', 'no') === 'yes');
  }
}

function stateOf(simulator: AnySimulator): unknown {
  const { violations } = simulator;
  switch (simulator.class) {
    case 'locker':
      return { violations, compartments: simulator.compartments(), pulses: simulator.pulses };
    case 'printer':
      return { violations, ...simulator.parts(), slips: simulator.slips().length, uncut: simulator.uncut() };
    case 'scanner':
      return { violations, triggered: simulator.triggered };
    case 'door': {
      const { lock, leaf, presence, lights } = simulator;
      return { violations, lock, leaf, presence, lights };
    }
    case 'id-reader':
      return { violations, laid: simulator.laid?.kind ?? null, reads: simulator.reads };
    case 'ups': {
      const { mains, chargePercent, testing } = simulator;
      return { violations, mains, chargePercent, testing };
    }
  }
}
