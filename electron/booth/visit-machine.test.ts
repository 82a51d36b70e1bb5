import { describe, expect, test } from 'vitest';
import { fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
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
import type { MachineEvent } from './machine/messages.ts';
import { toBoothState } from './machine/view.ts';

const AT = '2026-01-31T12:00:00.000Z';
const VISIT_ID = testId(1);
const CALL_ID = testId(40);

const doorOpen: MachineEvent = { type: 'order', name: 'door.open', order: 1, input: { visit: testVisit() } };
const leaf = (state: 'open' | 'closed'): MachineEvent => ({
  type: 'sensor',
  name: 'door.changed',
  payload: { leaf: state, at: AT },
});
const presence = (state: 'present' | 'absent'): MachineEvent => ({
  type: 'sensor',
  name: 'presence.changed',
  payload: { presence: state, at: AT },
});
const parties: MachineEvent = {
  type: 'push',
  name: 'call.parties',
  payload: {
    callId: CALL_ID,
    rev: 1,
    asks: [],
    parties: [
      { partyId: VISIT_ID, kind: 'citizen', displayName: '办事人', place: 'table', owner: false },
      {
        partyId: testAgent.id,
        kind: 'agent',
        displayName: testAgent.displayName,
        departmentId: 'market-regulation',
        place: 'table',
        owner: true,
      },
    ],
  },
};

function runInCall(): MachineRun {
  const run = welcomedRun();
  run.send(doorOpen, leaf('open'), presence('present'), leaf('closed'));
  run.send(
    { type: 'intent', intent: { type: 'call' } },
    { type: 'hub.answered', name: 'call.request', visitId: VISIT_ID, result: ok({ callId: CALL_ID }) },
    parties,
  );
  return run;
}

describe('an agent who is being asked', () => {
  const ringing: MachineEvent = {
    type: 'push',
    name: 'call.ringing',
    payload: { callId: CALL_ID, agent: testAgent, first: true },
  };
  const ringOver = (agentId: string): MachineEvent => ({
    type: 'push',
    name: 'call.ring-over',
    payload: { callId: CALL_ID, agentId },
  });

  function runRinging(): MachineRun {
    const run = welcomedRun();
    run.send(doorOpen, leaf('open'), presence('present'), leaf('closed'));
    run.send(
      { type: 'intent', intent: { type: 'call' } },
      { type: 'hub.answered', name: 'call.request', visitId: VISIT_ID, result: ok({ callId: CALL_ID }) },
      ringing,
    );
    expect(run.state.call?.ringing?.id).toBe(testAgent.id);
    return run;
  }

  test('is forgotten when it rings there no more, and only then', () => {
    const run = runRinging();
    run.send(ringOver(testId(77)));
    expect(run.state.call?.ringing?.id).toBe(testAgent.id);
    run.send(ringOver(testAgent.id));
    expect(run.state.call).toMatchObject({ callId: CALL_ID, ringing: null });
  });

  test('is forgotten when the line to the hub is lost', () => {
    const run = runRinging();
    run.send({ type: 'hub.offline' });
    expect(run.state.call).toMatchObject({ callId: CALL_ID, ringing: null });
    run.send(ringing);
    expect(run.state.call?.ringing?.id).toBe(testAgent.id);
  });
});

describe('the way in', () => {
  test('the order of the hub unlocks the door, and the sensors carry the citizen inside', () => {
    const run = welcomedRun();
    const effects = run.send(doorOpen);
    expect(run.state.step).toBe('entering');
    expect(effects).toContainEqual(expect.objectContaining({ type: 'answer', order: 1, result: { ok: true } }));
    // The booth is checked first, and the door opens when that is done.
    expect(effects).toContainEqual({ type: 'self-check' });
    expect(effects).not.toContainEqual(expect.objectContaining({ type: 'device', name: 'door.unlock' }));
    expect(run.send({ type: 'self-checked', mediaFaults: [] })).toContainEqual(
      expect.objectContaining({ type: 'device', name: 'door.unlock' }),
    );
    run.send(leaf('open'), presence('present'));
    expect(run.state.step).toBe('entering');
    run.send(leaf('closed'));
    expect(run.state.step).toBe('ready');
    run.send({ type: 'device.answered', name: 'door.unlock', visitId: VISIT_ID, result: ok({ unlockedAt: AT }) });
    expect(run.facts).toEqual(['door.unlocked', 'door.opened', 'citizen.inside', 'door.closed']);
  });

  test('a second visit is refused while one is on, the same one is taken again', () => {
    const run = welcomedRun();
    run.send(doorOpen);
    const other = run.send({ type: 'order', name: 'door.open', order: 2, input: { visit: testVisit(2) } });
    expect(other).toEqual([{ type: 'answer', order: 2, result: err(fail('booth_busy', 'step entering')) }]);
    expect(run.send({ ...doorOpen, order: 3 })).toEqual([{ type: 'answer', order: 3, result: { ok: true } }]);
  });

  test('a door that does not open is tried again, then the visit ends as not entered', () => {
    const run = welcomedRun();
    run.send(doorOpen);
    const failed: MachineEvent = {
      type: 'device.answered',
      name: 'door.unlock',
      visitId: VISIT_ID,
      result: err(fail('not_opened')),
    };
    run.send(failed, { type: 'timer', name: 'door-retry' }, failed, { type: 'timer', name: 'door-retry' });
    expect(run.state.step).toBe('entering');
    run.send(failed);
    expect(run.state.step).toBe('leaving');
    expect(run.effects).toContainEqual(
      expect.objectContaining({ type: 'fact', fact: { type: 'visit.ended', end: 'not-entered' } }),
    );
  });

  test('at the screen consent comes first, and a refusal of the hub leads back with its reason', () => {
    const run = welcomedRun();
    run.send({ type: 'intent', intent: { type: 'begin' } });
    expect(run.state.step).toBe('consent');
    run.send({ type: 'intent', intent: { type: 'consent', agreed: true } });
    const visitId = run.state.beginningId;
    run.send({ type: 'hub.answered', name: 'visit.begin', visitId, result: err(fail('booth_busy')) });
    expect(run.state).toMatchObject({ step: 'welcome', notice: { messageKey: 'errors.booth_busy', tone: 'error' } });
  });

  test('a visit that the hub began for a citizen who has gone on is ended', () => {
    const run = welcomedRun();
    run.send(
      { type: 'intent', intent: { type: 'begin' } },
      { type: 'intent', intent: { type: 'consent', agreed: true } },
    );
    const visitId = run.state.beginningId as string;
    run.send({ type: 'intent', intent: { type: 'back' } });
    const visit = testVisit(1, { id: visitId, entry: 'touch' });
    const effects = run.send({ type: 'hub.answered', name: 'visit.begin', visitId, result: ok(visit) });
    expect(effects).toEqual([{ type: 'hub', name: 'visit.end', visitId, input: { visitId, end: 'left' } }]);
  });

  test('without a door board a citizen at the screen comes straight to the big button', () => {
    const run = welcomedRun();
    run.send({ type: 'device.changed', device: testDevice('door', { state: 'offline' }) });
    run.send(
      { type: 'intent', intent: { type: 'begin' } },
      { type: 'intent', intent: { type: 'consent', agreed: true } },
    );
    const visitId = run.state.beginningId as string;
    run.send({
      type: 'hub.answered',
      name: 'visit.begin',
      visitId,
      result: ok(testVisit(1, { id: visitId, entry: 'touch' })),
    });
    expect(run.state.step).toBe('ready');
    expect(toBoothState(run.state).withdrawn).toEqual([
      { function: 'door', messageKey: 'withdrawn.door', causes: ['door-1'] },
    ]);
  });
});

describe('the camera for papers', () => {
  test('is the one that is wanted: without it none can be shown, and the screen hears of a change', () => {
    const run = welcomedRun();
    run.send({ type: 'media', cameras: ['HD Face Camera', 'USB Camera'], microphones: 1, lost: [] });
    const withdrawn = () => toBoothState(run.state).withdrawn.map(({ function: name }) => name);
    expect(withdrawn()).toEqual([]);
    const { setupRev } = run.state;
    run.send({ type: 'cameras.wanted', documentCamera: 'Document Camera S1020' });
    expect(withdrawn()).toEqual(['papers']);
    expect(run.state.setupRev).toBe(setupRev + 1);
    run.send({ type: 'media', cameras: ['HD Face Camera', 'document camera s1020'], microphones: 1, lost: [] });
    expect(withdrawn()).toEqual([]);
  });
});

describe('the call', () => {
  test('rings, comes up, and ends in after-call', () => {
    const run = runInCall();
    expect(run.state).toMatchObject({ step: 'in-call', call: { callId: CALL_ID } });
    run.send({ type: 'push', name: 'call.ended', payload: { callId: CALL_ID, reason: 'hangup' } });
    expect(run.state).toMatchObject({ step: 'after-call', call: null });
  });

  test('a cancel before the hub has told the id is made good', () => {
    const run = welcomedRun();
    run.send(doorOpen, leaf('open'), presence('present'), leaf('closed'));
    run.send({ type: 'intent', intent: { type: 'call' } }, { type: 'intent', intent: { type: 'cancel-call' } });
    expect(run.state.step).toBe('ready');
    const effects = run.send({
      type: 'hub.answered',
      name: 'call.request',
      visitId: VISIT_ID,
      result: ok({ callId: CALL_ID }),
    });
    expect(effects).toEqual([{ type: 'hub', name: 'call.cancel', visitId: VISIT_ID, input: { callId: CALL_ID } }]);
  });

  test('a lost line to the hub does not end it', () => {
    const run = runInCall();
    run.send({ type: 'hub.offline' });
    expect(run.state.step).toBe('in-call');
    run.send({ type: 'hub.online', booth: testBooth, visit: testVisit(1, { state: 'in-call' }) });
    expect(run.state).toMatchObject({ step: 'in-call', call: { callId: CALL_ID } });
  });
});

describe('the locker', () => {
  const parcel = testParcel(VISIT_ID);
  const asked: MachineEvent = {
    type: 'order',
    name: 'locker.ask',
    order: 5,
    input: { visitId: VISIT_ID, parcel, agent: testAgent },
  };
  const agreed: MachineEvent = { type: 'intent', intent: { type: 'answer-ask', agreed: true } };
  const owner = { parcelId: parcel.id, number: parcel.number, visitId: VISIT_ID };
  const news = (phase: CustodyNews['phase'], error: CustodyNews['error'] = null): MachineEvent => ({
    type: 'custody',
    news: { owner, compartment: parcel.compartment, purpose: 'deposit', phase, error },
  });
  const deposit = { type: 'custody', event: { type: 'deposit', parcel } };

  test('opens by consent, and the screen shows the word of the sensor', () => {
    const run = runInCall();
    run.send(asked);
    expect(run.state.ask).toMatchObject({ kind: 'locker', parcel });
    expect(run.send(agreed)).toContainEqual(deposit);
    expect(run.state.locker?.phase).toBe('opening');
    run.send(news('opening'), news('open'), news('left-open', fail('left_open')));
    expect(run.state).toMatchObject({ locker: { phase: 'open' }, notice: { messageKey: 'errors.left_open' } });
    run.send(news('closed'));
    expect(run.state.locker).toEqual({ parcel, phase: 'closed' });
    run.send({ type: 'timer', name: 'locker-shown' });
    expect(run.state.locker).toBeNull();
  });

  test('is not opened when the citizen says no', () => {
    const run = runInCall();
    const effects = run.send(asked, { type: 'intent', intent: { type: 'answer-ask', agreed: false } });
    expect(run.facts).toContain('locker.declined');
    expect(effects).toContainEqual({ type: 'custody', event: { type: 'declined', parcelId: parcel.id } });
    expect(effects).not.toContainEqual(deposit);
  });

  test('can be tried again when it stayed shut or was closed empty', () => {
    for (const failed of [news('failed', fail('not_opened')), news('closed', fail('item_missing'))]) {
      const run = runInCall();
      run.send(asked, agreed, failed);
      expect(run.state.locker?.error).toBeDefined();
      expect(run.send(agreed)).toContainEqual(deposit);
      expect(run.state.locker).toEqual({ parcel, phase: 'opening' });
      run.send(failed, { type: 'intent', intent: { type: 'answer-ask', agreed: false } });
      expect(run.state.locker).toBeNull();
    }
  });

  test('opens only once for a yes that comes twice', () => {
    const run = runInCall();
    run.send(asked, agreed);
    expect(run.send(agreed)).not.toContainEqual(deposit);
    run.send(news('closed'));
    expect(run.send(agreed)).not.toContainEqual(deposit);
  });

  test('is told to custody when the visit is over', () => {
    const run = runInCall();
    expect(run.send({ type: 'intent', intent: { type: 'leave' } })).toContainEqual({
      type: 'custody',
      event: { type: 'visit-over', visitId: VISIT_ID },
    });
  });

  test('is refused when the locker does not work', () => {
    const run = runInCall();
    run.send({ type: 'device.changed', device: testDevice('locker', { state: 'noDevice' }) });
    expect(run.send(asked)).toContainEqual(
      expect.objectContaining({ type: 'answer', result: expect.objectContaining({ ok: false }) }),
    );
  });
});

describe('a slip that an agent has printed', () => {
  test('is told of beside the call, which goes on', () => {
    const run = runInCall();
    run.send({ type: 'slip', phase: 'printing' });
    expect(run.state).toMatchObject({ step: 'in-call', notice: { messageKey: 'notice.slip-printing', tone: 'info' } });
    run.send({ type: 'slip', phase: 'failed' });
    expect(run.state).toMatchObject({ step: 'in-call', notice: { messageKey: 'notice.slip-failed', tone: 'warning' } });
  });
});

describe('the end', () => {
  function runClosing(): MachineRun {
    const run = runInCall();
    const visit = testVisit(1, { state: 'closing', cases: [testCase(VISIT_ID, 500), testCase(VISIT_ID, 501)] });
    run.send({ type: 'push', name: 'visit.changed', payload: { visit } });
    run.send({ type: 'order', name: 'visit.close', order: 9, input: { visitId: VISIT_ID } });
    return run;
  }

  test('receipt, one rating a case, goodbye, wipe, empty booth, welcome', () => {
    const run = runClosing();
    expect(run.state).toMatchObject({ step: 'printing', print: { phase: 'preparing' } });
    run.send({ type: 'hub.answered', name: 'receipt.prepare', visitId: VISIT_ID, result: ok(testReceipt()) });
    expect(run.state.receiptPrinted).toBe(false);
    run.send({ type: 'device.answered', name: 'printer.print', visitId: VISIT_ID, result: ok({ printedAt: AT }) });
    expect(run.state).toMatchObject({ receiptPrinted: true, print: { phase: 'printed' } });
    run.send({ type: 'timer', name: 'print-shown' });
    expect(run.state.step).toBe('rating');
    run.send({ type: 'intent', intent: { type: 'rate', caseId: testId(500), level: 5 } });
    expect(run.state.step).toBe('rating');
    run.send({ type: 'intent', intent: { type: 'rate', caseId: testId(501), level: 4 } });
    expect(run.state.step).toBe('goodbye');
    const leaving = run.send({ type: 'timer', name: 'goodbye' });
    expect(leaving).toContainEqual({ type: 'wipe', visitId: VISIT_ID });
    expect(leaving).toContainEqual(expect.objectContaining({ type: 'device', name: 'door.unlock' }));
    run.send({ type: 'wiped', visitId: VISIT_ID }, leaf('open'), presence('absent'));
    expect(run.state.step).toBe('leaving');
    run.send(leaf('closed'), { type: 'timer', name: 'empty' });
    expect(run.state).toMatchObject({ step: 'welcome', visit: null, leaving: null });
    expect(run.facts.slice(-6)).toEqual([
      'visit.ended',
      'booth.wiped',
      'door.unlocked',
      'door.opened',
      'door.closed',
      'citizen.gone',
    ]);
  });

  test('an unconfirmed print voids the number and the visit goes on', () => {
    const run = runClosing();
    run.send({ type: 'hub.answered', name: 'receipt.prepare', visitId: VISIT_ID, result: ok(testReceipt()) });
    run.send({
      type: 'device.answered',
      name: 'printer.print',
      visitId: VISIT_ID,
      result: err(fail('print_unconfirmed')),
    });
    expect(run.facts.at(-1)).toBe('incident.raised');
    run.send({ type: 'timer', name: 'print-shown' });
    expect(run.state.step).toBe('rating');
  });

  test('without a printer the slip is skipped', () => {
    const run = runInCall();
    run.send({ type: 'devices', devices: allDevices.filter((device) => device.class !== 'printer') });
    const visit = testVisit(1, { cases: [testCase(VISIT_ID)] });
    run.send({ type: 'push', name: 'visit.changed', payload: { visit } });
    run.send({ type: 'intent', intent: { type: 'finish' } });
    expect(run.state).toMatchObject({ step: 'rating', notice: { messageKey: 'notice.receipt-on-phone' } });
  });

  test('a citizen who falls silent is warned with the instant, and can put it off', () => {
    const run = welcomedRun();
    run.send(doorOpen, leaf('open'), presence('present'), leaf('closed'), { type: 'timer', name: 'idle' });
    expect(run.state.timeoutAt).toBe('2026-01-31T12:00:30.000Z');
    run.send({ type: 'intent', intent: { type: 'extend' } });
    expect(run.state.timeoutAt).toBeNull();
    run.send({ type: 'timer', name: 'idle' }, { type: 'timer', name: 'warning' });
    expect(run.state.leaving?.end).toBe('timed-out');
  });

  test('a presence sensor that is stuck is told, and does not keep the booth', () => {
    const run = welcomedRun();
    run.send(doorOpen, leaf('open'), presence('present'), leaf('closed'));
    run.send({ type: 'intent', intent: { type: 'leave' } }, { type: 'wiped', visitId: VISIT_ID });
    expect(run.state.step).toBe('leaving');
    run.send({ type: 'timer', name: 'empty-limit' });
    expect(run.state.step).toBe('welcome');
    expect(run.facts).toContain('incident.raised');
  });
});

describe('after a crash', () => {
  const snapshot = {
    kind: 'visit',
    visit: testVisit(1, { cases: [testCase(VISIT_ID)] }),
    step: 'in-call',
    insideSeen: true,
  } as const;

  test('the visit is known, said, and goes on', () => {
    const run = new MachineRun();
    run.send({ type: 'started', snapshot, documentCamera: '' });
    expect(run.state.step).toBe('resume');
    expect(run.facts).toEqual(['visit.resumed']);
    run.send({ type: 'hub.online', booth: testBooth, visit: snapshot.visit });
    run.send({ type: 'intent', intent: { type: 'resume', goOn: true } });
    expect(run.state.step).toBe('after-call');
  });

  test('a visit that the hub has ended is wiped; one that only the hub knows is ended there', () => {
    const run = new MachineRun();
    run.send({ type: 'started', snapshot, documentCamera: '' }, { type: 'hub.online', booth: testBooth, visit: null });
    expect(run.state).toMatchObject({ step: 'leaving', leaving: { end: 'interrupted' } });
    const fresh = new MachineRun();
    fresh.send({ type: 'started', snapshot: null, documentCamera: '' });
    const effects = fresh.send({ type: 'hub.online', booth: testBooth, visit: testVisit() });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'hub', name: 'visit.end', input: { visitId: VISIT_ID, end: 'interrupted' } }),
    );
  });

  test('a wipe that was cut short is done again', () => {
    const run = new MachineRun();
    const effects = run.send({
      type: 'started',
      snapshot: { kind: 'leaving', visitId: VISIT_ID, end: 'completed' },
      documentCamera: '',
    });
    expect(effects).toContainEqual({ type: 'wipe', visitId: VISIT_ID });
    run.send({ type: 'wiped', visitId: VISIT_ID }, { type: 'timer', name: 'empty' });
    expect(run.state.step).toBe('welcome');
    expect(run.facts).toEqual(['booth.wiped']);
  });
});
