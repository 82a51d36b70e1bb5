import { DueHeap } from './due-heap.ts';
import { Heap } from './heap.ts';

/**
 * Length of a bin. With 10,000 who wait and 5,000 people some eighty deadlines fall into one: putting these in order is a few
 * steps for each, in memory that is at hand.
 */
const BIN_MS = 256;

interface Bin<T> {
  firstMs: number;
  readonly times: number[];
  readonly orders: number[];
  readonly whats: T[];
}

/**
 * What is due, earliest first; of the same instant, what was set first. Only what is due soon is kept in order. The rest lies in
 * bins of a fixed length, as it came: most of it is a look at somebody who waits, a minute from now, and with 10,000 of these one
 * heap would be deeper and would not stay in a core's cache.
 */
export class Deadlines<T> {
  /** All that is due in the bin that was opened last, or before. */
  readonly #soon = new DueHeap<T>();
  readonly #bins = new Map<number, Bin<T>>();
  /** Numbers of the bins. */
  readonly #later = new Heap<number>((a, b) => a < b);
  #opened = Number.NEGATIVE_INFINITY;
  /** Where the bins are counted from, so that their numbers stay small. */
  #epochMs: number | null = null;

  get nextMs(): number | null {
    return this.#soon.nextMs ?? this.#next()?.firstMs ?? null;
  }

  set(atMs: number, order: number, what: T): void {
    this.#epochMs ??= atMs;
    const number = Math.floor((atMs - this.#epochMs) / BIN_MS);
    if (number <= this.#opened) {
      this.#soon.set(atMs, order, what);
      return;
    }
    let bin = this.#bins.get(number);
    if (!bin) {
      bin = { firstMs: atMs, times: [], orders: [], whats: [] };
      this.#bins.set(number, bin);
      this.#later.push(number);
    }
    bin.firstMs = Math.min(bin.firstMs, atMs);
    bin.times.push(atMs);
    bin.orders.push(order);
    bin.whats.push(what);
  }

  /** Takes out the next that is due by then. */
  takeDue(nowMs: number): { readonly atMs: number; readonly what: T } | null {
    if (this.#soon.size === 0) this.#open(nowMs);
    return this.#soon.takeDue(nowMs);
  }

  /** Puts the next bin in order, if anything in it is due. */
  #open(nowMs: number): void {
    const bin = this.#next();
    const number = this.#later.peek();
    if (!bin || number === undefined || bin.firstMs > nowMs) return;
    this.#later.pop();
    this.#bins.delete(number);
    this.#opened = number;
    for (const [i, what] of bin.whats.entries()) this.#soon.set(bin.times[i] ?? 0, bin.orders[i] ?? 0, what);
  }

  #next(): Bin<T> | undefined {
    const number = this.#later.peek();
    return number === undefined ? undefined : this.#bins.get(number);
  }
}
