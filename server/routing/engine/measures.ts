import { z } from 'zod';

/** The mean of the last measurements of one thing. */
export class Recent {
  readonly #keep: number;
  readonly #values: number[] = [];
  #next = 0;
  #sum = 0;
  #sorted: readonly number[] | null = null;

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

const ms = z.number().nonnegative();
/** What was measured, as plain JSON, so that a hub that starts anew does not guess for an hour. Oldest first. */
export const measuresSnapshot = z.object({
  version: z.literal(1),
  /** By department. */
  servicesMs: z.record(z.string(), z.array(ms)),
  answersMs: z.array(ms),
});
export type MeasuresSnapshot = z.infer<typeof measuresSnapshot>;

/** Measured service times, by department: a person who becomes free does so from any of its services. */
export class Measures {
  readonly #assumedMs: number;
  readonly #byKey = new Map<string, Recent>();
  readonly #answers: Recent;

  constructor(assumedMs: number, before?: MeasuresSnapshot) {
    this.#assumedMs = assumedMs;
    this.#answers = new Recent(KEPT, before?.answersMs);
    for (const [id, values] of Object.entries(before?.servicesMs ?? {})) this.#byKey.set(id, new Recent(KEPT, values));
  }

  snapshot(): MeasuresSnapshot {
    const servicesMs = Object.fromEntries([...this.#byKey].map(([id, recent]) => [id, [...recent.values]]));
    return { version: 1, servicesMs, answersMs: [...this.#answers.values] };
  }

  /** From how many calls the length of a department's is known. */
  measured(departmentId: string): number {
    return this.#byKey.get(departmentId)?.count ?? 0;
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
