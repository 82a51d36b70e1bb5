import type { Clock } from '../../contracts/time.ts';

/** Five wrong tries are a person with several passwords in mind; more within the window is guessing. */
export const LOGIN_MAX_FAILURES = 5;
export const LOGIN_WINDOW_MS = 5 * 60_000;

/** Keys remembered at most, so that an attacker who changes keys cannot fill the memory; the oldest go first. */
const MAX_KEYS = 10_000;

/** Counts failures by key in a sliding window, on an injected clock. */
export class FailureLimit {
  readonly #clock: Clock;
  readonly #maxFailures: number;
  readonly #windowMs: number;
  readonly #failures = new Map<string, number[]>();

  constructor(clock: Clock, maxFailures: number, windowMs: number) {
    this.#clock = clock;
    this.#maxFailures = maxFailures;
    this.#windowMs = windowMs;
  }

  /** Whether the key has to wait; 0 means it may try. */
  waitMs(key: string): number {
    const recent = this.#recent(key);
    const oldest = recent[0];
    if (recent.length < this.#maxFailures || oldest === undefined) return 0;
    return oldest + this.#windowMs - this.#clock.nowMs();
  }

  failed(key: string): void {
    const recent = [...this.#recent(key), this.#clock.nowMs()].slice(-this.#maxFailures);
    this.#failures.delete(key);
    this.#failures.set(key, recent);
    const first = this.#failures.keys().next();
    if (this.#failures.size > MAX_KEYS && !first.done) this.#failures.delete(first.value);
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  #recent(key: string): number[] {
    const since = this.#clock.nowMs() - this.#windowMs;
    return (this.#failures.get(key) ?? []).filter((at) => at > since);
  }
}
