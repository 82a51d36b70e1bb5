import { expect, it } from 'vitest';
import { ok } from '../../../contracts/result.ts';
import { Acquaintance, agentOf, strangersOf } from './acquaintance.ts';
import { reduceDesk } from './desk-state.ts';
import { type DeskState, initialDesk } from './desk-types.ts';
import { accepted, anAgent, hello, IDS, LOCAL_NOW_MS } from './testing.ts';

function joined(partyId: string, order: number) {
  return {
    id: `0199f000-0000-7000-8000-00000000010${order}`,
    order,
    visitId: IDS.visit,
    at: '2026-03-02T01:00:00.000Z',
    source: 'hub' as const,
    sourceId: 'hub',
    fact: { type: 'call.joined' as const, partyId },
  };
}
const inCall = (...partyIds: string[]): DeskState =>
  reduceDesk(initialDesk, {
    type: 'hello',
    hello: hello({
      colleagues: [{ agent: anAgent(IDS.me, 'market'), presence: 'on-call' }],
      call: accepted({ timeline: partyIds.map((partyId, index) => joined(partyId, index + 1)) }),
    }),
    localNowMs: LOCAL_NOW_MS,
  });

it('finds whom a record names and nobody knows: neither the citizen nor the own department', () => {
  expect(strangersOf(inCall(IDS.visit, IDS.me, IDS.tax, IDS.tax))).toEqual([IDS.tax]);
  expect(strangersOf(inCall())).toEqual([]);
});

it('asks once for each, and again after a greeting', async () => {
  const asked: string[][] = [];
  let state = inCall(IDS.me, IDS.tax);
  const acquaintance = new Acquaintance({
    ask: async (agentIds) => {
      asked.push(agentIds);
      return ok({ agents: [anAgent(IDS.tax, 'tax')] });
    },
    onNamed: (agents) => {
      state = reduceDesk(state, { type: 'named', agents });
    },
    onError: (error) => expect.fail(error.code),
  });
  const unknown = state;
  acquaintance.look(unknown);
  acquaintance.look({ ...unknown, wrapUp: null, followUps: [] });
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([[IDS.tax]]);
  expect(agentOf(state, IDS.tax)?.departmentId).toBe('tax');
  expect(strangersOf(state)).toEqual([]);
  acquaintance.begin();
  acquaintance.look(unknown);
  expect(asked).toHaveLength(2);
});
