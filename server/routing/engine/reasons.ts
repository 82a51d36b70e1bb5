import { isBarred } from './fit.ts';
import type { Agent, Item, Pool } from './kinds.ts';
import type { Pools } from './pools.ts';
import type { WhyWaiting } from './types.ts';

/** Why a work waits. */

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

function nearestIdle({ work, class: one }: Item, pools: Pools): number | null {
  let nearest: number | null = null;
  if (one.department.free === 0) return nearest;
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
