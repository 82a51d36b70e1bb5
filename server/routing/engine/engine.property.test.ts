import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Oracle } from '../simulation/oracle.ts';
import { RoutingEngine } from './engine.ts';
import { DEFAULT_SETTINGS, type Offer, type RoutingEffect, type RoutingEvent, type Settings } from './types.ts';

/** Any order of events at any pace, sensible or not. Small numbers, so that events meet. */

const agentId = fc.constantFrom('a', 'b', 'c', 'd');
const workId = fc.constantFrom('1', '2', '3', '4', '5', '6');
const regionId = fc.constantFrom('here', 'near', 'far');
const departmentId = fc.constantFrom('tax', 'health');

const agent = fc.record({
  id: agentId,
  homeRegionId: regionId,
  regionIds: fc.uniqueArray(regionId, { minLength: 1 }),
  skills: fc.array(fc.record({ departmentId, level: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 2 }),
  languages: fc.constantFrom(['zh-CN'], ['zh-CN', 'en']),
  authorities: fc.constantFrom([], ['licence']),
  channels: fc.constant(['booth'] as const),
  capacity: fc.integer({ min: 1, max: 2 }),
});
const work = fc.record({
  id: workId,
  visitId: fc.constantFrom('v', 'w'),
  departmentId,
  regionId,
  language: fc.constantFrom('zh-CN', 'zh-CN', 'en'),
  authority: fc.constantFrom(undefined, undefined, 'licence'),
  channel: fc.constant('booth' as const),
  level: fc.integer({ min: 1, max: 2 }),
  priority: fc.constantFrom('help' as const, 'second-call' as const, 'normal' as const),
});

/** Answers name an open offer by number; all else is an event. */
type Act = { readonly waitMs: number } & (
  | { readonly event: RoutingEvent }
  | { readonly answer: 'offer.accepted' | 'offer.declined'; readonly which: number }
);

const event: fc.Arbitrary<RoutingEvent> = fc.oneof(
  { weight: 3, arbitrary: agent.map((one) => ({ type: 'agent.signed-in', agent: one }) as const) },
  { weight: 3, arbitrary: agentId.map((id) => ({ type: 'agent.ready', agentId: id }) as const) },
  { weight: 4, arbitrary: work.map((one) => ({ type: 'work.asked', work: one }) as const) },
  agentId.map((id) => ({ type: 'agent.signed-out', agentId: id }) as const),
  agentId.map((id) => ({ type: 'agent.break', agentId: id, reason: 'rest' }) as const),
  fc.tuple(agentId, fc.boolean()).map(([id, busy]) => ({ type: 'agent.counter', agentId: id, busy }) as const),
  agentId.map((id) => ({ type: 'wrap-up.ended', agentId: id }) as const),
  workId.map((id) => ({ type: 'work.ended', workId: id }) as const),
  fc
    .tuple(workId, fc.constantFrom('call-back' as const, 'appointment' as const, 'message' as const))
    .map(([id, choice]) => ({ type: 'work.alternative', workId: id, choice }) as const),
  fc.constantFrom('v', 'w').map((id) => ({ type: 'visit.ended', visitId: id }) as const),
);
const waitMs = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6_000 }), fc.integer({ min: 0, max: 90_000 }));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ waitMs, event }) },
  {
    weight: 2,
    arbitrary: fc.record({
      waitMs,
      answer: fc.constantFrom('offer.accepted' as const, 'offer.accepted' as const, 'offer.declined' as const),
      which: fc.nat(5),
    }),
  },
);

const SETTINGS: Settings = {
  ...DEFAULT_SETTINGS,
  regions: [
    { id: 'here', districtId: 'd1', partnerIds: ['far'] },
    { id: 'near', districtId: 'd1', partnerIds: [] },
    { id: 'far', districtId: 'd2', partnerIds: ['here'] },
  ],
};

/** Plays acts, waking the engine whenever it wants, and returns all that was told. */
function play(acts: readonly Act[], holdForNearer: number) {
  const engine = new RoutingEngine({ ...SETTINGS, holdForNearer });
  const oracle = new Oracle({ ...SETTINGS, holdForNearer });
  const told: RoutingEffect[] = [];
  const open = new Map<string, Offer>();
  let nowMs = 0;
  const take = (one: RoutingEvent) => {
    const effects = engine.handle(one, nowMs);
    oracle.saw(one, effects, nowMs);
    told.push(...effects);
    for (const effect of effects) {
      if (effect.type === 'offer') open.set(effect.offer.offerId, effect.offer);
      if (effect.type === 'offer.gone') open.delete(effect.offer.offerId);
    }
  };
  const pass = (ms: number) => {
    const untilMs = nowMs + ms;
    for (let due = engine.nextDueMs; due !== null && due <= untilMs; due = engine.nextDueMs) {
      nowMs = due;
      take({ type: 'tick' });
    }
    nowMs = untilMs;
    take({ type: 'tick' });
  };
  for (const one of acts) {
    pass(one.waitMs);
    if ('event' in one) take(one.event);
    else {
      const offer = [...open.values()][one.which];
      if (offer) take({ type: one.answer, offerId: offer.offerId, agentId: offer.agentId });
    }
  }
  pass(SETTINGS.offerMs);
  return { told, oracle, waiting: engine.waiting, open };
}

const acts = fc.array(act, { maxLength: 80 });
const hold = fc.constantFrom(0, 0.25);

it('keeps every promise in any order of events', () => {
  fc.assert(
    fc.property(acts, hold, (all, holdForNearer) => {
      const { oracle } = play(all, holdForNearer);
      expect(oracle.examples).toEqual([]);
    }),
    { numRuns: 1_500 },
  );
});

it('rings nobody for longer than 5 s', () => {
  fc.assert(
    fc.property(acts, hold, (all, holdForNearer) => {
      const { told } = play(all, holdForNearer);
      const begun = new Map<string, number>();
      for (const one of told) {
        if (one.type === 'offer') begun.set(one.offer.offerId, one.atMs);
        if (one.type === 'offer.gone') {
          expect(one.atMs - (begun.get(one.offer.offerId) ?? Number.NaN)).toBeLessThanOrEqual(5_000);
          begun.delete(one.offer.offerId);
        }
      }
      const lastMs = Math.max(0, ...told.map((one) => one.atMs));
      for (const atMs of begun.values()) expect(lastMs - atMs).toBeLessThanOrEqual(5_000);
    }),
    { numRuns: 300 },
  );
});

it('gives the same effects for the same events', () => {
  fc.assert(
    fc.property(acts, (all) => {
      expect(play(all, 0.25).told).toEqual(play(all, 0.25).told);
    }),
    { numRuns: 200 },
  );
});

it('counts as many waiting as the oracle does', () => {
  fc.assert(
    fc.property(acts, hold, (all, holdForNearer) => {
      const { oracle, waiting } = play(all, holdForNearer);
      expect(waiting).toBe(oracle.waiting);
    }),
    { numRuns: 300 },
  );
});
