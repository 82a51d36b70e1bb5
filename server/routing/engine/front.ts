import type { Department, Item, Pool } from './kinds.ts';

/**
 * What stands in front of a work. Those who could serve me also serve others: each place of my pool has in front of me what
 * waits for its departments, spread evenly over their places. Only numbers of works that came and went are kept, so that it
 * costs one look at each department that the pool serves.
 */

/** Remembers what is in front of a work that now comes into the line. */
export function standInLine(item: Item, pool: Pool): void {
  const last = pool.served.at(-1)?.index ?? -1;
  const base = new Float64Array(last + 1).fill(Number.NaN);
  for (const { index, joined, left } of pool.served) {
    // `aheadOf` adds the urgent ones and takes away those that left: with this, it gives what stands there now.
    const front = upTo(joined, item.priority + 1) - upTo(left, item.priority + 1);
    base[index] = front - upTo(joined, item.priority) + upTo(left, item.priority + 1);
  }
  item.base = base;
}

/** Works in front: those that were there, and more urgent ones since, less those that have left. */
export function aheadOf({ base, priority }: Item, { served, serving }: Pool): number {
  if (!base) return 0;
  let ahead = 0;
  for (let i = 0; i < served.length; i++) {
    const { index, joined, left, onDuty } = served[i] as Department;
    const front = (base[index] ?? Number.NaN) + upTo(joined, priority) - upTo(left, priority + 1);
    // Not a number: the pool came to serve this department after the work had come.
    if (front > 0) ahead += (front * (serving[i] ?? 0)) / onDuty;
  }
  return ahead;
}

/** More urgent works that ever came: when it grows, somebody has come in front. */
export function urgentOf(item: Item): number {
  return upTo(item.class.department.joined, item.priority);
}

export function enter({ class: { department }, priority }: Item): void {
  for (let p = priority + 1; p < department.joined.length; p++) department.joined[p] = upTo(department.joined, p) + 1;
}

export function leave({ class: { department }, priority, base }: Item): void {
  const { index, left } = department;
  for (let p = priority + 1; p < left.length; p++) left[p] = upTo(left, p) + 1;
  // It is not in front of itself when it comes back.
  if (base && index < base.length) base[index] = upTo(base, index) + 1;
}

function upTo(sums: Float64Array, priority: number): number {
  return sums[priority] ?? 0;
}
