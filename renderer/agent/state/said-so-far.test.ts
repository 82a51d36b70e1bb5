import { expect, it } from 'vitest';
import type { TimelineEntry, VisitFact } from '../../../contracts/domain/timeline.ts';
import { saidSoFar, withoutOldNotes } from './said-so-far.ts';
import { aCase, aVisit, IDS } from './testing.ts';

const record = (...facts: VisitFact[]): TimelineEntry[] =>
  facts.map((fact, index) => ({
    id: `${index}`,
    order: index + 1,
    visitId: IDS.visit,
    at: `2026-03-02T01:00:0${index}.000Z`,
    source: 'hub',
    sourceId: 'hub',
    fact,
  }));

it('gathers who was there before and the last word of each', () => {
  const timeline = record(
    { type: 'call.joined', partyId: IDS.visit },
    { type: 'call.joined', partyId: IDS.tax, departmentId: 'tax' },
    { type: 'call.noted', agentId: IDS.tax, note: 'first' },
    { type: 'call.noted', agentId: IDS.tax, note: 'last', outcome: 'informed' },
    { type: 'call.noted', agentId: IDS.case, note: '', outcome: 'no code of ours' },
    { type: 'call.joined', partyId: IDS.me },
  );
  const visit = aVisit({ cases: [aCase('end', { note: 'seal is missing' }), aCase('clearance', { id: IDS.tax })] });
  expect(saidSoFar(visit, timeline, IDS.me)).toMatchObject({
    before: [IDS.tax],
    notes: [{ agentId: IDS.tax, note: 'last', outcome: 'informed', at: '2026-03-02T01:00:03.000Z' }],
    caseNotes: [{ note: 'seal is missing' }],
  });
});

it('leaves the last word of each agent in the record', () => {
  const timeline = record(
    { type: 'call.noted', agentId: IDS.tax, note: 'fir' },
    { type: 'door.opened' },
    { type: 'call.noted', agentId: IDS.tax, note: 'first' },
    { type: 'call.noted', agentId: IDS.me, note: 'other' },
  );
  expect(withoutOldNotes(timeline).map(({ order }) => order)).toEqual([2, 3, 4]);
});
