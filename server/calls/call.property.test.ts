import fc from 'fast-check';
import { expect, it } from 'vitest';
import { carries, PARTY_HELD_MS } from '../../contracts/domain/call.ts';
import { MAX_PARTIES, openCall, seatsOf, stepCall } from './call.ts';
import type { CallEvent } from './events.ts';
import type { Call } from './state.ts';
import { ringAtTest } from './testing.ts';

/** Whatever happens, in whatever order: what must hold of a call after each step. */

const AGENTS = ['a', 'b', 'c', 'd'] as const;
const SUPERVISORS = ['s', 't'] as const;
const RUNS = 500;

const agent = fc.constantFrom(...AGENTS);
const anybody = fc.constantFrom('visit', ...AGENTS, ...SUPERVISORS);
/** Which of the asks that there are. */
const nth = fc.nat(3);

/** An event of which the ask is found when it happens. */
type Draft = { readonly make: (call: Call) => CallEvent; readonly text: string };
const drafts = (arbitrary: fc.Arbitrary<(call: Call) => CallEvent>) =>
  arbitrary.map((make): Draft => ({ make, text: make.toString() }));
const askOf = (call: Call, at: number) => call.asks[at % Math.max(1, call.asks.length)]?.askId ?? 'none';
/** Nobody is asked into a call in which they are. */
const isOut = (call: Call, id: string) => !call.parties.some((one) => one.partyId === id);

const event = fc.oneof(
  {
    weight: 6,
    arbitrary: drafts(
      fc.tuple(nth, agent).map(([at, agentId]) => (call) => {
        const askId = isOut(call, agentId) ? askOf(call, at) : 'none';
        return { type: 'accept', askId, agentId, departmentId: `of-${agentId}` };
      }),
    ),
  },
  {
    weight: 4,
    arbitrary: drafts(
      fc
        .tuple(anybody, fc.constantFrom('add', 'consult', 'transfer', 'interpreter'), fc.constantFrom('x', 'y', 'z'))
        .map(([byId, purpose, departmentId]) => () => ({ type: 'ask', byId, ask: { purpose, departmentId } as const })),
    ),
  },
  drafts(
    fc.tuple(anybody, nth).map(([byId, at]) => (call) => ({ type: 'ask-cancel', byId, askId: askOf(call, at) })),
  ),
  drafts(nth.map((at) => (call) => ({ type: 'ring-over', askId: askOf(call, at) }))),
  drafts(
    fc.tuple(nth, agent).map(([at, agentId]) => (call) => {
      return { type: 'ring', askId: askOf(call, at), ring: ringAtTest(agentId, 'offer') };
    }),
  ),
  drafts(
    fc.tuple(anybody, anybody, fc.constantFrom('table', 'aside', 'hold')).map(
      ([byId, partyId, place]) =>
        () =>
          ({ type: 'place', byId, partyId, place }) as const,
    ),
  ),
  drafts(
    fc.tuple(anybody, anybody).map(([byId, partyId]) => () => ({ type: 'remove', byId, partyId })),
  ),
  drafts(
    fc.tuple(anybody, anybody).map(([byId, toAgentId]) => () => ({ type: 'hand-over', byId, toAgentId })),
  ),
  drafts(anybody.map((partyId) => () => ({ type: 'leave', partyId }))),
  drafts(
    fc
      .tuple(fc.constantFrom(...SUPERVISORS), fc.constantFrom('monitor', 'whisper', 'barge'), fc.option(agent))
      .map(([supervisorId, mode, earOf]) => () => {
        return { type: 'watch', supervisorId, mode, earOf: earOf ?? undefined } as const;
      }),
  ),
  drafts(anybody.map((partyId) => () => ({ type: 'away', partyId }))),
  drafts(anybody.map((partyId) => () => ({ type: 'back', partyId }))),
);
const steps = fc.array(fc.tuple(event, fc.constantFrom(0, 1_000, 31_000, PARTY_HELD_MS)), { maxLength: 40 });

function check(call: Call, nowMs: number): void {
  const { parties, asks, ownerId } = call;
  const agents = parties.filter((one) => one.kind === 'agent');
  expect(parties[0]).toMatchObject({ partyId: 'visit', kind: 'citizen' });
  expect(new Set(parties.map((one) => one.partyId)).size, 'each once').toBe(parties.length);
  expect(parties.length).toBeLessThanOrEqual(8);
  expect(seatsOf(call)).toBeLessThanOrEqual(MAX_PARTIES);
  expect(ownerId === null, 'one owner whenever there is an agent').toBe(agents.length === 0);
  if (ownerId !== null) expect(agents.map((one) => one.partyId)).toContain(ownerId);
  // Nobody alone: either somebody is there, or somebody is being found.
  const found = asks.filter(({ purpose }) => purpose === 'answer' || purpose === 'transfer');
  if (agents.length === 0) expect(found.length, 'the next is being found').toBeGreaterThan(0);
  // Nothing rings for nobody.
  for (const { purpose, byAgentId } of asks) {
    if (purpose === 'consult') expect(parties.some((one) => one.partyId === byAgentId)).toBe(true);
    if (purpose === 'add' || purpose === 'interpreter') expect(agents.length).toBeGreaterThan(0);
  }
  for (const party of parties) {
    if (party.awaySinceMs !== null) expect(nowMs - party.awaySinceMs, 'no ghost').toBeLessThan(PARTY_HELD_MS);
    if (party.place === 'ear') expect(agents.map((one) => one.partyId)).toContain(party.earOf);
    else expect(party.earOf).toBeUndefined();
    // A whisper reaches one agent, and never the citizen.
    const citizen = parties[0];
    if (party.place === 'ear' && citizen) expect(carries(party, citizen, 'voice')).toBe(false);
  }
}

it('drops nobody, leaves nobody alone, has one owner and no ghosts, in any order of events', () => {
  let joined = 0;
  fc.assert(
    fc.property(steps, (played) => {
      let nowMs = 1_000_000;
      let ids = 0;
      const newId = () => `ask-${++ids}`;
      const request = {
        callId: 'call',
        visitId: 'visit',
        boothId: 'booth',
        regionId: 'region',
        language: 'en',
      } as const;
      let call = openCall({ ...request, priority: 'normal' }, nowMs, newId).call;
      for (const [draft, afterMs] of played) {
        nowMs += afterMs;
        for (const one of [{ type: 'tick' } as const, draft.make(call)]) {
          const before = call;
          const step = stepCall(call, one, nowMs, newId);
          if (!step.ok) continue;
          if (step.call === null) {
            // Only the citizen's own loss ends a call by itself.
            expect(one.type).toBe('tick');
            expect(before.parties[0]?.awaySinceMs).not.toBeNull();
            return;
          }
          call = step.call;
          expect(call.rev, 'each change is one').toBe(call === before ? before.rev : before.rev + 1);
          joined += step.effects.filter(({ type }) => type === 'joined').length;
          check(call, nowMs);
        }
      }
    }),
    { numRuns: RUNS, seed: 41 },
  );
  // The days played were not empty ones.
  expect(joined).toBeGreaterThan(RUNS / 2);
});
