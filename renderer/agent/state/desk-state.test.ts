import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { FollowUp, Offer } from '../../../contracts/hub/agent.ts';
import { reduceDesk } from './desk-state.ts';
import { type DeskEvent, type DeskState, initialDesk } from './desk-types.ts';
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
  parties: [],
  waitedSeconds: 4,
  because: '-',
  expiresAt: '2026-03-02T01:00:05.000Z',
};
const ASK = {
  askId: IDS.offer,
  purpose: 'add',
  departmentId: 'tax',
  ringingAgentId: null,
  since: '2026-03-02T01:00:00.000Z',
  place: 1,
  estimatedWaitSeconds: 20,
  why: null,
} satisfies CallAsk;
const ME = accepted().parties[1] as Party;
const parties = (rev: number, asks: CallAsk[] = [], more: Party[] = []) =>
  push('call.parties', { callId: IDS.call, rev, parties: [...accepted().parties, ...more], asks });
const entryOf = (event: DeskEvent) => (event as unknown as { push: { payload: TimelineEntry } }).push.payload;
const owed = (id: string, hour: number): FollowUp => ({
  id,
  number: 'F1',
  kind: 'call-back',
  departmentId: 'market',
  visitId: IDS.visit,
  phone: '13800000000',
  text: '',
  createdAt: '2026-03-02T00:00:00.000Z',
  dueAt: `2026-03-02T0${hour}:00:00.000Z`,
  state: 'open',
});
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

  it('keeps what only the desk knows of a call over a short loss of the line', () => {
    const state = run(helloEvent(), acceptedEvent(), parties(1, [ASK]), parties(2), {
      ...helloEvent({ presence: 'on-call', call: accepted({ rev: 2 }) }),
    });
    expect(state.call?.lapsed).toMatchObject([{ askId: ASK.askId }]);
  });

  it('keeps the facts that overtook the answer to its greeting, once each, where the hub has put them', () => {
    const [first, second, third] = [entryOf(fact(1)), entryOf(fact(2)), entryOf(fact(3))];
    const foreseen = { ...third, order: 2 };
    const state = run(
      helloEvent(),
      acceptedEvent({ timeline: [first] }),
      // The line was away: what came meanwhile is in the answer, what comes while it is read is not.
      push('timeline.added', foreseen),
      helloEvent({ presence: 'on-call', call: accepted({ rev: 2, timeline: [first, second] }) }),
      push('timeline.added', third),
    );
    expect(state.call?.timeline).toEqual([first, second, third]);
  });

  it('believes a hub that was started anew, whose count begins again', () => {
    const later = acceptedEvent({ rev: 9 });
    const state = run(
      helloEvent(),
      later,
      helloEvent({ presence: 'on-call', call: accepted({ rev: 1, asks: [ASK] }) }),
    );
    expect(state.call).toMatchObject({ rev: 1, asks: [ASK] });
  });

  it('ends a call that the hub no longer knows', () => {
    const state = run(helloEvent(), acceptedEvent(), helloEvent({ presence: 'wrap-up' }));
    expect(state.call).toBeNull();
    expect(state.wrapUp?.reason).toBe('lost');
  });

  it('drops news of the people that were overtaken', () => {
    const state = run(helloEvent(), acceptedEvent(), parties(3, [ASK]), parties(2));
    expect(state.call).toMatchObject({ rev: 3, asks: [ASK] });
  });

  it('says that nobody came of an ask, until it is asked again or put away', () => {
    const lapsed = run(helloEvent(), acceptedEvent(), parties(1, [ASK]), parties(2));
    expect(lapsed.call).toMatchObject({ asks: [], lapsed: [ASK] });
    expect(reduceDesk(lapsed, { type: 'lapsed.dismissed', askId: ASK.askId }).call?.lapsed).toEqual([]);
    expect(reduceDesk(lapsed, parties(3, [{ ...ASK, askId: IDS.case }])).call?.lapsed).toEqual([]);
  });

  it('says nothing of an ask that was answered', () => {
    const taxIn = { ...ME, partyId: IDS.tax, departmentId: 'tax' };
    const state = run(helloEvent(), acceptedEvent(), parties(1, [ASK]), parties(2, [], [taxIn]));
    expect(state.call?.lapsed).toEqual([]);
  });

  it('keeps what the colleague wrote who asked this agent in', () => {
    const invited = { ...offer, purpose: 'add' as const, invitedBy: anAgent(IDS.tax, 'tax'), note: 'has the seal' };
    const state = run(helloEvent(), push('offer.new', invited), acceptedEvent());
    expect(state.call?.briefing).toMatchObject({ note: 'has the seal', from: { id: IDS.tax } });
    const overtaken = push('offer.gone', { offerId: IDS.offer, reason: 'accepted' });
    const late = run(helloEvent(), push('offer.new', invited), overtaken, acceptedEvent());
    expect(late.call?.briefing).toEqual(state.call?.briefing);
    expect(run(helloEvent(), push('offer.new', offer), acceptedEvent()).call?.briefing).toBeNull();
  });

  it('shows a case that was opened at once and goes to it', () => {
    const state = run(helloEvent(), acceptedEvent(), { type: 'case', visitCase: aCase('end') });
    expect(state.caseId).toBe(IDS.case);
    const changed = reduceDesk(state, { type: 'case', visitCase: aCase('end', { state: 'accepted' }) });
    expect(changed.call?.visit.cases).toHaveLength(1);
    expect(changed.call?.visit.cases[0]?.state).toBe('accepted');
  });

  it('keeps visit and timeline for the wrap-up and beyond its time, until they are put away or a call comes', () => {
    const ended = run(
      helloEvent(),
      acceptedEvent(),
      fact(1),
      push('call.ended', { callId: IDS.call, reason: 'completed' }),
      push('presence.changed', { presence: 'wrap-up', wrapUpUntil: '2026-03-02T01:02:00.000Z' }),
    );
    expect(ended.wrapUp).toMatchObject({ reason: 'completed', timeline: [{ order: 1 }] });
    expect(ended.wrapUpUntil).toBe('2026-03-02T01:02:00.000Z');
    const over = reduceDesk(ended, push('presence.changed', { presence: 'available' }));
    expect(over).toMatchObject({ wrapUpUntil: null, wrapUp: { reason: 'completed' } });
    expect(reduceDesk(over, { type: 'wrapup.put-away' }).wrapUp).toBeNull();
    expect(reduceDesk(over, acceptedEvent({ callId: IDS.tax })).wrapUp).toBeNull();
  });

  it('holds why on a break, and lets it go with the break', () => {
    const away = run(helloEvent(), push('presence.changed', { presence: 'break', reason: 'meal' }));
    expect(away).toMatchObject({ presence: 'break', presenceReason: 'meal' });
    expect(reduceDesk(away, { type: 'presence', presence: 'available' }).presenceReason).toBeNull();
  });

  it('lists what is owed by its time, and puts away what is done', () => {
    const state = run(helloEvent({ followUps: [owed('b', 3), owed('a', 1)] }), push('followup.changed', owed('c', 2)));
    expect(state.followUps.map(({ id }) => id)).toEqual(['a', 'c', 'b']);
    const done = reduceDesk(state, { type: 'follow-up', followUp: { ...owed('a', 1), state: 'done' } });
    expect(done.followUps.map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('offers nothing on a desk that is open elsewhere', () => {
    const state = run(helloEvent(), push('offer.new', offer), { type: 'elsewhere', elsewhere: true });
    expect(state).toMatchObject({ elsewhere: true, offer: null });
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
      parties(4, [ASK]),
      parties(5),
      { type: 'wrapup.put-away' },
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
