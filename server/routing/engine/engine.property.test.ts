import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Oracle } from '../simulation/oracle.ts';
import { RoutingEngine } from './engine.ts';
import {
  type AgentProfile,
  DEFAULT_SETTINGS,
  type Offer,
  type RoutingEffect,
  type RoutingEvent,
  type Settings,
  type Work,
} from './types.ts';

/** Any order of events at any pace, sensible or not. Small numbers, so that events meet. */

const agentId = fc.constantFrom('a', 'b', 'c', 'd');
const workId = fc.constantFrom('1', '2', '3', '4', '5', '6');
const regionId = fc.constantFrom('here', 'near', 'far');
const departmentId = fc.constantFrom('tax', 'health');

const skill = fc.record({ departmentId, level: fc.integer({ min: 1, max: 3 }) });
const other = (id: string) => (id === 'tax' ? 'health' : 'tax');
const agent = fc.record({
  id: agentId,
  homeRegionId: regionId,
  // Mostly people who can do something for most: who never fits shows nothing.
  regionIds: fc.oneof(
    { weight: 3, arbitrary: fc.constant(['here', 'near', 'far']) },
    fc.uniqueArray(regionId, { minLength: 1 }),
  ),
  skills: fc.oneof(
    { weight: 2, arbitrary: skill.map((one) => [one, { ...one, departmentId: other(one.departmentId) }]) },
    skill.map((one) => [one]),
  ),
  languages: fc.constantFrom(['zh-CN'], ['zh-CN', 'en'], ['zh-CN', 'en']),
  authorities: fc.constantFrom([], ['licence'], ['licence']),
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
  onlyAgentId: fc.option(agentId, { nil: undefined, freq: 5 }),
  notAgentIds: fc.option(fc.uniqueArray(agentId, { maxLength: 2 }), { nil: undefined, freq: 3 }),
});

/** Answers name an open offer by number; all else is an event. */
type Act = { readonly waitMs: number } & (
  | { readonly event: RoutingEvent }
  | { readonly answer: 'offer.accepted' | 'offer.declined'; readonly which: number }
);

const event: fc.Arbitrary<RoutingEvent> = fc.oneof(
  { weight: 2, arbitrary: agent.map((one) => ({ type: 'agent.signed-in', agent: one }) as const) },
  { weight: 5, arbitrary: agentId.map((id) => ({ type: 'agent.ready', agentId: id }) as const) },
  { weight: 6, arbitrary: work.map((one) => ({ type: 'work.asked', work: one }) as const) },
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

/** An engine under watch, woken whenever it wants, and what the world outside knows of it. */
class Stage {
  readonly engine: RoutingEngine;
  readonly oracle: Oracle;
  readonly told: RoutingEffect[] = [];
  readonly open = new Map<string, Offer>();
  /** In the order in which they were asked; since when, and in whose hands since when. */
  readonly works = new Map<
    string,
    { work: Work; askedAtMs: number; held: { agentId: string; sinceMs: number } | null }
  >();
  /** Of those who are signed in. */
  readonly profiles = new Map<string, AgentProfile>();
  readonly owners = new Map<string, string>();
  nowMs: number;

  constructor(settings: Settings, nowMs = 0) {
    this.engine = new RoutingEngine(settings);
    this.oracle = new Oracle(settings);
    this.nowMs = nowMs;
  }

  take(one: RoutingEvent): RoutingEffect[] {
    const effects = this.engine.handle(one, this.nowMs);
    this.oracle.saw(one, effects, this.nowMs);
    this.told.push(...effects);
    if (one.type === 'work.asked' && !effects.some(({ type }) => type === 'ignored')) {
      this.works.set(one.work.id, { work: one.work, askedAtMs: this.nowMs, held: null });
    }
    if (one.type === 'work.ended') this.works.delete(one.workId);
    if (one.type === 'visit.ended') this.owners.delete(one.visitId);
    if (one.type === 'agent.signed-in') this.profiles.set(one.agent.id, one.agent);
    if (one.type === 'agent.signed-out') this.profiles.delete(one.agentId);
    for (const effect of effects) this.#follow(effect);
    return effects;
  }

  #follow(effect: RoutingEffect): void {
    if (effect.type === 'offer') this.open.set(effect.offer.offerId, effect.offer);
    if (effect.type === 'offer.gone') this.open.delete(effect.offer.offerId);
    if (effect.type === 'left-queue' || effect.type === 'refused') this.works.delete(effect.workId);
    const one = effect.type === 'assigned' && this.works.get(effect.workId);
    if (!one) return;
    one.held = { agentId: effect.agentId, sinceMs: effect.atMs };
    if (!this.owners.has(one.work.visitId)) this.owners.set(one.work.visitId, effect.agentId);
  }

  pass(ms: number): void {
    const untilMs = this.nowMs + ms;
    for (let due = this.engine.nextDueMs; due !== null && due <= untilMs; due = this.engine.nextDueMs) {
      this.nowMs = Math.max(this.nowMs, due);
      this.take({ type: 'tick' });
    }
    this.nowMs = untilMs;
    this.take({ type: 'tick' });
  }

  play(acts: readonly Act[]): void {
    for (const one of acts) {
      this.pass(one.waitMs);
      if ('event' in one) this.take(one.event);
      else {
        const offer = [...this.open.values()][one.which];
        if (offer) this.take({ type: one.answer, offerId: offer.offerId, agentId: offer.agentId });
      }
    }
  }

  /** Another process that takes over with what the world outside knows. */
  takenOver(settings: Settings): Stage {
    const next = new Stage(settings, this.nowMs);
    for (const [visitId, ownerId] of this.owners) next.take({ type: 'visit.restored', visitId, ownerId });
    for (const { work, askedAtMs, held } of this.works.values()) {
      if (held) next.take({ type: 'work.restored', work, agentId: held.agentId, assignedAtMs: held.sinceMs });
      else next.take({ type: 'work.asked', work, askedAtMs });
    }
    for (const [id, profile] of this.profiles) {
      const view = this.engine.agentState(id);
      if (!view) continue;
      const { wish, reason, misses, counter, wrapUps } = view;
      next.take({ type: 'agent.signed-in', agent: profile, standing: { wish, reason, misses, counter, wrapUps } });
    }
    return next;
  }
}

