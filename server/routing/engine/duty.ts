import type { Presence } from '../../../contracts/domain/people.ts';
import type { Agent } from './kinds.ts';
import type { State } from './state.ts';
import type { AgentProfile } from './types.ts';

/** What a person is at the moment, and the lines and sums that follow from it. */

/** Somebody of whom no more is known than that they hold a work; their profile comes when they sign in. */
export const UNKNOWN: Omit<AgentProfile, 'id'> = {
  homeRegionId: '',
  regionIds: [],
  skills: [],
  languages: [],
  authorities: [],
  channels: [],
  capacity: 0,
};

export function newAgent(state: State, profile: AgentProfile): Agent {
  const agent: Agent = {
    profile,
    group: state.pools.groupOf(profile),
    order: state.nextOrder(),
    online: false,
    wish: 'break',
    reason: undefined,
    counter: false,
    offer: null,
    works: new Map(),
    wrapping: [],
    misses: 0,
    freeSinceMs: state.nowMs,
    ticket: null,
    onDuty: false,
    told: '',
  };
  state.agents.set(profile.id, agent);
  return agent;
}

/** Takes over another profile. True when it was another; then `stand` follows. */
export function takeProfile(state: State, agent: Agent, profile: AgentProfile): boolean {
  const group = state.pools.groupOf(profile);
  if (agent.group === group) return false;
  leaveLines(agent);
  if (agent.onDuty) changeDuty(state, agent, false);
  agent.profile = profile;
  agent.group = group;
  return true;
}

/** Places of capacity that nothing takes. An offer holds its place. */
export function freePlaces({ profile, works, wrapping, counter, offer }: Agent): number {
  return profile.capacity - works.size - wrapping.length - (counter ? 1 : 0) - (offer ? 1 : 0);
}

export function stateOf(agent: Agent): Presence {
  if (agent.works.size > 0) return 'on-call';
  if (!agent.online) return 'offline';
  if (agent.offer) return 'offered';
  if (agent.wrapping.length > 0) return 'wrap-up';
  if (agent.wish !== 'available') return agent.wish;
  return agent.counter ? 'at-counter' : 'available';
}

/** Brings lines and sums in step with what a person now is, and says it if it changed. True when they can be asked. */
export function stand(state: State, agent: Agent): boolean {
  const onDuty = agent.online && agent.wish === 'available';
  const idle = onDuty && !agent.offer && freePlaces(agent) > 0;
  if (!idle) leaveLines(agent);
  if (onDuty !== agent.onDuty) changeDuty(state, agent, onDuty);
  if (idle && !agent.ticket) {
    agent.freeSinceMs = state.nowMs;
    agent.ticket = { owner: agent, keyMs: state.nowMs, order: agent.order };
    for (const line of agent.group.idle) line.add(agent.ticket);
    for (const department of agent.group.departments) department.free++;
  }
  const now = stateOf(agent);
  const told = `${now} ${agent.reason ?? ''}`;
  if (told !== agent.told) {
    agent.told = told;
    state.emit({ type: 'agent', agentId: agent.profile.id, state: now, reason: agent.reason });
  }
  return idle;
}

function leaveLines(agent: Agent): void {
  if (!agent.ticket) return;
  agent.ticket = null;
  for (const line of agent.group.idle) line.remove();
  for (const department of agent.group.departments) department.free--;
}

function changeDuty({ pools }: State, agent: Agent, onDuty: boolean): void {
  agent.onDuty = onDuty;
  if (onDuty) agent.group.present.add(agent);
  else agent.group.present.delete(agent);
  const { group, profile } = agent;
  pools.changeDuty(group, onDuty ? profile.capacity : -profile.capacity);
}
