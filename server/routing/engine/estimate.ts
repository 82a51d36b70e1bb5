import type { Measures } from './measures.ts';
import { type Agent, type Item, isBarred, type Pool, type Pools, type WorkClass } from './pools.ts';
import type { Alternative, Estimate, Settings, WhyWaiting } from './types.ts';

/**
 * What a citizen is told about the wait. Those who could serve me also serve others: each place of my pool has in front of
 * me what waits for its departments, spread evenly over their places. Only numbers of works that came and went are kept;
 * an estimate costs one look at each department that the pool serves.
 */

/** Works of the priorities before this one. */
function sumUntil(values: Float64Array, priority: number): number {
  let sum = 0;
  for (let p = 0; p < priority; p++) sum += values[p] ?? 0;
  return sum;
}

/** Remembers what is in front of a work that now comes into the line. */
export function standInLine(item: Item, pool: Pool): void {
  item.base = new Map();
  for (const department of pool.byDepartment.keys()) {
    const { joined, left } = department;
    // `aheadOf` adds the urgent ones and takes away those that left: with this, it gives what stands there now.
    const front = sumUntil(joined, item.priority + 1) - sumUntil(left, item.priority + 1);
    item.base.set(department, front - sumUntil(joined, item.priority) + sumUntil(left, item.priority + 1));
  }
}

/** Works in front: those that were there, and more urgent ones since, less those that have left. */
function aheadOf(item: Item, pool: Pool): number {
  let ahead = 0;
  for (const [department, places] of pool.byDepartment) {
    const base = item.base?.get(department);
    if (base === undefined) continue;
    const { joined, left, onDuty } = department;
    const front = base + sumUntil(joined, item.priority) - sumUntil(left, item.priority + 1);
    ahead += (Math.max(0, front) * places) / onDuty;
  }
  return ahead;
}

/** More urgent works that ever came: when it grows, somebody has come in front. */
export function urgentOf(item: Item): number {
  return sumUntil(item.class.department.joined, item.priority);
}

export function enter({ class: { department }, priority }: Item): void {
  department.joined[priority] = (department.joined[priority] ?? 0) + 1;
}

export function leave({ class: { department }, priority, base }: Item): void {
  department.left[priority] = (department.left[priority] ?? 0) + 1;
  // It is not in front of itself when it comes back.
  if (base?.has(department)) base.set(department, (base.get(department) ?? 0) + 1);
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
      ? timeUntilFree(item.class, presentIn(item, pool), wanted, measures, nowMs)
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

function* presentIn({ work }: Item, { groups }: Pool): Iterable<Agent> {
  for (const { present } of groups) {
    for (const agent of present) if (!isBarred(work, agent.profile.id)) yield agent;
  }
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
