import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { type OutcomeCode, outcomeCode } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';

export interface SaidNote {
  readonly agentId: Id;
  readonly at: string;
  readonly note: string;
  readonly outcome: OutcomeCode | null;
}

export interface SaidSoFar {
  /** The last word of each agent, in the order of first writing. */
  readonly notes: readonly SaidNote[];
  readonly caseNotes: readonly VisitCase[];
  /** Agents who were in the visit and are not this one. */
  readonly before: readonly Id[];
}

/** What colleagues left behind in a visit, gathered from its record: read by who joins. */
export function saidSoFar(visit: Visit, timeline: readonly TimelineEntry[], selfId: Id): SaidSoFar {
  const notes = new Map<Id, SaidNote>();
  const before = new Set<Id>();
  for (const { fact, at } of timeline) {
    if (fact.type === 'call.joined' && fact.partyId !== visit.id && fact.partyId !== selfId) before.add(fact.partyId);
    if (fact.type !== 'call.noted') continue;
    const code = outcomeCode.safeParse(fact.outcome);
    notes.set(fact.agentId, { agentId: fact.agentId, at, note: fact.note, outcome: code.success ? code.data : null });
  }
  return {
    notes: [...notes.values()].filter(({ note, outcome }) => note !== '' || outcome !== null),
    caseNotes: visit.cases.filter(({ note }) => note !== ''),
    before: [...before],
  };
}

/** The record with the last word of each agent only: a note is saved again and again while it is written. */
export function withoutOldNotes(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const last = new Map<Id, Id>();
  for (const { id, fact } of timeline) if (fact.type === 'call.noted') last.set(fact.agentId, id);
  return timeline.filter(({ id, fact }) => fact.type !== 'call.noted' || last.get(fact.agentId) === id);
}
