import { kindOf, type RawRange, type WaitKind } from './accuracy.ts';
import { isBarred } from './fit.ts';
import type { Agent, Item } from './kinds.ts';
import type { State } from './state.ts';
import type { Estimate } from './types.ts';

/**
 * The wait, as a range: who is told "3 to 6 minutes" is answered within it in at least four cases of five. A wait for the first of a
 * few people who are in calls is chance, and no single number is honest about it. The range is reckoned from how long the
 * calls of those who could come have lasted, and stretched by how far off the last ranges were (`accuracy.ts`).
 */

/** Where a standard normal number has the chances of the beginning, the middle and the end of the range. */
const NORMAL = [-1.4051, 0, 1.4051] as const;
const LONGEST_MS = 8 * 3_600_000;
const HALVINGS = 8;
/** Nobody's call ends for certain. */
const NEVER = 1e-3;

type Times = readonly [fromMs: number, middleMs: number, toMs: number];

/** An estimate, and the range as it was before it was stretched: what is learnt from. */
export interface Reckoned {
  readonly estimate: Estimate;
  readonly raw: RawRange | null;
}

export function estimateOf(state: State, item: Item, nowMs: number): Reckoned {
  return item.named
    ? estimateOfOne(state, item, state.agents.get(item.work.onlyAgentId ?? ''), nowMs)
    : estimateOfMany(state, item, nowMs);
}

function estimateOfMany(state: State, item: Item, nowMs: number): Reckoned {
  const pool = state.poolOf(item);
  const { places } = pool;
  const ahead = state.pools.front.ahead(item, pool);
  if (places === 0) return nobody(ahead);
  const soonMs = soonestIdle(state, item, nowMs);
  if (soonMs !== null) return reckoned(state, 'soon', places, ahead, once(state, soonMs));
  if (pool.few) {
    const agents = pool.few
      .flatMap(({ present }) => [...present])
      .filter(({ profile }) => !isBarred(item.work, profile.id));
    return reckoned(state, kindOf(ahead), places, ahead, untilFree(state, item, agents, ahead, nowMs));
  }
  // Many busy people become free one after another, evenly over the length of a call.
  const eachMs = state.measures.serviceMs(item.class.department.id) / places;
  const [low, middle, high] = turnsBefore(ahead);
  return reckoned(state, kindOf(ahead), places, ahead, [low * eachMs, middle * eachMs, high * eachMs]);
}

/** The wait for one person, asked by name. */
function estimateOfOne(state: State, item: Item, agent: Agent | undefined, nowMs: number): Reckoned {
  const ahead = state.queue.personalAhead(item);
  if (!agent?.onDuty || state.pools.ringOf(agent.group, item.class) === null) return nobody(ahead);
  const { capacity } = agent.profile;
  if (agent.ticket) return reckoned(state, 'soon', capacity, ahead, once(state, 0));
  return reckoned(state, kindOf(ahead), capacity, ahead, untilFree(state, item, [agent], ahead, nowMs));
}

function nobody(ahead: number): Reckoned {
  const estimate = { place: Math.round(ahead) + 1, waitMs: null, fromMs: null, toMs: null, onDuty: 0 };
  return { estimate, raw: null };
}

function reckoned({ measures }: State, kind: WaitKind, onDuty: number, ahead: number, times: Times): Reckoned {
  const { low, high } = measures.accuracy.stretch(kind);
  const [fromMs, middleMs, toMs] = times;
  const { answerMs } = measures;
  const raw = { kind, fromMs: fromMs + answerMs, toMs: toMs + answerMs };
  const waitMs = Math.round(middleMs + answerMs);
  return {
    raw,
    estimate: {
      place: Math.round(ahead) + 1,
      waitMs,
      fromMs: Math.min(waitMs, Math.round(raw.fromMs * low)),
      toMs: Math.max(waitMs, Math.round(raw.toMs * high)),
      onDuty,
    },
  };
}

