import { type Clock, systemClock } from '../../contracts/time.ts';

/** A start bit, 8 data bits and a stop bit. */
const BITS_PER_BYTE = 10;
/** Timers of the system fire up to this much late; the rest is waited for turn by turn. */
const TIMER_SLACK_MS = 1.5;

export interface Pace {
  /** Bytes of the host came in one go; on the line they would have taken their time. */
  heard(count: number): void;
  send(bytes: Uint8Array): void;
}

/** Lets bytes take the time that they need on a real line, which a pty and memory do not: for measurements. */
export function createPace(clock: Clock, baud: number | undefined, write: (bytes: Uint8Array) => void): Pace {
  if (baud === undefined) return { heard: () => undefined, send: write };
  const now = () => (clock === systemClock ? performance.now() : clock.nowMs());
  let freeAtMs = 0;
  const occupy = (count: number) => {
    freeAtMs = Math.max(now(), freeAtMs) + (count * BITS_PER_BYTE * 1000) / baud;
    return freeAtMs;
  };
  return {
    heard: (count) => void occupy(count),
    send(bytes) {
      const dueMs = occupy(bytes.length);
      if (clock === systemClock) waitPrecisely(dueMs, () => write(bytes));
      else clock.after(dueMs - now(), () => write(bytes));
    },
  };
}

function waitPrecisely(dueMs: number, then: () => void): void {
  const restMs = dueMs - performance.now();
  if (restMs <= 0) then();
  else if (restMs > TIMER_SLACK_MS) setTimeout(() => waitPrecisely(dueMs, then), restMs - TIMER_SLACK_MS);
  else setImmediate(() => waitPrecisely(dueMs, then));
}
