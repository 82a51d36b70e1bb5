import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CallAsk, waitChoice, waitRevision, whyWaiting } from '../../contracts/domain/call.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { boothState } from '../../contracts/ipc/booth-state.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { CustodyNews } from './custody/state.ts';
import {
  allDevices,
  MachineRun,
  testAgent,
  testBooth,
  testCase,
  testDevice,
  testId,
  testParcel,
  testReceipt,
  testVisit,
  welcomedRun,
} from './machine/fixtures.ts';
import type { Effect, MachineEvent, TimerName } from './machine/messages.ts';
import { NO_VISIT, visitIdOf } from './machine/state.ts';
import { toBoothState } from './machine/view.ts';
import { reduceVisit } from './visit-machine.ts';

const AT = '2026-01-31T12:00:00.000Z';
const visitId = fc.constantFrom(testId(1), testId(2), testId(10_000));
const callId = fc.constantFrom(testId(40), testId(41));
const caseId = fc.constantFrom(testId(500), testId(501));
const visit = fc
  .record({
    number: fc.constantFrom(1, 2),
    entry: fc.constantFrom('walk-in' as const, 'touch' as const, 'booking' as const),
    state: fc.constantFrom('admitted' as const, 'inside' as const, 'in-call' as const, 'ended' as const),
    hasCases: fc.boolean(),
  })
  .map(({ number, entry, state, hasCases }) =>
    testVisit(number, {
      entry,
      state,
      cases: hasCases ? [testCase(testId(number), 500), testCase(testId(number), 501)] : [],
    }),
  );
const testSlots: { slots: { day: string; time: string }[] } = { slots: [{ day: '2026-02-02', time: '09:00' }] };
const failure = fc.constantFrom(fail('timeout'), fail('not_opened'), fail('device_offline'), fail('wrong_state'));
function resultOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Result<T, XiaowuError>> {
  return fc.oneof(
    value.map((inner): Result<T, XiaowuError> => ok(inner)),
    failure.map((error): Result<T, XiaowuError> => err(error)),
  );
}

const TIMER_NAMES: readonly TimerName[] = [
  'idle',
  'warning',
  'checkin',
  'duty',
  'door-retry',
  'locker-shown',
  'courier-shown',
  'print-shown',
  'goodbye',
  'empty',
  'empty-limit',
  'notice',
  'call-asked',
];

const intent: fc.Arbitrary<MachineEvent> = fc
  .oneof(
    fc.constantFrom(
      { type: 'begin' as const },
      { type: 'call' as const },
      { type: 'cancel-call' as const },
      { type: 'hang-up' as const },
      { type: 'open-mailing' as const },
      { type: 'back' as const },
      { type: 'finish' as const },
      { type: 'skip-rating' as const },
      { type: 'leave' as const },
      { type: 'extend' as const },
      { type: 'touched' as const },
      { type: 'open-courier' as const },
      { type: 'open-instead' as const, choice: 'call-back' as const },
      { type: 'open-instead' as const, choice: 'appointment' as const },
      { type: 'open-instead' as const, choice: 'message' as const },
      { type: 'close-instead' as const },
      { type: 'give-instead' as const, given: { choice: 'call-back' as const, phone: '13800000000' } },
      { type: 'give-instead' as const, given: { choice: 'message' as const, phone: '13800000000', text: 'x' } },
      { type: 'give-instead' as const, given: { choice: 'appointment' as const, day: '2026-02-02', time: '09:00' } },
      { type: 'courier-code' as const, code: '12345678' },
      { type: 'language' as const, language: 'en' as const },
      {
        type: 'give-mailing' as const,
        mailing: { recipient: '演示收件人', phone: '13800000000', address: '演示路 1 号' },
      },
    ),
    fc.boolean().map((agreed) => ({ type: 'consent' as const, agreed })),
    fc.boolean().map((agreed) => ({ type: 'answer-ask' as const, agreed })),
    fc.boolean().map((goOn) => ({ type: 'resume' as const, goOn })),
    fc.record({ type: fc.constant('rate' as const), caseId, level: fc.integer({ min: 1, max: 5 }) }),
  )
  .map((value) => ({ type: 'intent', intent: value }));

