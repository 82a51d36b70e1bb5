import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { waitOf } from './pick.ts';
import { route } from './reducer.ts';
import {
  MAX_PARTIES,
  NO_ROUTING,
  OFFER_TIMEOUT_MS,
  presenceOf,
  RETRY_AFTER_MS,
  type RoutingEffect,
  type RoutingEvent,
  type RoutingState,
} from './state.ts';

/** A routing with its clock: events go in, effects are kept, timers fire as time goes on. */
class Bench {
  state: RoutingState = NO_ROUTING;
  nowMs = 0;
  effects: RoutingEffect[] = [];
  refused = 0;
  #ids = 0;
  #timers = new Map<string, { dueMs: number; event: RoutingEvent }>();

  do(event: RoutingEvent): RoutingEffect[] {
    const step = route(this.state, event, this.nowMs, () => `id-${++this.#ids}`);
    if (step.refusal) {
      this.refused += 1;
      expect(step.state).toBe(this.state);
    }
    this.state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'timer') {
        this.#timers.set(effect.key, { dueMs: this.nowMs + effect.delayMs, event: effect.event });
      }
    }
    this.effects.push(...step.effects);
    return [...step.effects];
  }

  advance(byMs: number): void {
    const untilMs = this.nowMs + byMs;
    for (;;) {
      const due = [...this.#timers]
        .filter(([, one]) => one.dueMs <= untilMs)
        .sort((a, b) => a[1].dueMs - b[1].dueMs)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.nowMs = due[1].dueMs;
      this.do(due[1].event);
    }
    this.nowMs = untilMs;
  }

  online(id: string, departmentId: string, languages: ('zh-CN' | 'en')[] = ['zh-CN'], regionId = 'here'): void {
    this.do({ type: 'agent.online', agent: { id, departmentId, regionId, languages } });
  }

  free(id: string, departmentId: string, languages?: ('zh-CN' | 'en')[], regionId?: string): void {
    this.online(id, departmentId, languages, regionId);
    this.do({ type: 'presence.set', agentId: id, presence: 'available' });
  }

  request(callId: string, departmentId?: string, language: 'zh-CN' | 'en' = 'zh-CN'): void {
    const call = {
      callId,
      visitId: `visit of ${callId}`,
      boothId: `booth of ${callId}`,
      regionId: 'here',
      language,
      departmentId,
    };
    this.do({ type: 'call.requested', call });
  }

  offers(): { agentId: string; offerId: string; callId: string }[] {
    return Object.values(this.state.offers);
  }

  accept(agentId: string): void {
    const offer = this.offers().find((one) => one.agentId === agentId);
    this.do({ type: 'offer.accept', agentId, offerId: offer?.offerId ?? 'none' });
  }
}

describe('an offer', () => {
  it('goes to the department asked for, to the language first, then the region, then who rested longest', () => {
    const bench = new Bench();
    bench.free('other', 'tax');
    bench.free('far', 'market', ['zh-CN'], 'there');
    bench.free('near', 'market');
    bench.free('english', 'market', ['en'], 'there');
    bench.request('chinese call', 'market');
    expect(bench.offers()).toMatchObject([{ agentId: 'near', because: ['department', 'language', 'region'] }]);
    bench.request('english call', 'market', 'en');
    expect(bench.offers().map((one) => one.agentId)).toEqual(['near', 'english']);
  });

  it('moves on after its time, and takes who missed two in a row off duty', () => {
    const bench = new Bench();
    bench.free('a', 'market');
    bench.free('b', 'market');
    bench.request('call', 'market');
    expect(bench.offers()).toMatchObject([{ agentId: 'a' }]);
    bench.advance(OFFER_TIMEOUT_MS);
    expect(bench.offers()).toMatchObject([{ agentId: 'b' }]);
    bench.advance(OFFER_TIMEOUT_MS);
    expect(bench.offers()).toEqual([]);
    bench.advance(RETRY_AFTER_MS);
    expect(bench.effects).toContainEqual({ type: 'presence', agentId: 'a', presence: 'break' });
    bench.advance(60_000);
    expect(Object.values(bench.state.agents).map(presenceOf)).toEqual(['break', 'break']);
    expect(Object.keys(bench.state.calls)).toEqual(['call']);
    bench.do({ type: 'presence.set', agentId: 'b', presence: 'available' });
    expect(bench.offers()).toMatchObject([{ agentId: 'b' }]);
  });

  it('cannot be taken by somebody else, after its time, or twice', () => {
    const bench = new Bench();
    bench.free('a', 'market');
    bench.request('call', 'market');
    const offerId = bench.offers()[0]?.offerId ?? '';
    bench.do({ type: 'offer.accept', agentId: 'b', offerId });
    expect(bench.refused).toBe(1);
    bench.accept('a');
    bench.do({ type: 'offer.accept', agentId: 'a', offerId });
    expect(bench.refused).toBe(2);
  });
});

