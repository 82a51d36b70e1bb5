import { v7 } from 'uuid';
import type { Place } from '../../contracts/domain/call.ts';
import type { Agent, Presence } from '../../contracts/domain/people.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Seen, SeenAsk, SeenCall, SeenPerson } from './types.ts';

/** Small true-to-shape values for the tests of this folder. */

export const NOW_MS = Date.UTC(2026, 2, 2, 1, 30);

export function aPerson(departmentId: string, presence: Presence, change: Partial<SeenPerson> = {}): SeenPerson {
  const agent: Agent = {
    id: v7(),
    username: 'someone',
    displayName: 'Someone',
    role: 'agent',
    departmentId,
    regionId: 'here',
    languages: ['zh-CN'],
  };
  return { agent, departmentIds: [departmentId], presence, sinceMs: NOW_MS - 60_000, ...change };
}

export function aParty(kind: Party['kind'], place: Place = 'table', change: Partial<Party> = {}): Party {
  return { partyId: v7(), kind, displayName: kind, place, owner: false, ...change };
}

/** Somebody asked for a person of this department so many seconds ago. */
export function anAsk(departmentId: string | undefined, secondsAgo: number, change: Partial<SeenAsk> = {}): SeenAsk {
  return { purpose: 'answer', departmentId, askedAtMs: NOW_MS - secondsAgo * 1000, ...change };
}

export function aCall(change: Partial<SeenCall> = {}): SeenCall {
  return {
    callId: v7(),
    boothName: 'Booth',
    askedAtMs: NOW_MS - 300_000,
    parties: [aParty('citizen')],
    asks: [],
    placedAtMs: null,
    ...change,
  };
}

export function aReading(change: Partial<Seen> = {}): Seen {
  return {
    nowMs: NOW_MS,
    departmentIds: ['tax', 'market'],
    people: [],
    calls: [],
    today: [],
    followUps: [],
    ...change,
  };
}
