/** A value from a contact, held to be true once two readings in a row agree on it: one alone may be a flicker. */
export interface Steady<V> {
  /** Takes a reading; gives what is now held to be true. */
  take(now: V): V;
  /** The last reading differs from what is held, and waits for a second one. */
  readonly unconfirmed: boolean;
  /** The next reading may be the last one over again: it confirms nothing. */
  breakOff(): void;
  /** Nothing is known any more. */
  reset(): void;
}

export function createSteady<V extends string>(unknown: V): Steady<V> {
  let held = unknown;
  let last = unknown;
  return {
    take(now) {
      if (now === last) held = now;
      last = now;
      return held;
    },
    get unconfirmed() {
      return last !== held;
    },
    breakOff() {
      last = held;
    },
    reset() {
      held = unknown;
      last = unknown;
    },
  };
}