describe('a call', () => {
  function running(): Bench {
    const bench = new Bench();
    bench.free('market', 'market');
    bench.free('tax', 'tax');
    bench.request('call', 'market');
    bench.accept('market');
    return bench;
  }

  it('goes on while an invitation rings, though the last agent left', () => {
    const bench = running();
    bench.do({ type: 'call.invite', callId: 'call', agentId: 'market', departmentId: 'tax' });
    bench.do({ type: 'call.leave', callId: 'call', agentId: 'market' });
    expect(Object.keys(bench.state.calls)).toEqual(['call']);
    bench.accept('tax');
    expect(bench.state.calls.call?.agentIds).toEqual(['tax']);
    const effects = bench.do({ type: 'call.leave', callId: 'call', agentId: 'tax' });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'ended', reason: 'left' }));
  });

  it('ends when that invitation finds nobody', () => {
    const bench = running();
    bench.do({ type: 'call.invite', callId: 'call', agentId: 'market', departmentId: 'tax' });
    bench.do({ type: 'call.leave', callId: 'call', agentId: 'market' });
    bench.advance(OFFER_TIMEOUT_MS);
    expect(bench.state.calls).toEqual({});
    expect(bench.effects).toContainEqual(expect.objectContaining({ type: 'inviting', state: 'nobody' }));
  });

  it('keeps a lost desk for the grace and then goes on without it', () => {
    const bench = running();
    bench.do({ type: 'agent.offline', agentId: 'market' });
    bench.advance(19_999);
    expect(bench.state.calls.call?.agentIds).toEqual(['market']);
    bench.online('market', 'market');
    bench.advance(60_000);
    expect(bench.state.calls.call?.agentIds).toEqual(['market']);
    bench.do({ type: 'agent.offline', agentId: 'market' });
    bench.advance(20_000);
    expect(bench.state.calls).toEqual({});
  });

  it('ends for everybody when the booth hangs up, ringing offers too', () => {
    const bench = running();
    bench.do({ type: 'call.invite', callId: 'call', agentId: 'market', departmentId: 'tax' });
    const effects = bench.do({ type: 'call.end', callId: 'call', reason: 'hangup' });
    expect(effects.map((effect) => effect.type)).toEqual(expect.arrayContaining(['offer.gone', 'ended', 'presence']));
    expect(bench.state).toMatchObject({ calls: {}, offers: {} });
    expect(Object.values(bench.state.agents).map(presenceOf)).toEqual(['wrap-up', 'available']);
  });
});

describe('the wait', () => {
  it('is nothing when somebody is free and grows with the place', () => {
    const bench = new Bench();
    bench.free('a', 'market');
    expect(waitOf(bench.state, 'market', 0)).toEqual({ place: 1, estimatedWaitSeconds: 0 });
    bench.request('call', 'market');
    bench.accept('a');
    const first = waitOf(bench.state, 'market', 0).estimatedWaitSeconds;
    const second = waitOf(bench.state, 'market', 1).estimatedWaitSeconds;
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first);
  });
});

const AGENTS = ['a1', 'a2', 'b1', 'b2', 'c1'];
const DEPARTMENTS = ['a', 'b', 'c'];
const CALLS = ['call-1', 'call-2', 'call-3'];
const agentId = fc.constantFrom(...AGENTS);
const callId = fc.constantFrom(...CALLS);
const departmentId = fc.constantFrom(...DEPARTMENTS);

const action = fc.oneof(
  fc.record({ kind: fc.constant('online' as const), agentId }),
  fc.record({ kind: fc.constant('offline' as const), agentId }),
  fc.record({
    kind: fc.constant('presence' as const),
    agentId,
    presence: fc.constantFrom('available' as const, 'break' as const, 'offline' as const),
  }),
  fc.record({ kind: fc.constant('wrapup' as const), agentId }),
  fc.record({
    kind: fc.constant('request' as const),
    callId,
    departmentId: fc.option(departmentId, { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('accept' as const), agentId }),
  fc.record({ kind: fc.constant('decline' as const), agentId }),
  fc.record({ kind: fc.constant('invite' as const), agentId, callId, departmentId }),
  fc.record({ kind: fc.constant('leave' as const), agentId, callId }),
  fc.record({
    kind: fc.constant('end' as const),
    callId,
    reason: fc.constantFrom('hangup' as const, 'cancelled' as const, 'lost' as const),
  }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30_000 }) }),
);

