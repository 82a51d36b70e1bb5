import type { Measures } from './measures.ts';
import type { Item, WorkClass } from './pools.ts';
import type { Alternative, Estimate, Settings, WhyWaiting } from './types.ts';

/**
 * What a citizen is told about the wait. Works compete for the same people only in part, so each waiting work weighs
 * on each place of capacity that could take it with one share, `1 / number of places`. The shares on the places of my
 * pool, summed, are the works that will be served by it before mine. Sums are kept as works come and go; an estimate
 * costs one look at each group of the class.
 */

const ACCURACY = 2 ** 20;

/** Rounded to a binary fraction, so that sums of shares come back to exactly zero. */
export function shareOf(one: WorkClass): number {
  return Math.round(ACCURACY / Math.max(1, onDutyOf(one))) / ACCURACY;
}

export function onDutyOf(one: WorkClass): number {
  let sum = 0;
  for (const count of one.onDuty) sum += count;
  return sum;
}

/** Shares of the priorities before this one. */
function sumUntil(values: Float64Array, priority: number): number {
  let sum = 0;
  for (let p = 0; p < priority; p++) sum += values[p] ?? 0;
  return sum;
}

/** Remembers what is in front of a work that now comes into the line. */
export function standInLine(item: Item): void {
  const base: number[] = new Array(item.class.groups.length).fill(0);
  for (const { group, slot } of item.class.groups) {
    const front = sumUntil(group.joined, item.priority + 1) - sumUntil(group.left, item.priority + 1);
    base[slot] = front - sumUntil(group.joined, item.priority) + sumUntil(group.left, item.priority + 1);
  }
  item.base = base;
}

/** Works in front: those that were there, and more urgent ones since, less those that have left. */
export function aheadOf(item: Item): number {
  let ahead = 0;
  for (const { group, slot } of item.class.groups) {
    if (group.onDuty === 0) continue;
    const base = item.base?.[slot] ?? 0;
    const front = base + sumUntil(group.joined, item.priority) - sumUntil(group.left, item.priority + 1);
    ahead += Math.max(0, front) * group.onDuty;
  }
  return ahead;
}

/** Shares of more urgent works that ever came: when it grows, somebody has come in front. */
export function urgentOf(item: Item): number {
  let sum = 0;
  for (const { group } of item.class.groups) sum += sumUntil(group.joined, item.priority) * group.onDuty;
  return sum;
}

export function enter(item: Item): void {
  item.share = shareOf(item.class);
  count(item, 'joined', item.share);
  add(item.class.shares, item.priority, item.share);
}

export function leave(item: Item): void {
  count(item, 'left', item.share);
  // It is not in front of itself when it comes back.
  if (item.base)
    for (let slot = 0; slot < item.base.length; slot++) item.base[slot] = (item.base[slot] ?? 0) + item.share;
  add(item.class.shares, item.priority, -item.share);
}

function count({ class: { groups }, priority }: Item, which: 'joined' | 'left', share: number): void {
  for (const { group } of groups) add(group[which], priority, share);
}

function add(values: Float64Array, at: number, by: number): void {
  values[at] = (values[at] ?? 0) + by;
}

export function estimate(item: Item, measures: Measures, settings: Settings, nowMs: number): Estimate {
  const onDuty = onDutyOf(item.class);
  const ahead = aheadOf(item);
  const place = Math.round(ahead) + 1;
  if (onDuty === 0) return { place, waitMs: null, onDuty };
  const waitedMs = nowMs - item.askedAtMs;
  const ring = nearestIdle(item.class);
  if (ring !== null) {
    const opensInMs = Math.max(0, (settings.ringAfterMs[ring] ?? 0) - waitedMs);
    return { place, waitMs: Math.round(opensInMs + measures.answerMs), onDuty };
  }
  const wanted = ahead + MEDIAN;
  const freeInMs =
    onDuty <= LOOKED_AT_ONE_BY_ONE
      ? timeUntilFree(item.class, wanted, measures, nowMs)
      : // Many busy people become free one after another, evenly over the length of a call.
        (wanted * measures.serviceMs(item.work.departmentId)) / onDuty;
  return { place, waitMs: Math.round(freeInMs + measures.answerMs), onDuty };
}

/** When this many are expected to have come free, it is as likely that mine was among them as not (Poisson). */
const MEDIAN = Math.LN2;
/** In small pools it matters how long each call has lasted; large ones are smooth, and would cost too much. */
const LOOKED_AT_ONE_BY_ONE = 24;
const LONGEST_MS = 8 * 3_600_000;
const HALVINGS = 8;

/** The time in which so many places of the pool are expected to become free, from how long each has been taken. */
function timeUntilFree(one: WorkClass, wanted: number, measures: Measures, nowMs: number): number {
  const taken: { readonly departmentId: string; readonly forMs: number }[] = [];
  for (const { group } of one.groups) {
    for (const agent of group.present) {
      for (const item of agent.works.values()) taken.push(takenBy(item, nowMs));
      for (const { item } of agent.wrapping) taken.push(takenBy(item, nowMs));
      // Whoever is rung for, or has somebody at the counter, is at the beginning of something.
      if (agent.offer || agent.counter) taken.push({ departmentId: one.need.departmentId, forMs: 0 });
    }
  }
  if (taken.length === 0) return 0;
  const expected = (inMs: number) => {
    let sum = 0;
    for (const { departmentId, forMs } of taken) {
      const over = measures.endsWithin(departmentId, forMs, inMs);
      // Who has come free once does so again after another call.
      sum += over * (1 + inMs / (2 * measures.serviceMs(departmentId)));
    }
    return sum;
  };
  let [low, high] = [0, measures.serviceMs(one.need.departmentId) / 4];
  while (expected(high) < wanted && high < LONGEST_MS) [low, high] = [high, high * 2];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (expected(middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

function takenBy(item: Item, nowMs: number) {
  return { departmentId: item.work.departmentId, forMs: nowMs - item.assignedAtMs };
}

function nearestIdle(one: WorkClass): number | null {
  for (const { group, ring } of one.groups) if (group.idle.size > 0) return ring;
  return null;
}

export function whyWaiting(item: Item): WhyWaiting {
  if (onDutyOf(item.class) === 0) return 'nobody-on-duty';
  const ring = nearestIdle(item.class);
  if (ring === null) return 'all-busy';
  return ring > item.ring ? 'nearer-first' : 'asked-all';
}

export function alternatives({ night }: Settings, nowMs: number): readonly Alternative[] {
  return isNight(night, nowMs) ? ['message', 'call-back', 'appointment'] : ['call-back', 'appointment'];
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function isNight({ fromHour, untilHour, utcOffsetMs }: Settings['night'], nowMs: number): boolean {
  const hour = ((nowMs + utcOffsetMs) % DAY_MS) / HOUR_MS;
  return fromHour > untilHour ? hour >= fromHour || hour < untilHour : hour >= fromHour && hour < untilHour;
}

/** When a message must be answered: counted from the end of the night, or from now by day. */
export function followUpDue({ night, followUpMs }: Settings, nowMs: number): number {
  if (!isNight(night, nowMs)) return nowMs + followUpMs;
  const sinceMidnightMs = (nowMs + night.utcOffsetMs) % DAY_MS;
  const untilMs = night.untilHour * HOUR_MS - sinceMidnightMs;
  return nowMs + (untilMs >= 0 ? untilMs : untilMs + DAY_MS) + followUpMs;
}
