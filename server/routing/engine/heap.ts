/** A binary heap: the first in order is at hand, adding and taking cost log n. */
export class Heap<T> {
  readonly #before: (a: T, b: T) => boolean;
  #items: T[] = [];

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  /** In no order. */
  all(): readonly T[] {
    return this.#items;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = items[parent] as T;
      if (!this.#before(item, above)) break;
      items[at] = above;
      at = parent;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length > 0) this.#sink(last as T);
    return first;
  }

  #sink(item: T): void {
    const items = this.#items;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      const right = child + 1;
      if (right < items.length && this.#before(items[right] as T, items[child] as T)) child = right;
      const below = items[child] as T;
      if (!this.#before(below, item)) break;
      items[at] = below;
      at = child;
    }
    items[at] = item;
  }
}

/** A place in a line. It is void when its owner has got a newer one, or none: removal costs nothing. */
export interface Ticket<T> {
  readonly owner: T;
  readonly keyMs: number;
  readonly order: number;
}

/** A line of those whose ticket is still good, earliest key first. One ticket may stand in several lines. */
export class Line<T extends { ticket: Ticket<T> | null }> {
  #heap = new Heap<Ticket<T>>(earlier);
  #size = 0;
  /** Nobody stands here with an earlier key. At hand, so that most lines need no look at who stands in them. */
  firstMs = Number.POSITIVE_INFINITY;

  get size(): number {
    return this.#size;
  }

  add(ticket: Ticket<T>): void {
    this.#size++;
    this.#heap.push(ticket);
    if (ticket.keyMs < this.firstMs) this.firstMs = ticket.keyMs;
  }

  /** One whose ticket is void by now has left. */
  remove(): void {
    this.#size--;
    // Void tickets are thrown away when they come up, or when they are most of the heap.
    if (this.#size === 0) {
      this.#heap = new Heap(earlier);
      this.firstMs = Number.POSITIVE_INFINITY;
    } else if (this.#heap.size > 2 * this.#size + 64) this.#compact();
  }

  /** The first that `accepts`, if before `bound`; those passed over keep their place. */
  first(accepts: (owner: T) => boolean, bound?: Ticket<T>): T | undefined {
    const passed: Ticket<T>[] = [];
    let found: T | undefined;
    for (let top = this.#heap.peek(); top && !(bound && earlier(bound, top)); top = this.#heap.peek()) {
      if (top.owner.ticket !== top) this.#heap.pop();
      else if (accepts(top.owner)) {
        found = top.owner;
        break;
      } else {
        passed.push(top);
        this.#heap.pop();
      }
    }
    for (const ticket of passed) this.#heap.push(ticket);
    this.firstMs = this.#heap.peek()?.keyMs ?? Number.POSITIVE_INFINITY;
    return found;
  }

  #compact(): void {
    const old = this.#heap;
    this.#heap = new Heap(earlier);
    for (const ticket of old.all()) if (ticket.owner.ticket === ticket) this.#heap.push(ticket);
  }
}

function earlier<T>(a: Ticket<T>, b: Ticket<T>): boolean {
  return a.keyMs < b.keyMs || (a.keyMs === b.keyMs && a.order < b.order);
}
