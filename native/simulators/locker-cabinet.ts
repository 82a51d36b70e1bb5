import type { CompartmentState } from '../../contracts/device/device.ts';
import type { Clock } from '../../contracts/time.ts';
import type { Stuck } from './types.ts';

interface Compartment {
  open: boolean;
  item: boolean;
  stuck: Stuck;
  /** What the door's switch says. */
  sensedOpen: boolean;
  /** The switch bounces: its next word is wrong. */
  flickers: boolean;
}

/** Two coils closer together than this draw more than the board's usual supply gives. */
const MIN_PULSE_GAP_MS = 450;

export interface CabinetOptions {
  readonly count: number;
  readonly clock: Clock;
  complain(violation: string): void;
  changed(): void;
}

/** The locks, doors, switches and things of a locker, whatever board drives them. */
export interface Cabinet {
  readonly pulses: readonly number[];
  /** The coil of this lock, counted from 0, is given a pulse. */
  pulse(lock: number): void;
  /** What the switches say, the first compartment first; each reading is one look at them. */
  readDoors(): boolean[];
  /** The same without taking a look: a flicker stays for the board. */
  sensors(): ('open' | 'closed')[];
  items(): boolean[];
  compartments(): CompartmentState[];
  setOpen(compartment: number, open: boolean): void;
  setItem(compartment: number, item: boolean): void;
  stick(compartment: number, what: Stuck): void;
  flicker(compartment: number): void;
}

export function createCabinet({ count, clock, complain, changed }: CabinetOptions): Cabinet {
  const all: Compartment[] = Array.from({ length: count }, () => ({
    open: false,
    item: false,
    stuck: 'none',
    sensedOpen: false,
    flickers: false,
  }));
  const pulses: number[] = [];
  let lastPulse: { lock: number; atMs: number } | null = null;

  function at(compartment: number): Compartment {
    const one = all[compartment - 1];
    if (!one) throw new Error(`no compartment ${compartment}`);
    return one;
  }

  function setOpen(one: Compartment, open: boolean): void {
    one.open = open;
    if (one.stuck !== 'sensor') one.sensedOpen = open;
    changed();
  }

  return {
    pulses,
    pulse(lock) {
      const one = all[lock];
      if (!one) {
        complain(`unlock of lock ${lock + 1}, the board has ${count}`);
        return;
      }
      const nowMs = clock.nowMs();
      if (lastPulse && lastPulse.lock !== lock && nowMs - lastPulse.atMs < MIN_PULSE_GAP_MS) {
        complain(`pulses of locks ${lastPulse.lock + 1} and ${lock + 1} within ${nowMs - lastPulse.atMs} ms`);
      }
      lastPulse = { lock, atMs: nowMs };
      pulses.push(lock + 1);
      if (one.stuck !== 'lock') setOpen(one, true);
      else changed();
    },
    readDoors: () =>
      all.map((one) => {
        const said = one.flickers ? !one.sensedOpen : one.sensedOpen;
        one.flickers = false;
        return said;
      }),
    sensors: () => all.map((one) => (one.sensedOpen ? 'open' : 'closed')),
    items: () => all.map((one) => one.item),
    compartments: () =>
      all.map((one, index) => ({
        compartment: index + 1,
        door: one.open ? 'open' : 'closed',
        item: one.item ? 'present' : 'absent',
      })),
    setOpen: (compartment, open) => setOpen(at(compartment), open),
    setItem(compartment, item) {
      const one = at(compartment);
      if (!one.open) throw new Error(`compartment ${compartment} is closed`);
      one.item = item;
      changed();
    },
    stick(compartment, what) {
      const one = at(compartment);
      one.stuck = what;
      if (what !== 'sensor') one.sensedOpen = one.open;
      changed();
    },
    flicker(compartment) {
      at(compartment).flickers = true;
    },
  };
}