const order = fc.nat({ max: 1000 });
const event: fc.Arbitrary<MachineEvent> = fc.oneof(
  { weight: 6, arbitrary: intent },
  { weight: 3, arbitrary: fc.constantFrom(...TIMER_NAMES).map((name) => ({ type: 'timer', name }) as const) },
  fc.constant<MachineEvent>({ type: 'started', snapshot: null, documentCamera: '' }),
  visit.map(
    (value): MachineEvent => ({
      type: 'started',
      snapshot: { kind: 'visit', visit: value, step: 'in-call', insideSeen: true },
      documentCamera: '',
    }),
  ),
  fc.option(visit).map((value): MachineEvent => ({ type: 'hub.online', booth: testBooth, visit: value })),
  fc.constant<MachineEvent>({ type: 'hub.offline' }),
  fc.subarray(allDevices).map((devices): MachineEvent => ({ type: 'devices', devices })),
  fc.record({ name: fc.constantFrom('door' as const, 'printer' as const), isOnline: fc.boolean() }).map(
    ({ name, isOnline }): MachineEvent => ({
      type: 'device.changed',
      device: testDevice(name, { state: isOnline ? 'online' : 'offline' }),
    }),
  ),
  fc
    .tuple(fc.nat({ max: 2 }), fc.subarray(['camera.face' as const, 'camera.document' as const, 'microphone' as const]))
    .map(([microphones, lost]): MachineEvent => ({ type: 'media', cameras: [], microphones, lost })),
  fc.constantFrom<MachineEvent>({ type: 'woke' }, { type: 'setup.changed' }),
  fc.record({
    type: fc.constant('first-frame' as const),
    callId,
    fromPartyId: fc.constant(testAgent.id),
    role: fc.constantFrom('face' as const, 'paper' as const),
  }),
  fc.constant<MachineEvent>({ type: 'checkin.made', checkin: { url: 'http://127.0.0.1/phone/#x', validUntil: AT } }),
  visitId.map((id): MachineEvent => ({ type: 'wiped', visitId: id })),
  {
    weight: 2,
    arbitrary: fc.tuple(order, visit).map(
      ([number, value]): MachineEvent => ({
        type: 'order',
        name: 'door.open',
        order: number,
        input: { visit: value },
      }),
    ),
  },
  fc.tuple(order, visitId).map(
    ([number, id]): MachineEvent => ({
      type: 'order',
      name: 'locker.ask',
      order: number,
      input: { visitId: id, parcel: testParcel(id), agent: testAgent },
    }),
  ),
  fc.tuple(order, visitId).map(
    ([number, id]): MachineEvent => ({
      type: 'order',
      name: 'visit.close',
      order: number,
      input: { visitId: id },
    }),
  ),
  order.map(
    (number): MachineEvent => ({
      type: 'order',
      name: 'code.used',
      order: number,
      input: { boothId: 'demo-booth-01' },
    }),
  ),
  visit.map((value): MachineEvent => ({ type: 'push', name: 'visit.changed', payload: { visit: value } })),
  {
    weight: 2,
    arbitrary: fc
      .record({
        callId,
        place: fc.integer({ min: 1, max: 9 }),
        estimatedWaitSeconds: fc.constantFrom(null, 9, 900),
        why: fc.constantFrom(undefined, ...whyWaiting.options),
        revision: fc.constantFrom(undefined, ...waitRevision.options),
        choices: fc.subarray([...waitChoice.options]),
      })
      .map((payload): MachineEvent => ({ type: 'push', name: 'call.waiting', payload })),
  },
  callId.map(
    (id): MachineEvent => ({
      type: 'push',
      name: 'call.ringing',
      payload: { callId: id, agent: testAgent, first: true },
    }),
  ),
  callId.map(
    (id): MachineEvent => ({ type: 'push', name: 'call.ring-over', payload: { callId: id, agentId: testAgent.id } }),
  ),
  fc
    .record({
      callId,
      rev: fc.nat({ max: 3 }),
      parties: fc.subarray<Party>([
        { partyId: testId(1), kind: 'citizen', displayName: 'c', place: 'table', owner: false },
        { partyId: testAgent.id, kind: 'agent', displayName: 'x', place: 'table', owner: true },
        { partyId: testId(901), kind: 'agent', displayName: 'y', place: 'aside', owner: false, awaySince: AT },
      ]),
      asks: fc.subarray<CallAsk>([
        {
          askId: testId(800),
          purpose: 'answer',
          ringingAgentId: testAgent.id,
          since: AT,
          place: 1,
          estimatedWaitSeconds: 9,
          why: null,
        },
      ]),
    })
    .map((payload): MachineEvent => ({ type: 'push', name: 'call.parties', payload })),
  fc
    .tuple(callId, fc.constantFrom('hangup' as const, 'no-agent' as const, 'lost' as const))
    .map(([id, reason]): MachineEvent => ({ type: 'push', name: 'call.ended', payload: { callId: id, reason } })),
  fc
    .constantFrom('open' as const, 'closed' as const)
    .map((leaf): MachineEvent => ({ type: 'sensor', name: 'door.changed', payload: { leaf, at: AT } })),
  fc
    .constantFrom('present' as const, 'absent' as const)
    .map((presence): MachineEvent => ({ type: 'sensor', name: 'presence.changed', payload: { presence, at: AT } })),
  fc
    .tuple(fc.constantFrom('open' as const, 'closed' as const), fc.constantFrom('present' as const, 'absent' as const))
    .map(
      ([door, item]): MachineEvent => ({
        type: 'sensor',
        name: 'compartment.changed',
        payload: { compartment: 3, door, item, at: AT },
      }),
    ),
  fc
    .tuple(visitId, resultOf(visit))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'visit.begin', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.record({ callId })))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'call.request', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.constant(testSlots)))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'slots.get', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.constant({ followUp: { number: 'F20260131-0001', dueAt: AT } })))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'call.instead', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.constant(testReceipt())))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'receipt.prepare', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.constant({ unlockedAt: AT })))
    .map(([id, result]): MachineEvent => ({ type: 'device.answered', name: 'door.unlock', visitId: id, result })),
  fc
    .record({
      id: visitId,
      purpose: fc.constantFrom('deposit' as const, 'collect' as const, 'return' as const),
      phase: fc.constantFrom('opening', 'open', 'left-open', 'closed', 'failed'),
      error: fc.option(failure),
    })
    .map(
      ({ id, purpose, phase, error }): MachineEvent => ({
        type: 'custody',
        news: {
          owner: { parcelId: testParcel(id).id, number: testParcel(id).number, visitId: id },
          compartment: 3,
          purpose,
          phase: phase as CustodyNews['phase'],
          error,
        },
      }),
    ),
  fc
    .tuple(visitId, resultOf(fc.constant({ purpose: 'collect' as const, parcel: testParcel(testId(1)) })))
    .map(([id, result]): MachineEvent => ({ type: 'hub.answered', name: 'courier.check', visitId: id, result })),
  fc
    .tuple(visitId, resultOf(fc.constant({ printedAt: AT })))
    .map(([id, result]): MachineEvent => ({ type: 'device.answered', name: 'printer.print', visitId: id, result })),
);

