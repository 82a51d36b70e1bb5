import { describe, expect, it } from 'vitest';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Presence } from '../../../contracts/domain/people.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import type { DepartmentDuty } from '../../../contracts/hub/agent.ts';
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
  readonly duties?: DepartmentDuty[];
  readonly parties?: Party[];
  readonly asks?: CallAsk[];
  readonly query?: string;
  readonly purpose?: AgentAskPurpose;
}

function targets({
  presence = 'available',
  duties = [{ departmentId: 'tax', onDuty: 1, available: 1 }],
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
    duties,
    call: { parties, asks },
    self: anAgent(IDS.me, 'market'),
    query,
    purpose,
  });
}
const tax = (given: Given) => targets(given).departments.find(({ department }) => department.id === 'tax')?.state;

describe('askTargets', () => {
  it('tells free, busy and absent people apart', () => {
    const found = (presence: Presence) => targets({ presence, query: '王' }).colleagues[0]?.state;
    expect(found('available')).toBe('free');
    expect(found('on-call')).toBe('busy');
    for (const presence of ['break', 'offline', 'at-counter', 'not-responding'] as const) {
      expect(found(presence)).toBe('none');
    }
  });

  it('knows of another department how many are there, of the own one who', () => {
    const duties = (onDuty: number, available: number) => [
      { departmentId: 'tax', onDuty, available },
      { departmentId: 'market', onDuty: 9, available: 9 },
    ];
    expect(tax({ duties: duties(3, 1) })).toBe('free');
    expect(tax({ duties: duties(3, 0) })).toBe('busy');
    expect(tax({ duties: duties(0, 0) })).toBe('none');
    expect(tax({ duties: [] })).toBe('none');
    expect(targets({ duties: duties(30, 12) }).departments[0]).toMatchObject({ state: 'free', freeCount: 12 });
    // Nobody but oneself sits there.
    const own = targets({ duties: duties(1, 1) }).departments.find(({ department }) => department.id === 'market');
    expect(own).toMatchObject({ state: 'none', freeCount: 0 });
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
