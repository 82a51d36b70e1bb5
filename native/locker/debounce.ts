import type { CompartmentState } from '../../contracts/device/device.ts';
import { createSteady } from '../steady.ts';

/** What is held to be true of a locker: each door and each item sensor by itself, as a flickering beam must not hide a door. */
export interface Debounce {
  /** Takes a reading; gives what is now held to be true, and whether some of it waits for a second reading. */
  take(reading: readonly CompartmentState[]): { readonly held: CompartmentState[]; readonly unconfirmed: boolean };
  /** The next reading may be the last one over again: it confirms nothing. */
  breakOff(): void;
  /** Nothing is known any more. */
  reset(): void;
}

export function createDebounce(compartments: number): Debounce {
  const all = Array.from({ length: compartments }, () => ({
    door: createSteady<CompartmentState['door']>('unknown'),
    item: createSteady<CompartmentState['item']>('unknown'),
  }));
  return {
    take(reading) {
      const held = all.map(({ door, item }, index) => ({
        compartment: index + 1,
        door: door.take(reading[index]?.door ?? 'unknown'),
        item: item.take(reading[index]?.item ?? 'unknown'),
      }));
      return { held, unconfirmed: all.some(({ door, item }) => door.unconfirmed || item.unconfirmed) };
    },
    breakOff() {
      for (const { door, item } of all) {
        door.breakOff();
        item.breakOff();
      }
    },
    reset() {
      for (const { door, item } of all) {
        door.reset();
        item.reset();
      }
    },
  };
}
