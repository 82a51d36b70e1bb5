import { describe, expect, it } from 'vitest';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Presence } from '../../../contracts/domain/people.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { type AgentAskPurpose, askTargets } from './ask-targets.ts';
import { accepted, anAgent, CATALOGUE, IDS } from './testing.ts';

const ask = (change: Partial<CallAsk> = {}): CallAsk => ({
  askId: IDS.offer,
  purpose: 'add',
  departmentId: 'tax',
  ringingAgentId: null,
  since: '2026-03-02T01:00:00.000Z',
  place: null,
  estimatedWaitSeconds: null,
  why: null,
  ...change,
});
const taxIn: Party = {
  partyId: IDS.tax,
  kind: 'agent',
  displayName: 'tax',
  departmentId: 'tax',
  place: 'table',
  owner: false,
};

interface Given {
  readonly presence?: Presence;
  readonly parties?: Party[];
  readonly asks?: CallAsk[];
  readonly query?: string;
  readonly purpose?: AgentAskPurpose;
}

function targets({
  presence = 'available',
  parties = accepted().parties,
  asks = [],
  query = '',
  purpose = 'add',
}: Given) {
  return askTargets({
    catalogue: CATALOGUE,
    colleagues: [
      { agent: anAgent(IDS.me, 'market'), presence: 'on-call' },
      { agent: { ...anAgent(IDS.tax, 'tax'), displayName: '王税' }, presence },
    ],
    call: { parties, asks },
    selfId: IDS.me,
    query,
    purpose,
  });
}
const tax = (given: Given) => targets(given).departments.find(({ department }) => department.id === 'tax')?.state;

describe('askTargets', () => {
  it('tells free, busy and absent people apart', () => {
    expect(tax({ presence: 'available' })).toBe('free');
    expect(tax({ presence: 'on-call' })).toBe('busy');
    for (const presence of ['break', 'offline', 'at-counter', 'not-responding'] as const) {
      expect(tax({ presence })).toBe('none');
    }
    expect(targets({}).departments[0]).toMatchObject({ state: 'free', freeCount: 1 });
  });

  it('asks nobody twice, and nobody who is there', () => {
    expect(tax({ asks: [ask()] })).toBe('asked');
    expect(tax({ parties: [...accepted().parties, taxIn] })).toBe('in-call');
  });

  it('asks nobody into a full call, but lets a transfer take its place', () => {
    const others = [1, 2].map((n) => ({ ...taxIn, partyId: `${IDS.case}${n}`, departmentId: 'social' }));
    expect(tax({ parties: [...accepted().parties, ...others] })).toBe('full');
    expect(tax({ parties: [...accepted().parties, ...others], purpose: 'transfer' })).toBe('free');
  });

  it('finds departments and colleagues by part of a name', () => {
    expect(targets({ query: '王' })).toMatchObject({
      departments: [],
      colleagues: [{ agent: { displayName: '王税' }, state: 'free' }],
    });
    expect(targets({ query: 'TAX' }).departments.map(({ department }) => department.id)).toEqual(['tax']);
    expect(targets({}).colleagues).toEqual([]);
  });
});
