/** The mean of the last measurements of one thing. */
export class Recent {
  readonly #keep: number;
  readonly #values: number[] = [];
  #next = 0;
  #sum = 0;
  /** The same, smallest first. */
  readonly #sorted: number[] = [];

  constructor(keep: number, values: readonly number[] = []) {
    this.#keep = keep;
    for (const value of values.slice(-keep)) this.add(value);
  }

  /** Oldest first. */
  get values(): readonly number[] {
    return [...this.#values.slice(this.#next), ...this.#values.slice(0, this.#next)];
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
    const sorted = this.#sorted;
    const steps = sorted.length + 1;
    const low = this.#countUpTo(value);
    const before = sorted[low - 1] ?? 0;
    const after = sorted[low];
    if (after === undefined) return Math.exp((-3 * (value - before)) / this.mean) / steps;
    return 1 - (low + (value - before) / Math.max(1, after - before)) / steps;
  }

  /** The value below which this share of the measured lies. */
  quantile(share: number): number {
    const sorted = this.#sorted;
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  }

  add(value: number): void {
    const old = this.#values[this.#next];
    if (old !== undefined) this.#sorted.splice(this.#countUpTo(old) - 1, 1);
    this.#sorted.splice(this.#countUpTo(value), 0, value);
    this.#sum += value - (old ?? 0);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#keep;
  }

  /** How many are not above this value. */
  #countUpTo(value: number): number {
    const sorted = this.#sorted;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
