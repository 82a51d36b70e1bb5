import { Heap } from './heap.ts';

/** Something the engine will do by itself at a time, unless it has become pointless. */
interface Deadline {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

/** What is due, earliest first; of the same instant, what was set first. */
export class Deadlines {
  readonly #heap = new Heap<Deadline>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));

  get nextMs(): number | null {
    return this.#heap.peek()?.atMs ?? null;
  }

  set(atMs: number, order: number, act: () => void): void {
    this.#heap.push({ atMs, order, act });
  }

  /** Takes out the next that is due by then. */
  takeDue(nowMs: number): Deadline | undefined {
    const next = this.#heap.peek();
    return next && next.atMs <= nowMs ? this.#heap.pop() : undefined;
  }
}
