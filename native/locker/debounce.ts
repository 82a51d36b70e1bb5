import type { CompartmentState } from '../../contracts/device/device.ts';

/** What is held to be true of a locker: a change counts once two readings in a row agree on it. */
export interface Debounce {
  /** Takes a reading; gives what is now held to be true, and whether some of it waits for a second reading. */
  take(reading: readonly CompartmentState[]): { readonly held: CompartmentState[]; readonly unconfirmed: boolean };
  /** The next reading may be the last one over again: it confirms nothing. */
  breakOff(): void;
  /** Nothing is known any more. */
  reset(): void;
}

export function createDebounce(unknown: readonly CompartmentState[]): Debounce {
  let held = [...unknown];
  let before: readonly CompartmentState[] = unknown;
  return {
    take(reading) {
      let unconfirmed = false;
      const settle = <V>(now: V, last: V, kept: V): V => {
        if (now === kept || now === last) return now;
        unconfirmed = true;
        return kept;
      };
      // Door and item each for itself: a flickering beam must not hide a door.
      held = reading.map((now, index) => {
        const [last, kept] = [before[index] ?? now, held[index] ?? now];
        return {
          compartment: now.compartment,
          door: settle(now.door, last.door, kept.door),
          item: settle(now.item, last.item, kept.item),
        };
      });
      before = reading;
      return { held, unconfirmed };
    },
    breakOff() {
      before = held;
    },
    reset() {
      held = [...unknown];
      before = unknown;
    },
  };
}
