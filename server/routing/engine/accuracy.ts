import { z } from 'zod';
import { Recent } from './recent.ts';

/** How far off the last ranges were, and how the next ones must be stretched to hold as often as they should. */

/**
 * So likely is a wait that is shorter than the beginning of the range, and than its end. Four in five should fall between;
 * what is learnt comes late when a day turns, so it aims a little higher.
 */
const SHORTER_THAN = { from: 0.08, to: 0.92 } as const;

/** Waits that go wrong alike: for a ring or a second try, for the first free person, behind some, behind many. */
const WAIT_KINDS = ['soon', 'first', 'few', 'many'] as const;
export type WaitKind = (typeof WAIT_KINDS)[number];

/** As reckoned, before it was stretched. */
export interface RawRange {
  readonly kind: WaitKind;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Stretch {
  readonly low: number;
  readonly high: number;
}

const KEPT = 200;
/** Fewer than these say nothing. */
const ENOUGH = 30;
/** The quantiles of what is kept are looked up again after so many more. */
const EVERY = 8;
/** A range is never stretched out of all sense by a bad hour. */
const LOW = { min: 0.02, max: 2 };
const HIGH = { min: 0.5, max: 6 };
/** Below, a ratio says nothing. */
const LEAST_MS = 1_000;

/** Waits as multiples of what was told, oldest first. */
const kindSnapshot = z.object({ low: z.array(z.number()), high: z.array(z.number()) });
export const accuracySnapshot = z.partialRecord(z.enum(WAIT_KINDS), kindSnapshot);
export type AccuracySnapshot = z.infer<typeof accuracySnapshot>;

class Kind {
  readonly #low: Recent;
  readonly #high: Recent;
  #learnt = 0;
  stretch: Stretch = { low: 1, high: 1 };

  constructor(before?: z.infer<typeof kindSnapshot>) {
    this.#low = new Recent(KEPT, before?.low);
    this.#high = new Recent(KEPT, before?.high);
    this.#reckon();
  }

  get snapshot() {
    return { low: [...this.#low.values], high: [...this.#high.values] };
  }

  learn(low: number | null, high: number): void {
    if (low !== null) this.#low.add(low);
    this.#high.add(high);
    if (++this.#learnt % EVERY === 0) this.#reckon();
  }

  #reckon(): void {
    if (this.#low.count < ENOUGH) return;
    this.stretch = {
      low: within(LOW, this.#low.quantile(SHORTER_THAN.from)),
      high: within(HIGH, this.#high.quantile(SHORTER_THAN.to)),
    };
  }
}

export class Accuracy {
  readonly #kinds: Readonly<Record<WaitKind, Kind>>;

  constructor(before: AccuracySnapshot = {}) {
    const { soon, first, few, many } = before;
    this.#kinds = { soon: new Kind(soon), first: new Kind(first), few: new Kind(few), many: new Kind(many) };
  }

  snapshot(): AccuracySnapshot {
    return Object.fromEntries(WAIT_KINDS.map((kind) => [kind, this.#kinds[kind].snapshot]));
  }

  stretch(kind: WaitKind): Stretch {
    return this.#kinds[kind].stretch;
  }

  /** Somebody to whom a range was told was answered so long after. */
  answered({ kind, fromMs, toMs }: RawRange, afterMs: number): void {
    this.#kinds[kind].learn(afterMs / Math.max(LEAST_MS, fromMs), afterMs / Math.max(LEAST_MS, toMs));
  }

  /** Somebody left after so long: it says something only when the range was over by then. */
  left({ kind, toMs }: RawRange, afterMs: number): void {
    if (afterMs > toMs) this.#kinds[kind].learn(null, afterMs / Math.max(LEAST_MS, toMs));
  }
}

export function kindOf(ahead: number): WaitKind {
  if (ahead < 0.5) return 'first';
  return ahead < 3 ? 'few' : 'many';
}

function within({ min, max }: { min: number; max: number }, value: number): number {
  return Math.min(max, Math.max(min, value));
}
