const FIRST_SIZE = 64;

/** Deadlines in a binary heap whose keys lie side by side: following a pointer to each would cost more than all comparing. */
export class DueHeap<T> {
  #times = new Float64Array(FIRST_SIZE);
  #orders = new Float64Array(FIRST_SIZE);
  readonly #whats: T[] = [];

  get size(): number {
    return this.#whats.length;
  }

  /** When the first is due. */
  get nextMs(): number | null {
    return this.#whats.length === 0 ? null : (this.#times[0] ?? null);
  }

  set(atMs: number, order: number, what: T): void {
    if (this.#whats.length === this.#times.length) {
      this.#times = grown(this.#times);
      this.#orders = grown(this.#orders);
    }
    let at = this.#whats.length;
    this.#whats.push(what);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(parent, atMs, order)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, atMs, order, what);
  }

  /** Takes out the next that is due by then. */
  takeDue(nowMs: number): { readonly atMs: number; readonly what: T } | null {
    const what = this.#whats[0];
    const atMs = this.#times[0];
    if (what === undefined || atMs === undefined || atMs > nowMs) return null;
    const last = this.#whats.length - 1;
    const [lastMs, lastOrder, lastWhat] = [this.#times[last] ?? 0, this.#orders[last] ?? 0, this.#whats[last]];
    this.#whats.pop();
    if (lastWhat !== undefined && last > 0) this.#sink(lastMs, lastOrder, lastWhat);
    return { atMs, what };
  }

  #sink(atMs: number, order: number, what: T): void {
    const size = this.#whats.length;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && this.#isAfter(child, this.#times[right] ?? 0, this.#orders[right] ?? 0)) child = right;
      if (this.#isAfter(child, atMs, order)) break;
      this.#move(child, at);
      at = child;
    }
    this.#put(at, atMs, order, what);
  }

  #isAfter(at: number, atMs: number, order: number): boolean {
    const time = this.#times[at] ?? 0;
    return time > atMs || (time === atMs && (this.#orders[at] ?? 0) > order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from] ?? 0, this.#orders[from] ?? 0, this.#whats[from] as T);
  }

  #put(at: number, atMs: number, order: number, what: T): void {
    this.#times[at] = atMs;
    this.#orders[at] = order;
    this.#whats[at] = what;
  }
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * values.length);
  more.set(values);
  return more;
}
