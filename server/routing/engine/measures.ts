/** The mean of the last measurements of one thing. */
export class Recent {
  readonly #keep: number;
  readonly #values: number[] = [];
  #next = 0;
  #sum = 0;
  #sorted: readonly number[] | null = null;

  constructor(keep: number) {
    this.#keep = keep;
  }

  get count(): number {
    return this.#values.length;
  }

  get mean(): number {
    return this.#sum / this.#values.length;
  }

  /**
   * Share of the measured that were longer than `value`: straight between measurements, beyond the longest fading as if
   * what has lasted so long ended within a third of the mean.
   */
  longerThan(value: number): number {
    const sorted = this.#inOrder();
    const steps = sorted.length + 1;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    const before = sorted[low - 1] ?? 0;
    const after = sorted[low];
    if (after === undefined) return Math.exp((-3 * (value - before)) / this.mean) / steps;
    return 1 - (low + (value - before) / Math.max(1, after - before)) / steps;
  }

  #inOrder(): readonly number[] {
    this.#sorted ??= [...this.#values].sort((a, b) => a - b);
    return this.#sorted;
  }

  add(value: number): void {
    this.#sorted = null;
    this.#sum += value - (this.#values[this.#next] ?? 0);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#keep;
  }
}

/** The last calls of a department that its length is taken from. */
const KEPT = 60;
/** Fewer than these say nothing. */
const ENOUGH = 8;
/** Time from the first offer to the answer, before any was measured. */
const ASSUMED_ANSWER_MS = 3_000;

/** Measured service times, by department: a person who becomes free does so from any of its services. */
export class Measures {
  readonly #assumedMs: number;
  readonly #byKey = new Map<string, Recent>();
  readonly #answers = new Recent(KEPT);

  constructor(assumedMs: number) {
    this.#assumedMs = assumedMs;
  }

  /** A person was bound by a work for this long, notes included. */
  served(departmentId: string, lengthMs: number): void {
    let recent = this.#byKey.get(departmentId);
    if (!recent) {
      recent = new Recent(KEPT);
      this.#byKey.set(departmentId, recent);
    }
    recent.add(lengthMs);
  }

  answered(afterMs: number): void {
    this.#answers.add(afterMs);
  }

  serviceMs(departmentId: string): number {
    const recent = this.#byKey.get(departmentId);
    return recent && recent.count >= ENOUGH ? recent.mean : this.#assumedMs;
  }

  /** How likely a call that has lasted `forMs` ends within `inMs`. */
  endsWithin(departmentId: string, forMs: number, inMs: number): number {
    const recent = this.#byKey.get(departmentId);
    if (!recent || recent.count < ENOUGH) return 1 - Math.exp(-inMs / this.#assumedMs);
    const still = recent.longerThan(forMs);
    return still === 0 ? 1 : 1 - recent.longerThan(forMs + inMs) / still;
  }

  get answerMs(): number {
    return this.#answers.count > 0 ? this.#answers.mean : ASSUMED_ANSWER_MS;
  }
}
