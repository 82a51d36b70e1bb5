const FIRST_SIZE = 64;

/** Deadlines in a binary heap whose keys lie side by side: following a pointer to each would cost more than all comparing. */
export class DueHeap {
  #times = new Float64Array(FIRST_SIZE);
  #orders = new Float64Array(FIRST_SIZE);
  readonly #acts: (() => void)[] = [];

  get size(): number {
    return this.#acts.length;
  }

  /** When the first is due. */
  get nextMs(): number | null {
    return this.#acts.length === 0 ? null : (this.#times[0] ?? null);
  }

  set(atMs: number, order: number, act: () => void): void {
    if (this.#acts.length === this.#times.length) {
      this.#times = grown(this.#times);
      this.#orders = grown(this.#orders);
    }
    let at = this.#acts.length;
    this.#acts.push(act);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(parent, atMs, order)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#put(at, atMs, order, act);
  }

  /** Takes out the next that is due by then. */
  takeDue(nowMs: number): { readonly atMs: number; readonly act: () => void } | null {
    const act = this.#acts[0];
    const atMs = this.#times[0];
    if (!act || atMs === undefined || atMs > nowMs) return null;
    const last = this.#acts.length - 1;
    const [lastMs, lastOrder, lastAct] = [this.#times[last] ?? 0, this.#orders[last] ?? 0, this.#acts[last]];
    this.#acts.pop();
    if (lastAct && last > 0) this.#sink(lastMs, lastOrder, lastAct);
    return { atMs, act };
  }

  #sink(atMs: number, order: number, act: () => void): void {
    const size = this.#acts.length;
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
    this.#put(at, atMs, order, act);
  }

  #isAfter(at: number, atMs: number, order: number): boolean {
    const time = this.#times[at] ?? 0;
    return time > atMs || (time === atMs && (this.#orders[at] ?? 0) > order);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#times[from] ?? 0, this.#orders[from] ?? 0, this.#acts[from] as () => void);
  }

  #put(at: number, atMs: number, order: number, act: () => void): void {
    this.#times[at] = atMs;
    this.#orders[at] = order;
    this.#acts[at] = act;
  }
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const more = new Float64Array(2 * values.length);
  more.set(values);
  return more;
}
