import { isBarred } from './fit.ts';
import type { Agent, Department, Item, Pool, WorkClass } from './kinds.ts';
import type { Measures } from './measures.ts';
import type { Pools } from './pools.ts';
import type { Alternative, Estimate, Settings, WhyWaiting } from './types.ts';

/**
 * What a citizen is told about the wait. Those who could serve me also serve others: each place of my pool has in front of
 * me what waits for its departments, spread evenly over their places. Only numbers of works that came and went are kept;
 * an estimate costs one look at each department that the pool serves.
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
function aheadOf({ base, priority }: Item, { served, serving }: Pool): number {
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

/** `pool` is without those who are not to be asked. */
export function estimate(
  item: Item,
  pool: Pool,
  pools: Pools,
  measures: Measures,
  settings: Settings,
  nowMs: number,
): Estimate {
  const onDuty = pool.places;
  const ahead = aheadOf(item, pool);
  const place = Math.round(ahead) + 1;
  if (onDuty === 0) return { place, waitMs: null, onDuty };
  const waitedMs = nowMs - item.askedAtMs;
  const ring = nearestIdle(item, pools);
  if (ring !== null) {
    const opensInMs = Math.max(0, (settings.ringAfterMs[ring] ?? 0) - waitedMs);
    return { place, waitMs: Math.round(opensInMs + measures.answerMs), onDuty };
  }
  const wanted = ahead + MEDIAN;
  const freeInMs =
    onDuty <= LOOKED_AT_ONE_BY_ONE
      ? timeUntilFree(item.class, askable(item, pool, pools), wanted, measures, nowMs)
      : // Many busy people become free one after another, evenly over the length of a call.
        (wanted * measures.serviceMs(item.work.departmentId)) / onDuty;
  return { place, waitMs: Math.round(freeInMs + measures.answerMs), onDuty };
}

/** The wait for one person, asked by name. */
export function estimateNamed(
  item: Item,
  agent: Agent | undefined,
  ahead: number,
  pools: Pools,
  measures: Measures,
  nowMs: number,
): Estimate {
  const place = ahead + 1;
  if (!agent?.onDuty || pools.ringOf(agent.group, item.class) === null) return { place, waitMs: null, onDuty: 0 };
  const freeInMs = agent.ticket ? 0 : timeUntilFree(item.class, [agent], ahead + MEDIAN, measures, nowMs);
  return { place, waitMs: Math.round(freeInMs + measures.answerMs), onDuty: agent.profile.capacity };
}

function* askable(item: Item, pool: Pool, pools: Pools): Iterable<Agent> {
  for (const agent of pools.presentIn(item.class, pool)) if (!isBarred(item.work, agent.profile.id)) yield agent;
}

/** When this many are expected to have come free, it is as likely that mine was among them as not (Poisson). */
const MEDIAN = Math.LN2;
/** In small pools it matters how long each call has lasted; large ones are smooth, and would cost too much. */
const LOOKED_AT_ONE_BY_ONE = 16;
const LONGEST_MS = 8 * 3_600_000;
const HALVINGS = 8;

/** The time in which so many places of the pool are expected to become free, from how long each has been taken. */
function timeUntilFree(
  one: WorkClass,
  agents: Iterable<Agent>,
  wanted: number,
  measures: Measures,
  nowMs: number,
): number {
  const taken: { readonly departmentId: string; readonly forMs: number }[] = [];
  for (const agent of agents) {
    for (const { work, assignedAtMs } of agent.works.values()) {
      taken.push({ departmentId: work.departmentId, forMs: nowMs - assignedAtMs });
    }
    for (const { departmentId, assignedAtMs } of agent.wrapping) {
      taken.push({ departmentId, forMs: nowMs - assignedAtMs });
    }
    // Whoever is rung for, or has somebody at the counter, is at the beginning of something.
    if (agent.offer || agent.counter) taken.push({ departmentId: one.need.departmentId, forMs: 0 });
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

function nearestIdle({ work, class: one }: Item, pools: Pools): number | null {
  let nearest: number | null = null;
  for (const line of one.department.idle.values()) {
    if (line.size === 0) continue;
    line.first((agent) => {
      const ring = pools.ringOf(agent.group, one);
      if (ring !== null && !isBarred(work, agent.profile.id) && (nearest === null || ring < nearest)) nearest = ring;
      return nearest === 0;
    });
  }
  return nearest;
}

export function whyNamedWaits(item: Item, agent: Agent | undefined, pools: Pools): WhyWaiting {
  if (!agent?.onDuty) return 'nobody-on-duty';
  if (isBarred(item.work, agent.profile.id) || pools.ringOf(agent.group, item.class) === null) return 'not-qualified';
  return agent.ticket ? 'asked-all' : 'all-busy';
}

export function whyWaiting(item: Item, pool: Pool, pools: Pools): WhyWaiting {
  if (pool.places === 0) return 'nobody-on-duty';
  const ring = nearestIdle(item, pools);
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
