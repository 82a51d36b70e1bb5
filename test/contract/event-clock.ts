import type { Clock, Timer } from '../../contracts/time.ts';

interface Waiting {
  readonly dueMs: number;
  callback: (() => void) | null;
}

/**
 * Virtual time that jumps from one timer to the next, with everything that follows from it done in between: every promise
 * callback, however long the chain. Made for very many timers.
 */
export class EventClock implements Clock {
  #nowMs: number;
  /** In order of their due time, the next one last; among equals, the older one is nearer to the end. */
  #waiting: Waiting[] = [];

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): Timer {
    const waiting: Waiting = { dueMs: this.#nowMs + Math.max(0, delayMs), callback };
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#waiting[middle]?.dueMs ?? 0) > waiting.dueMs) low = middle + 1;
      else high = middle;
    }
    this.#waiting.splice(low, 0, waiting);
    return {
      cancel() {
        waiting.callback = null;
      },
    };
  }

  /** Timers that still wait. */
  get pending(): number {
    return this.#waiting.filter((one) => one.callback !== null).length;
  }

  /** Moves time to the next timer and fires it; false, and time stands, when none is due by then. */
  async next(untilMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (;;) {
      const next = this.#waiting.at(-1);
      if (!next || next.dueMs > untilMs) return false;
      this.#waiting.pop();
      if (!next.callback) continue;
      this.#nowMs = next.dueMs;
      next.callback();
      await idle();
      return true;
    }
  }

  /** Moves time on, firing every timer that falls due on the way. */
  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    await idle();
    while (await this.next(untilMs));
    this.#nowMs = untilMs;
  }
}

/** A turn of the event loop comes after every promise callback. */
function idle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