function act(bench: Bench, one: typeof action extends fc.Arbitrary<infer A> ? A : never): void {
  switch (one.kind) {
    case 'online':
      bench.online(one.agentId, one.agentId.slice(0, 1));
      break;
    case 'offline':
      bench.do({ type: 'agent.offline', agentId: one.agentId });
      break;
    case 'presence':
      bench.do({ type: 'presence.set', agentId: one.agentId, presence: one.presence });
      break;
    case 'wrapup':
      bench.do({ type: 'wrapup.end', agentId: one.agentId });
      break;
    case 'request':
      bench.request(one.callId, one.departmentId);
      break;
    case 'accept':
      bench.accept(one.agentId);
      break;
    case 'decline': {
      const offerId = bench.offers().find((offer) => offer.agentId === one.agentId)?.offerId ?? 'none';
      bench.do({ type: 'offer.decline', agentId: one.agentId, offerId });
      break;
    }
    case 'invite':
      bench.do({ type: 'call.invite', ...one });
      break;
    case 'leave':
      bench.do({ type: 'call.leave', ...one });
      break;
    case 'end':
      bench.do({ type: 'call.end', ...one });
      break;
    case 'wait':
      bench.advance(one.ms);
      break;
  }
}

describe('whatever happens', () => {
  it('nobody outside the department is asked, nobody twice at once, no call is over-full or forgotten', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const bench = new Bench();
        for (const one of actions) {
          act(bench, one);
          expectSound(bench.state);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a call that waits is offered as soon as a fitting agent is free', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), departmentId, (actions, department) => {
        const bench = new Bench();
        for (const one of actions) act(bench, one);
        // Everybody goes, calls end: what waits then is served by the first who comes.
        for (const id of CALLS) if (bench.state.calls[id]) bench.do({ type: 'call.end', callId: id, reason: 'hangup' });
        bench.request('late', department);
        if (bench.offers().length === 0) {
          bench.free('fresh', department);
          expect(bench.offers()).toMatchObject([{ agentId: 'fresh', callId: 'late' }]);
        }
      }),
    );
  });
});

function expectSound(state: RoutingState): void {
  const offers = Object.values(state.offers);
  const asked = offers.map((offer) => offer.agentId);
  expect(new Set(asked).size).toBe(asked.length);
  for (const offer of offers) {
    const agent = state.agents[offer.agentId];
    const call = state.calls[offer.callId];
    expect(agent?.hold).toEqual({ kind: 'offered', offerId: offer.offerId });
    expect(agent?.online).toBe(true);
    if (offer.departmentId !== undefined) expect(agent?.departmentId).toBe(offer.departmentId);
    expect(call?.agentIds).not.toContain(offer.agentId);
    if (offer.inviteId === undefined) expect(call?.ringing).toBe(offer.offerId);
    else expect(call?.invites.map((one) => one.inviteId)).toContain(offer.inviteId);
  }
  for (const call of Object.values(state.calls)) {
    expect(1 + call.agentIds.length + call.invites.length).toBeLessThanOrEqual(MAX_PARTIES);
    if (call.answeredAtMs === null) {
      expect(call.agentIds).toEqual([]);
      expect(offers.filter((offer) => offer.callId === call.callId).length).toBeLessThanOrEqual(1);
    } else expect(call.agentIds.length + call.invites.length).toBeGreaterThan(0);
    for (const id of call.agentIds) expect(state.agents[id]?.hold).toEqual({ kind: 'call', callId: call.callId });
    for (const one of call.invites) expect(offers.some((offer) => offer.inviteId === one.inviteId)).toBe(true);
  }
  for (const agent of Object.values(state.agents)) {
    if (agent.hold.kind === 'call') expect(state.calls[agent.hold.callId]?.agentIds).toContain(agent.id);
    if (agent.hold.kind === 'offered') expect(state.offers[agent.hold.offerId]?.agentId).toBe(agent.id);
  }
}