/** Somebody free will be asked then. The first may not take it. */
function once({ settings }: State, inMs: number): Times {
  return [inMs, inMs, inMs + settings.offerMs];
}

/** How many places must have become free for mine to be among them, with each chance (a gamma variable, by Wilson-Hilferty). */
function turnsBefore(ahead: number): Times {
  const turns = ahead + 1;
  const of = (normal: number) => turns * Math.max(0, 1 - 1 / (9 * turns) + normal / (3 * Math.sqrt(turns))) ** 3;
  return [of(NORMAL[0]), of(NORMAL[1]), of(NORMAL[2])];
}

/** When my turn comes, from how long each place of these people has been taken. */
function untilFree(state: State, item: Item, agents: readonly Agent[], ahead: number, nowMs: number): Times {
  const { measures } = state;
  const taken: { readonly departmentId: string; readonly forMs: number }[] = [];
  for (const agent of agents) {
    for (const { work, assignedAtMs } of agent.works.values()) {
      taken.push({ departmentId: work.departmentId, forMs: nowMs - assignedAtMs });
    }
    for (const { departmentId, assignedAtMs } of agent.wrapping) {
      taken.push({ departmentId, forMs: nowMs - assignedAtMs });
    }
    // Whoever is rung for, or has somebody at the counter, is at the beginning of something.
    if (agent.offer || agent.counter) taken.push({ departmentId: item.work.departmentId, forMs: 0 });
  }
  if (taken.length === 0) return [0, 0, state.settings.offerMs];
  // For one who waits first the hazards of all count: the chance that nobody has come free is exactly exp(-sum). Behind
  // others it is how many are expected to have come free, since one of them is not two turns, however sure.
  const first = Math.max(0, 1 - ahead);
  const turnsWithin = (inMs: number) => {
    let sum = 0;
    for (const { departmentId, forMs } of taken) {
      const ended = measures.endsWithin(departmentId, forMs, inMs);
      const hazard = -Math.log(Math.max(NEVER, 1 - ended));
      // Who has come free once does so again after another call.
      sum += ended + first * (hazard - ended) + (ended * inMs) / (2 * measures.serviceMs(departmentId));
    }
    return sum;
  };
  const firstStepMs = measures.serviceMs(item.work.departmentId) / 4;
  const [low, middle, high] = turnsBefore(ahead);
  return [
    whenReached(turnsWithin, low, firstStepMs),
    whenReached(turnsWithin, middle, firstStepMs),
    whenReached(turnsWithin, high, firstStepMs),
  ];
}

/** Where a growing function of time reaches a value. */
function whenReached(grows: (inMs: number) => number, value: number, firstStepMs: number): number {
  let [low, high] = [0, firstStepMs];
  while (grows(high) < value && high < LONGEST_MS) [low, high] = [high, high * 2];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (grows(middle) < value) low = middle;
    else high = middle;
  }
  return high;
}

/** When somebody who is free already may be asked: a ring opens, or who did not take it is asked again. Null without any. */
function soonestIdle(state: State, item: Item, nowMs: number): number | null {
  const { ringAfterMs, retryMs } = state.settings;
  let soonest: number | null = null;
  if (item.class.department.free === 0) return soonest;
  for (const line of item.class.department.idle.values()) {
    if (line.size === 0) continue;
    line.first(({ group, profile }) => {
      const ring = state.pools.ringOf(group, item.class);
      if (ring === null || isBarred(item.work, profile.id)) return false;
      const opensAtMs = ring <= item.ring ? nowMs : item.askedAtMs + (ringAfterMs[ring] ?? 0);
      const askedAtMs = item.tried?.get(profile.id);
      const inMs = Math.max(0, opensAtMs - nowMs, askedAtMs === undefined ? 0 : askedAtMs + retryMs - nowMs);
      if (soonest === null || inMs < soonest) soonest = inMs;
      return soonest === 0;
    });
  }
  return soonest;
}