const events = fc.array(event, { maxLength: 80, size: 'max' });

/** A citizen who talks with an agent. */
function inCallRun(): MachineRun {
  const run = welcomedRun();
  const inside = testVisit(1, { state: 'inside' });
  run.send(
    { type: 'order', name: 'door.open', order: 1, input: { visit: inside } },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'open', at: AT } },
    { type: 'sensor', name: 'presence.changed', payload: { presence: 'present', at: AT } },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'closed', at: AT } },
    { type: 'intent', intent: { type: 'call' } },
    { type: 'hub.answered', name: 'call.request', visitId: inside.id, result: ok({ callId: testId(40) }) },
    {
      type: 'push',
      name: 'call.parties',
      payload: {
        callId: testId(40),
        rev: 1,
        parties: [{ partyId: testAgent.id, kind: 'agent', displayName: 'x', place: 'table', owner: true }],
        asks: [],
      },
    },
  );
  return run;
}

/** What happens around a call: few kinds, so that calls are reached often. */
const callEvents = fc.array(
  event.filter(
    ({ type, ...rest }) =>
      (type === 'push' && 'name' in rest && rest.name !== 'visit.changed') ||
      (type === 'hub.answered' && 'name' in rest && rest.name !== 'visit.begin') ||
      type === 'intent' ||
      type === 'media' ||
      type === 'hub.offline',
  ),
  { maxLength: 25 },
);

/** The effect that a fact must precede: it is on disk before anybody is told or anything is moved. */
function follows(effect: Effect): string | null {
  if (effect.type === 'wipe') return 'visit.ended';
  return null;
}

