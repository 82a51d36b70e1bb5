import type { Offer, RoutedCall, RoutingAgent, RoutingState } from './state.ts';
import { ASSUMED_CALL_MS, presenceOf, RETRY_AFTER_MS } from './state.ts';

/** Which agent is asked, and how long a citizen will wait. */

export interface Pick {
  readonly agent: RoutingAgent;
  readonly because: Offer['because'];
}

/** The best free agent for a call, or undefined. Nobody outside the department wanted is ever picked. */
export function pickAgent(
  state: RoutingState,
  call: RoutedCall,
  departmentId: string | undefined,
  nowMs: number,
): Pick | undefined {
  const free = Object.values(state.agents).filter(
    (agent) =>
      presenceOf(agent) === 'available' &&
      (departmentId === undefined || agent.departmentId === departmentId) &&
      !call.agentIds.includes(agent.id) &&
      mayAsk(call, agent.id, nowMs),
  );
  const best = free
    .map((agent) => ({ agent, because: reasons(agent, call, departmentId) }))
    .sort(
      (a, b) =>
        weight(b.because) - weight(a.because) ||
        a.agent.freeSinceMs - b.agent.freeSinceMs ||
        (a.agent.id < b.agent.id ? -1 : 1),
    );
  return best[0];
}

export function mayAsk(call: RoutedCall, agentId: string, nowMs: number): boolean {
  const triedAtMs = call.tried[agentId];
  return triedAtMs === undefined || nowMs - triedAtMs >= RETRY_AFTER_MS;
}

function reasons(agent: RoutingAgent, call: RoutedCall, departmentId: string | undefined): Offer['because'] {
  const because: Offer['because'][number][] = [];
  if (departmentId !== undefined) because.push('department');
  if (agent.languages.includes(call.language)) because.push('language');
  if (agent.regionId === call.regionId) because.push('region');
  return because;
}

/** To be understood comes before to be near. */
function weight(because: Offer['because']): number {
  return (because.includes('language') ? 2 : 0) + (because.includes('region') ? 1 : 0);
}

/** Calls that wait, the longest first. */
export function waitingCalls(state: RoutingState): RoutedCall[] {
  return Object.values(state.calls)
    .filter((call) => call.answeredAtMs === null)
    .sort((a, b) => a.requestedAtMs - b.requestedAtMs || (a.callId < b.callId ? -1 : 1));
}

export function isOnDuty(agent: RoutingAgent): boolean {
  const presence = presenceOf(agent);
  return presence !== 'offline' && presence !== 'break';
}

export interface Wait {
  readonly place: number;
  readonly estimatedWaitSeconds: number;
}

/** Place in line, counted among those who wait for the same agents, and the time until somebody is free. */
export function waitOf(state: RoutingState, departmentId: string | undefined, ahead: number): Wait {
  const able = Object.values(state.agents).filter(
    (agent) => isOnDuty(agent) && (departmentId === undefined || agent.departmentId === departmentId),
  );
  const free = able.filter((agent) => presenceOf(agent) === 'available').length;
  const place = ahead + 1;
  if (place <= free) return { place, estimatedWaitSeconds: 0 };
  const lengths = state.callLengthsMs;
  const meanMs = lengths.length > 0 ? lengths.reduce((sum, ms) => sum + ms, 0) / lengths.length : ASSUMED_CALL_MS;
  // Busy agents become free one after another, evenly over a call's length.
  const turns = (place - free) / Math.max(1, able.length);
  return { place, estimatedWaitSeconds: Math.ceil((turns * meanMs) / 1000) };
}

/** How many wait before this call for the same agents. */
export function aheadOf(state: RoutingState, call: RoutedCall): number {
  const queue = waitingCalls(state);
  const before = queue.slice(
    0,
    queue.findIndex((one) => one.callId === call.callId),
  );
  return before.filter((one) => compete(one.departmentId, call.departmentId)).length;
}

export function compete(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
