import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import type { DeskCall } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';

/** What this agent may do with somebody in the call, as the hub allows it. */
export type Deed = 'hold' | 'resume' | 'to-table' | 'to-aside' | 'hand-over' | 'remove';

export interface CallPerson {
  readonly party: Party;
  readonly isSelf: boolean;
  readonly deeds: readonly Deed[];
}

type Standing = Pick<DeskCall, 'parties'>;

/** Everybody in the call with what may be done: the owner moves all, everybody themselves; the citizen is never sent away. */
export function peopleOf(call: Standing, selfId: Id): readonly CallPerson[] {
  const self = call.parties.find((party) => party.partyId === selfId);
  const owns = self?.owner === true;
  return call.parties.map((party) => {
    const isSelf = party.partyId === selfId;
    return { party, isSelf, deeds: deedsOf(party, isSelf, owns) };
  });
}

function deedsOf(party: Party, isSelf: boolean, owns: boolean): readonly Deed[] {
  if (party.kind === 'supervisor') return [];
  if (party.kind === 'citizen') return owns ? [party.place === 'hold' ? 'resume' : 'hold'] : [];
  const move: Deed = party.place === 'table' ? 'to-aside' : 'to-table';
  if (isSelf) return [move];
  if (!owns) return [];
  const canOwn = party.kind === 'agent' && party.awaySince === undefined;
  return [move, ...(canOwn ? (['hand-over'] as const) : []), 'remove'];
}

export function selfOf(call: Standing, selfId: Id): Party | undefined {
  return call.parties.find((party) => party.partyId === selfId);
}

export function citizenOf(call: Standing): Party | undefined {
  return call.parties.find((party) => party.kind === 'citizen');
}

/** Why the citizen does not hear this agent now, the weightiest reason first; null when nothing stands between them. */
export type Unheard = 'line-lost' | 'on-hold' | 'aside' | 'watching' | 'muted';

export function unheardBecause(call: Standing, selfId: Id, isMuted: boolean): Unheard | null {
  const self = selfOf(call, selfId);
  const citizen = citizenOf(call);
  if (citizen?.awaySince !== undefined) return 'line-lost';
  if (citizen?.place === 'hold') return 'on-hold';
  if (self?.place === 'gallery' || self?.place === 'ear') return 'watching';
  if (self?.place === 'aside' || self?.place === 'hold') return 'aside';
  return isMuted ? 'muted' : null;
}

/** When a lost party's place is given up, in milliseconds of the browser's clock; null while their line is up. */
export function heldUntilMs(party: Party, aheadMs: number): number | null {
  return party.awaySince === undefined ? null : new Date(party.awaySince).getTime() - aheadMs + PARTY_HELD_MS;
}

/** Since when a party has stood where it stands, as the record says; null when it does not. */
export function placedSince(timeline: readonly TimelineEntry[], partyId: Id): string | null {
  const last = timeline.findLast(({ fact }) => fact.type === 'call.placed' && fact.partyId === partyId);
  return last?.at ?? null;
}

/** Whether nobody would be left to talk to the citizen if this agent went. */
export function wouldLeaveAlone(call: Standing, selfId: Id): boolean {
  const self = selfOf(call, selfId);
  if (self?.kind !== 'agent') return false;
  return !call.parties.some((party) => party.kind === 'agent' && party.partyId !== selfId);
}
