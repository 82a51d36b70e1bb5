import { isBarred } from './fit.ts';
import type { Line } from './heap.ts';
import type { Agent, Item } from './kinds.ts';
import { before } from './queue.ts';
import type { State } from './state.ts';
import { LAST_RING, RINGS } from './types.ts';

/** Who fits whom best now. Only looks; nobody is asked here. */

/** The best free person for a work. */
export function bestAgent(state: State, item: Item): { agent: Agent; ring: number } | null {
  const { onlyAgentId } = item.work;
  if (onlyAgentId !== undefined) return ifFree(state, item, onlyAgentId);
  return ifFree(state, item, item.ownerId) ?? longestFree(state, item);
}

/** The work that waits longest for a person. */
export function bestWork(state: State, agent: Agent): { item: Item; ring: number } | null {
  return personalWork(state, agent) ?? longestWaiting(state, agent);
}

/** Who is asked by name, or has served this visit before, is preferred, however near others are. */
function ifFree(state: State, item: Item, agentId: string | null): { agent: Agent; ring: number } | null {
  const agent = agentId === null ? undefined : state.agents.get(agentId);
  if (!agent?.ticket || !mayAsk(state, item, agent)) return null;
  const ring = state.pools.ringOf(agent.group, item.class);
  return ring === null ? null : { agent, ring };
}

/** In the nearest ring that has anybody free, who has been free longest. */
function longestFree(state: State, item: Item): { agent: Agent; ring: number } | null {
  const { pools } = state;
  if (item.class.department.free === 0) return null;
  const towns: Line<Agent>[][] = RINGS.map(() => []);
  for (const [homeRegionId, line] of item.class.department.idle) {
    if (line.size === 0) continue;
    towns[pools.ringOfTown(homeRegionId, item.class)]?.push(line);
    // Less skill is asked last, whatever the town.
    towns[LAST_RING]?.push(line);
  }
  for (let ring = 0; ring <= item.ring; ring++) {
    const accepts = (agent: Agent) => pools.ringOf(agent.group, item.class) === ring && mayAsk(state, item, agent);
    let best = null as Agent | null;
    for (const line of towns[ring] ?? []) best = line.first(accepts, best?.ticket ?? undefined) ?? best;
    if (best) return { agent: best, ring };
  }
  return null;
}

function personalWork(state: State, agent: Agent): { item: Item; ring: number } | null {
  let best: { item: Item; ring: number } | null = null;
  for (const item of state.queue.personal(agent.profile.id)) {
    if (!mayAsk(state, item, agent) || (best && !before(item, best.item))) continue;
    const ring = state.pools.ringOf(agent.group, item.class);
    if (ring !== null) best = { item, ring };
  }
  return best;
}

function longestWaiting(state: State, agent: Agent): { item: Item; ring: number } | null {
  const { group } = agent;
  let best = null as Item | null;
  const accepts = (item: Item) => {
    const ring = state.pools.ringOf(group, item.class);
    return ring !== null && ring <= item.ring && mayAsk(state, item, agent);
  };
  for (const lines of group.waiting) {
    for (const line of lines) {
      if (best && line.firstMs > best.keyMs) continue;
      if (line.size > 0) best = line.first(accepts, best?.ticket ?? undefined) ?? best;
    }
  }
  if (!best) return null;
  return { item: best, ring: state.pools.ringOf(group, best.class) ?? 0 };
}

function mayAsk(state: State, item: Item, agent: Agent): boolean {
  if (isBarred(item.work, agent.profile.id)) return false;
  const triedAtMs = item.tried?.get(agent.profile.id);
  return triedAtMs === undefined || state.nowMs - triedAtMs >= state.settings.retryMs;
}
