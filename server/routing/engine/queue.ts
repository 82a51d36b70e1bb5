import type { Front } from './front.ts';
import type { Item } from './kinds.ts';
import type { Settings } from './types.ts';

/** Those who wait: in the line of their kind, and with the person who is asked first. */
export class Queue {
  readonly #settings: Settings;
  readonly #front: Front;
  readonly #inDepartment = new Map<string, number>();
  /** Waiting works of whoever is asked first: by name, or since they have served the visit. */
  readonly #personal = new Map<string, Set<Item>>();
  #size = 0;

  constructor(settings: Settings, front: Front) {
    this.#settings = settings;
    this.#front = front;
  }

  get size(): number {
    return this.#size;
  }

  /** Only for those who come: a work whose offer was not taken is never thrown back. */
  isFull(departmentId: string): boolean {
    const inDepartment = this.#inDepartment.get(departmentId) ?? 0;
    return inDepartment >= this.#settings.maxWaitingDepartment || this.#size >= this.#settings.maxWaiting;
  }

  add(item: Item): void {
    item.stage = 'waiting';
    item.ticket = { owner: item, keyMs: item.keyMs, order: item.order };
    this.#size++;
    for (const id of personsOf(item)) this.#personalOf(id).add(item);
    if (item.named) return;
    item.class.line.add(item.ticket);
    this.#count(item, 1);
    this.#front.enter(item);
  }

  remove(item: Item): void {
    item.ticket = null;
    this.#size--;
    for (const id of personsOf(item)) this.#personalOf(id).delete(item);
    if (item.named) return;
    item.class.line.remove();
    this.#count(item, -1);
    this.#front.leave(item);
  }

  /** Works of which somebody is asked before others. */
  personal(agentId: string): Iterable<Item> {
    return this.#personal.get(agentId) ?? [];
  }

  /** Works that the person asked by name takes before this one. */
  personalAhead(item: Item): number {
    let ahead = 0;
    for (const one of this.personal(item.work.onlyAgentId ?? '')) if (one !== item && before(one, item)) ahead++;
    return ahead;
  }

  #personalOf(agentId: string): Set<Item> {
    let items = this.#personal.get(agentId);
    if (!items) {
      items = new Set();
      this.#personal.set(agentId, items);
    }
    return items;
  }

  #count({ work: { departmentId } }: Item, by: 1 | -1): void {
    this.#inDepartment.set(departmentId, (this.#inDepartment.get(departmentId) ?? 0) + by);
  }
}

/** Who has served the visit, and who is asked by name. */
function personsOf({ ownerId, work: { onlyAgentId } }: Item): readonly string[] {
  return [ownerId, onlyAgentId].filter((id) => typeof id === 'string');
}

/** Whether one stands before another, whatever lines they stand in. */
export function before(a: Item, b: Item): boolean {
  return a.keyMs < b.keyMs || (a.keyMs === b.keyMs && a.order < b.order);
}
