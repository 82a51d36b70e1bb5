import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import type { Offer } from '../../../contracts/hub/agent.ts';
import { type DeskEvent, type DeskState, initialDesk, reduceDesk } from './desk-state.ts';
import { aCase, accepted, anAgent, aVisit, BOOTH, hello, IDS, LOCAL_NOW_MS } from './testing.ts';

const run = (...events: DeskEvent[]): DeskState => events.reduce(reduceDesk, initialDesk);
const push = (name: string, payload: unknown) => ({ type: 'push', push: { name, payload } }) as DeskEvent;
const helloEvent = (change = {}): DeskEvent => ({
  type: 'hello',
  hello: hello(change),
  localNowMs: LOCAL_NOW_MS - 250,
});
const acceptedEvent = (change = {}): DeskEvent => ({ type: 'accepted', accepted: accepted(change) });
const offer: Offer = {
  offerId: IDS.offer,
  callId: IDS.call,
  visit: aVisit(),
  booth: BOOTH,
  purpose: 'answer',
  priority: 'normal',
  waitedSeconds: 4,
  because: '-',
  expiresAt: '2026-03-02T01:00:05.000Z',
};
const fact = (order: number, id = `0199f000-0000-7000-8000-0000000001${String(order).padStart(2, '0')}`) =>
  push('timeline.added', {
    id,
    order,
    visitId: IDS.visit,
    at: '2026-03-02T01:00:00.000Z',
    source: 'hub',
    sourceId: 'hub',
    fact: { type: 'door.opened' },
  });

describe('reduceDesk', () => {
  it('learns who it is and how far the clocks are apart', () => {
    const state = run(helloEvent());
    expect(state.home).toMatchObject({ agent: { id: IDS.me }, aheadMs: 250 });
    expect(state.presence).toBe('available');
  });

  it('shows an offer until it is gone, and only the one that is meant', () => {
    const ringing = run(helloEvent(), push('offer.new', offer));
    expect(ringing.offer?.offerId).toBe(IDS.offer);
    expect(reduceDesk(ringing, push('offer.gone', { offerId: IDS.tax, reason: 'expired' })).offer).not.toBeNull();
    expect(reduceDesk(ringing, push('offer.gone', { offerId: IDS.offer, reason: 'expired' })).offer).toBeNull();
  });

  it('enters the call that it accepted, with the case of its own department before it', () => {
    const visit = aVisit({ cases: [aCase('clearance', { id: IDS.tax }), aCase('end')] });
    const state = run(helloEvent(), push('offer.new', offer), acceptedEvent({ visit }));
    expect(state).toMatchObject({ offer: null, presence: 'on-call', caseId: IDS.case });
    expect(state.call?.callId).toBe(IDS.call);
  });

  it('comes back into a running call after a reload, with its timeline', () => {
    const state = run(helloEvent({ presence: 'on-call', call: accepted() }));
    expect(state.call?.visit.id).toBe(IDS.visit);
  });

  it('keeps the invitations of a call over a short loss of the line', () => {
    const ringing = push('call.inviting', { callId: IDS.call, departmentId: 'tax', agent: null, state: 'ringing' });
    const state = run(helloEvent(), acceptedEvent(), ringing, helloEvent({ presence: 'on-call', call: accepted() }));
    expect(state.call?.invitations.tax?.state).toBe('ringing');
  });

  it('ends a call that the hub no longer knows', () => {
    const state = run(helloEvent(), acceptedEvent(), helloEvent({ presence: 'wrap-up' }));
    expect(state.call).toBeNull();
    expect(state.wrapUp?.reason).toBe('lost');
  });

  it('forgets an invitation once somebody of the department is there', () => {
    const ringing = push('call.inviting', { callId: IDS.call, departmentId: 'tax', agent: null, state: 'accepted' });
    const joined = push('call.parties', {
      callId: IDS.call,
      parties: [...accepted().parties, { partyId: IDS.tax, kind: 'agent', displayName: 'tax', departmentId: 'tax' }],
    });
    expect(run(helloEvent(), acceptedEvent(), ringing).call?.invitations.tax).toBeDefined();
    expect(run(helloEvent(), acceptedEvent(), ringing, joined).call?.invitations).toEqual({});
  });

  it('shows a case that was opened at once and goes to it', () => {
    const state = run(helloEvent(), acceptedEvent(), { type: 'case', visitCase: aCase('end') });
    expect(state.caseId).toBe(IDS.case);
    const changed = reduceDesk(state, { type: 'case', visitCase: aCase('end', { state: 'accepted' }) });
    expect(changed.call?.visit.cases).toHaveLength(1);
    expect(changed.call?.visit.cases[0]?.state).toBe('accepted');
  });

  it('keeps visit and timeline for the wrap-up, and lets them go with it', () => {
    const ended = run(
      helloEvent(),
      acceptedEvent(),
      fact(1),
      push('call.ended', { callId: IDS.call, reason: 'completed' }),
      push('presence.changed', { presence: 'wrap-up' }),
    );
    expect(ended.wrapUp).toMatchObject({ reason: 'completed', timeline: [{ order: 1 }] });
    expect(reduceDesk(ended, { type: 'presence', presence: 'available' }).wrapUp).toBeNull();
  });

  it("keeps today's list as visits go on", () => {
    const state = run(helloEvent(), acceptedEvent(), { type: 'case', visitCase: aCase('end') });
    expect(state.home?.today).toMatchObject([{ visitId: IDS.visit, caseCount: 1, boothName: 'booth' }]);
  });

  it('says once what failed, and takes it back when the action is tried again', () => {
    const failed = run(
      { type: 'started', action: 'still.take' },
      { type: 'answered', action: 'still.take', error: fail('timeout') },
      { type: 'answered', action: 'still.take', error: fail('device_offline') },
    );
    expect(failed.notices.map((notice) => notice.error.code)).toEqual(['device_offline']);
    expect(failed.busy).toEqual([]);
    expect(reduceDesk(failed, { type: 'started', action: 'still.take' }).notices).toEqual([]);
  });

  it('holds the timeline in order without repeats, whatever order the news come in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }), (orders) => {
        const state = run(helloEvent(), acceptedEvent(), ...orders.map((order) => fact(order)));
        const seen = state.call?.timeline.map((entry) => entry.order);
        expect(seen).toEqual([...new Set(orders)].toSorted((a, b) => a - b));
      }),
    );
  });

  it('never has a call and its wrap-up at once', () => {
    const events: DeskEvent[] = [
      helloEvent(),
      helloEvent({ call: accepted() }),
      acceptedEvent(),
      { type: 'left' },
      push('offer.new', offer),
      push('call.ended', { callId: IDS.call, reason: 'hangup' }),
      push('presence.changed', { presence: 'wrap-up' }),
      push('visit.changed', { visit: aVisit({ cases: [aCase('end')] }) }),
      { type: 'presence', presence: 'available' },
      push('colleagues', { colleagues: [{ agent: anAgent(IDS.tax, 'tax'), presence: 'available' }] }),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (chosen) => {
        const state = run(...chosen);
        expect(state.call !== null && state.wrapUp !== null).toBe(false);
        if (state.call && state.caseId) {
          expect(state.call.visit.cases.some((one) => one.id === state.caseId)).toBe(true);
        }
      }),
    );
  });
});
