import type { Estimate, WhyWaiting } from '../engine/types.ts';

/**
 * Whether what citizens in the line were told was true, as they would see it: "3 to 6 minutes" was true when they were
 * answered after 3 to 6 minutes, no second less or more.
 */

/** A single number is good when it is not farther off than this, or than this share of the real wait. */
const GOOD_WITHIN_MS = 30_000;
const GOOD_WITHIN = 0.3;
/** What stood on the screen is looked at this often. */
const LOOK_EVERY_MS = 5_000;
/** The last word that left time to do something else. */
const LAST_WORD_BEFORE_MS = 60_000;

/** How often something was true. */
export interface Truth {
  readonly of: number;
  /** The range held. */
  readonly range: number;
  /** Its middle, shown as a number, within max(30 s, 30 % of the real wait). */
  readonly middle: number;
}

export interface ToldFigures {
  /** The first word to each who found nobody free; who left after the end of the range counts as told wrong. */
  readonly first: Truth;
  /** The same of those who were answered after more than 30 s, where "soon" would not do. */
  readonly firstOfLong: Truth;
  /** The last word at least 60 s before the answer. */
  readonly lastWord: Truth;
  /** What stood on the screen, by how long it stood there: `of` is seconds. */
  readonly shown: Truth;
  /** Seconds at which no estimate stood there, since nobody who could was on duty. */
  readonly withoutSeconds: number;
  /** Half of the time at least so wide a range stood there, and it ended at least so far ahead. */
  readonly widthSeconds: number;
  readonly untilSeconds: number;
  readonly revisions: number;
}

interface Word {
  readonly atMs: number;
  readonly waitMs: number;
  readonly fromMs: number;
  readonly toMs: number;
}

interface Telling {
  readonly words: (Word | { readonly atMs: number; readonly waitMs: null })[];
  readonly queued: boolean;
}

class Count {
  #of = 0;
  #range = 0;
  #middle = 0;

  add(range: boolean, middle: boolean, weight = 1): void {
    this.#of += weight;
    if (range) this.#range += weight;
    if (middle) this.#middle += weight;
  }

  get truth(): Truth {
    const share = (part: number) => (this.#of === 0 ? 1 : Math.round((part / this.#of) * 1000) / 1000);
    return { of: Math.round(this.#of), range: share(this.#range), middle: share(this.#middle) };
  }
}

export class Told {
  readonly #open = new Map<string, Telling>();
  readonly #first = new Count();
  readonly #firstOfLong = new Count();
  readonly #lastWord = new Count();
  readonly #shown = new Count();
  readonly #widths: number[] = [];
  readonly #untils: number[] = [];
  #withoutMs = 0;
  #revisions = 0;

  waiting(workId: string, why: WhyWaiting, estimate: Estimate, atMs: number): void {
    // Who only waits for a farther ring has somebody free: no queue.
    this.#open.set(workId, { words: [wordOf(estimate, atMs)], queued: why !== 'nearer-first' });
  }

  revised(workId: string, estimate: Estimate, atMs: number): void {
    this.#revisions++;
    this.#open.get(workId)?.words.push(wordOf(estimate, atMs));
  }

  answered(workId: string, atMs: number): void {
    const telling = this.#close(workId);
    if (!telling) return;
    const [first] = telling.words;
    if (first && first.waitMs !== null) {
      const waitMs = atMs - first.atMs;
      this.#first.add(holds(first, waitMs), isNear(first.waitMs, waitMs));
      if (waitMs > GOOD_WITHIN_MS) this.#firstOfLong.add(holds(first, waitMs), isNear(first.waitMs, waitMs));
    }
    const last = telling.words.findLast((one) => atMs - one.atMs >= LAST_WORD_BEFORE_MS);
    if (last && last.waitMs !== null) {
      this.#lastWord.add(holds(last, atMs - last.atMs), isNear(last.waitMs, atMs - last.atMs));
    }
    this.#look(telling, atMs, atMs);
  }

  /** Without an answer: what was told was wrong where its end had passed; of the rest nobody knows. */
  left(workId: string, atMs: number): void {
    const telling = this.#close(workId);
    const [first] = telling?.words ?? [];
    if (!telling || !first) return;
    if (first.waitMs !== null && atMs - first.atMs > first.toMs) this.#first.add(false, false);
    this.#look(telling, atMs, null);
  }

  figures(): ToldFigures {
    return {
      first: this.#first.truth,
      firstOfLong: this.#firstOfLong.truth,
      lastWord: this.#lastWord.truth,
      shown: this.#shown.truth,
      withoutSeconds: Math.round(this.#withoutMs / 1_000),
      widthSeconds: median(this.#widths),
      untilSeconds: median(this.#untils),
      revisions: this.#revisions,
    };
  }

  #close(workId: string): Telling | null {
    const telling = this.#open.get(workId);
    this.#open.delete(workId);
    return telling?.queued ? telling : null;
  }

  /** Looks at the screen from the first word on. */
  #look({ words }: Telling, untilMs: number, answeredAtMs: number | null): void {
    for (const [i, word] of words.entries()) {
      const goneMs = words[i + 1]?.atMs ?? untilMs;
      if (word.waitMs === null) {
        this.#withoutMs += goneMs - word.atMs;
        continue;
      }
      // Of a word to somebody who left it is only known whether its end had passed by then.
      if (answeredAtMs === null && untilMs - word.atMs <= word.toMs) continue;
      const held = answeredAtMs !== null && holds(word, answeredAtMs - word.atMs);
      for (let atMs = word.atMs; atMs < goneMs; atMs += LOOK_EVERY_MS) {
        const stoodMs = Math.min(LOOK_EVERY_MS, goneMs - atMs);
        const shownMs = Math.max(0, word.waitMs - (atMs - word.atMs));
        this.#shown.add(held, answeredAtMs !== null && isNear(shownMs, answeredAtMs - atMs), stoodMs / 1_000);
        const toMs = Math.max(0, word.toMs - (atMs - word.atMs));
        this.#widths.push(toMs - Math.max(0, word.fromMs - (atMs - word.atMs)));
        this.#untils.push(toMs);
      }
    }
  }
}

function wordOf({ waitMs, fromMs, toMs }: Estimate, atMs: number): Telling['words'][number] {
  return waitMs === null || fromMs === null || toMs === null ? { atMs, waitMs: null } : { atMs, waitMs, fromMs, toMs };
}

function holds({ fromMs, toMs }: Word, waitMs: number): boolean {
  return fromMs <= waitMs && waitMs <= toMs;
}

/** `realMs` is what was left to wait. */
export function isNear(toldMs: number, realMs: number): boolean {
  return Math.abs(realMs - toldMs) <= Math.max(GOOD_WITHIN_MS, GOOD_WITHIN * realMs);
}

function median(values: number[]): number {
  values.sort((a, b) => a - b);
  return Math.round((values[values.length >> 1] ?? 0) / 1_000);
}