/** Plays acts and returns all that was told. */
function play(acts: readonly Act[], holdForNearer: number) {
  const stage = new Stage({ ...SETTINGS, holdForNearer });
  stage.play(acts);
  stage.pass(SETTINGS.offerMs);
  return { told: stage.told, oracle: stage.oracle, waiting: stage.engine.waiting, open: stage.open };
}

/** Some come to work first, and then anything happens: in a list without a beginning hardly anybody would meet. */
const crew = fc.array(agent, { maxLength: 4, size: 'max' }).map((all) =>
  all.flatMap((one): Act[] => [
    { waitMs: 0, event: { type: 'agent.signed-in', agent: one } },
    { waitMs: 0, event: { type: 'agent.ready', agentId: one.id } },
  ]),
);
const acts = fc
  .tuple(crew, fc.array(act, { maxLength: 80, size: 'max' }))
  .map(([first, then]): Act[] => [...first, ...then]);
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

/** Everybody goes home, and somebody who can do everything takes one work after another: the order of the line. */
function lineOf(stage: Stage): string[] {
  for (const id of ['a', 'b', 'c', 'd']) stage.take({ type: 'agent.signed-out', agentId: id });
  stage.pass(SETTINGS.retryMs);
  const skills = [
    { departmentId: 'tax', level: 3 },
    { departmentId: 'health', level: 3 },
  ];
  const everything = {
    regionIds: ['here', 'near', 'far'],
    skills,
    languages: ['zh-CN', 'en'],
    authorities: ['licence'],
  };
  const agent: AgentProfile = { id: 'z', homeRegionId: 'here', ...everything, channels: ['booth'], capacity: 1 };
  stage.take({ type: 'agent.signed-in', agent });
  stage.take({ type: 'agent.ready', agentId: 'z' });
  const line: string[] = [];
  for (let [offer] = stage.open.values(); offer; [offer] = stage.open.values()) {
    line.push(offer.workId);
    stage.take({ type: 'offer.accepted', offerId: offer.offerId, agentId: 'z' });
    stage.take({ type: 'work.ended', workId: offer.workId });
    stage.take({ type: 'wrap-up.ended', agentId: 'z' });
  }
  return line;
}

/** What is kept of a person: an offer that rings is made anew. */
function known(stage: Stage, agentId: string) {
  const view = stage.engine.agentState(agentId);
  if (!view) throw new Error(`${agentId} is unknown`);
  const { wish, reason, counter, misses, workIds, wrapUps } = view;
  return { wish, reason, counter, misses, wrapUps, workIds: workIds.toSorted() };
}

describe('when another process takes over', () => {
  it('knows everybody and every work as before', () => {
    let held = 0;
    fc.assert(
      fc.property(acts, hold, (all, holdForNearer) => {
        const before = new Stage({ ...SETTINGS, holdForNearer });
        before.play(all);
        const after = before.takenOver({ ...SETTINGS, holdForNearer });
        for (const id of before.profiles.keys()) {
          const was = known(before, id);
          expect(known(after, id)).toEqual(was);
          held += was.workIds.length;
        }
        expect(after.told.filter(({ type }) => type === 'refused' || type === 'assigned')).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(held).toBeGreaterThan(0);
  });

  it('keeps every promise whatever comes then', () => {
    fc.assert(
      fc.property(acts, fc.array(act, { maxLength: 40, size: 'max' }), hold, (first, then, holdForNearer) => {
        const before = new Stage({ ...SETTINGS, holdForNearer });
        before.play(first);
        const after = before.takenOver({ ...SETTINGS, holdForNearer });
        after.play(then);
        after.pass(SETTINGS.offerMs);
        expect(after.oracle.examples).toEqual([]);
        expect(after.engine.waiting).toBe(after.oracle.waiting);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has the same line', () => {
    let longest = 0;
    fc.assert(
      fc.property(acts, (all) => {
        const before = new Stage(SETTINGS);
        before.play(all);
        const after = before.takenOver(SETTINGS);
        const line = lineOf(before);
        expect(lineOf(after)).toEqual(line);
        longest = Math.max(longest, line.length);
      }),
      { numRuns: 500 },
    );
    expect(longest).toBeGreaterThan(2);
  });
});