describe('in any order of events', () => {
  test('nothing throws, and the screen always gets a valid state', () => {
    fc.assert(
      fc.property(events, (list) => {
        const run = new MachineRun();
        for (const next of list) {
          run.send(next);
          const parsed = boothState.safeParse(toBoothState(run.state));
          expect(parsed.error?.issues ?? []).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('no visit leaves anything in the state of the welcome screen', () => {
    fc.assert(
      fc.property(events, (list) => {
        const run = new MachineRun();
        for (const next of list) {
          run.send(next);
          const { step, leaving, notice, ...rest } = run.state;
          if (step === 'welcome' || step === 'leaving') {
            const { notice: _, ...left } = NO_VISIT;
            // After leaving, the door's facts alone are still counted.
            if (step === 'welcome')
              expect(rest).toMatchObject({ ...left, unlockedSeen: rest.unlockedSeen, openedSeen: rest.openedSeen });
            expect(rest.visit).toBeNull();
            expect(rest.call).toBeNull();
            expect(rest.ask).toBeNull();
            expect(rest.locker).toBeNull();
            expect(rest.print).toBeNull();
          }
          if (step === 'welcome') expect(leaving).toBeNull();
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a fact comes before what it announces, and belongs to the visit of its time', () => {
    fc.assert(
      fc.property(events, (list) => {
        const run = new MachineRun();
        for (const next of list) {
          const before = visitIdOf(run.state);
          const effects = run.send(next);
          const after = visitIdOf(run.state);
          effects.forEach((effect, index) => {
            if (effect.type === 'fact') expect([before, after]).toContain(effect.visitId);
            const needed = follows(effect);
            if (!needed) return;
            const earlier = effects.slice(0, index).map((other) => (other.type === 'fact' ? other.fact.type : ''));
            expect(earlier).toContain(needed);
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('every order is answered exactly once, in its own turn', () => {
    fc.assert(
      fc.property(events, (list) => {
        const run = new MachineRun();
        for (const next of list) {
          const answers = run.send(next).filter((effect) => effect.type === 'answer');
          expect(answers.map((answer) => answer.order)).toEqual(next.type === 'order' ? [next.order] : []);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a call outlives the hub being away: the same call goes on when it is back', () => {
    fc.assert(
      fc.property(callEvents, fc.array(fc.constantFrom(...TIMER_NAMES)), (list, timers) => {
        const run = inCallRun();
        run.send(...list);
        const { call, step, visit: running } = run.state;
        if (!call || !running || step !== 'in-call') return;
        // Nothing in a call runs out by itself: no idle time is set there.
        const due = timers.filter((name) => name !== 'idle' && name !== 'warning');
        run.send({ type: 'hub.offline' }, ...due.map((name): MachineEvent => ({ type: 'timer', name })));
        run.send({ type: 'hub.online', booth: testBooth, visit: testVisit(1, { id: running.id, state: 'in-call' }) });
        expect(run.state.step).toBe('in-call');
        expect(run.state.call).toMatchObject({ callId: call.callId, rev: call.rev, parties: call.parties });
        expect(run.effects.some((effect) => effect.type === 'hub' && effect.name === 'call.hangup')).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('an older word on who is in the call never replaces a newer one', () => {
    fc.assert(
      fc.property(callEvents, event, (list, next) => {
        const run = inCallRun();
        run.send(...list);
        const before = run.state.call;
        run.send(next);
        const after = run.state.call;
        if (before && after?.callId === before.callId) expect(after.rev).toBeGreaterThanOrEqual(before.rev);
      }),
      { numRuns: 300 },
    );
  });

  test('nobody is asked for twice, and what is done instead of waiting stands only where one waits', () => {
    fc.assert(
      fc.property(callEvents, (list) => {
        const run = inCallRun();
        for (const next of list) {
          const effects = run.send(next);
          const { step, call, instead } = run.state;
          if (effects.some((effect) => effect.type === 'hub' && effect.name === 'call.request')) {
            expect(step).toBe('calling');
            // Or the hub has lost the one that it had.
            expect(call === null || run.state.callUnheard).toBe(true);
          }
          if (instead) expect(['calling', 'agreed', 'printing', 'rating', 'goodbye']).toContain(step);
          if (instead?.phase === 'choosing') expect(call).not.toBeNull();
          if (step === 'agreed') expect(instead?.phase).toBe('agreed');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a running visit can always be left', () => {
    fc.assert(
      fc.property(events, (list) => {
        const run = new MachineRun();
        run.send(...list);
        const moment = { nowMs: 0, freshId: testId(1) };
        const [left] = reduceVisit(run.state, { type: 'intent', intent: { type: 'leave' } }, moment);
        expect(left.visit).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('the same turn gives the same answer', () => {
    fc.assert(
      fc.property(events, event, (list, next) => {
        const run = new MachineRun();
        run.send(...list);
        const moment = { nowMs: 0, freshId: testId(1) };
        expect(reduceVisit(run.state, next, moment)).toEqual(reduceVisit(run.state, next, moment));
      }),
      { numRuns: 100 },
    );
  });
});
