import { z } from 'zod';
import { Accuracy, accuracySnapshot } from './accuracy.ts';
import { Recent } from './recent.ts';

/** The last calls of a department that its length is taken from. */
const KEPT = 60;
/** Fewer than these say nothing. */
const ENOUGH = 8;
/** Calls that were over at once, as when a line is tried, say nothing of how long one binds somebody. */
const LEAST_SERVICE_MS = 1_000;
/** Time from the first offer to the answer, before any was measured. */
const ASSUMED_ANSWER_MS = 3_000;

const ms = z.number().nonnegative();
/** What was measured, as plain JSON, so that a hub that starts anew does not guess for an hour. Oldest first. */
export const measuresSnapshot = z.object({
  version: z.literal(1),
  /** By department. */
  servicesMs: z.record(z.string(), z.array(ms)),
  answersMs: z.array(ms),
  /** How far off the last ranges were. */
  accuracy: accuracySnapshot.optional(),
});
export type MeasuresSnapshot = z.infer<typeof measuresSnapshot>;

/** Measured service times, by department: a person who becomes free does so from any of its services. */
export class Measures {
  readonly #assumedMs: number;
  readonly #byKey = new Map<string, Recent>();
  readonly #answers: Recent;
  readonly accuracy: Accuracy;

  constructor(assumedMs: number, before?: MeasuresSnapshot) {
    this.#assumedMs = assumedMs;
    this.#answers = new Recent(KEPT, before?.answersMs);
    this.accuracy = new Accuracy(before?.accuracy);
    for (const [id, values] of Object.entries(before?.servicesMs ?? {})) this.#byKey.set(id, new Recent(KEPT, values));
  }

  snapshot(): MeasuresSnapshot {
    const servicesMs = Object.fromEntries([...this.#byKey].map(([id, recent]) => [id, [...recent.values]]));
    return { version: 1, servicesMs, answersMs: [...this.#answers.values], accuracy: this.accuracy.snapshot() };
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

  /** Never 0: times are foreseen in parts of it. */
  serviceMs(departmentId: string): number {
    const recent = this.#byKey.get(departmentId);
    return recent && recent.count >= ENOUGH ? Math.max(LEAST_SERVICE_MS, recent.mean) : this.#assumedMs;
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
