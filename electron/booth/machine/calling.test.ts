import { describe, expect, test } from 'vitest';
import type { CallAsk } from '../../../contracts/domain/call.ts';
import type { Party } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import { type MachineRun, testAgent, testBooth, testId, testVisit, welcomedRun } from './fixtures.ts';
import type { MachineEvent } from './messages.ts';
import { initialState } from './state.ts';
import { toBoothState } from './view.ts';

const AT = '2026-01-31T12:00:00.000Z';
const VISIT_ID = testId(1);
const CALL_ID = testId(40);

const citizen: Party = { partyId: VISIT_ID, kind: 'citizen', displayName: '办事人', place: 'table', owner: false };
const agentParty: Party = { partyId: testAgent.id, kind: 'agent', displayName: 'x', place: 'table', owner: true };
const nextAsk: CallAsk = {
  askId: testId(800),
  purpose: 'answer',
  ringingAgentId: null,
  since: AT,
  place: 2,
  estimatedWaitSeconds: 60,
  why: 'all-busy',
};
const parties = (rev: number, list: readonly Party[], asks: readonly CallAsk[] = []): MachineEvent => ({
  type: 'push',
  name: 'call.parties',
  payload: { callId: CALL_ID, rev, parties: [...list], asks: [...asks] },
});
const waiting = (change: Partial<Extract<MachineEvent, { name: 'call.waiting' }>['payload']> = {}): MachineEvent => ({
  type: 'push',
  name: 'call.waiting',
  payload: {
    callId: CALL_ID,
    place: 4,
    estimatedWaitSeconds: 900,
    choices: ['call-back', 'appointment', 'message'],
    ...change,
  },
});
const intent = (value: Extract<MachineEvent, { type: 'intent' }>['intent']): MachineEvent => ({
  type: 'intent',
  intent: value,
});
const hubBack: MachineEvent = {
  type: 'hub.online',
  booth: testBooth,
  visit: testVisit(1, { state: 'in-call' }),
};

function inside(): MachineRun {
  const run = welcomedRun();
  run.send(
    { type: 'order', name: 'door.open', order: 1, input: { visit: testVisit() } },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'open', at: AT } },
    { type: 'sensor', name: 'presence.changed', payload: { presence: 'present', at: AT } },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'closed', at: AT } },
  );
  expect(run.state.step).toBe('ready');
  return run;
}
function calling(): MachineRun {
  const run = inside();
  run.send(
    intent({ type: 'call', departmentId: 'tax' }),
    { type: 'hub.answered', name: 'call.request', visitId: VISIT_ID, result: ok({ callId: CALL_ID }) },
    waiting(),
  );
  return run;
}
function talking(): MachineRun {
  const run = calling();
  run.send(parties(1, [citizen, agentParty]));
  expect(run.state.step).toBe('in-call');
  return run;
}
const asked = (run: MachineRun, name: string) =>
  run.effects.filter((effect) => effect.type === 'hub' && effect.name === name);

describe('waiting', () => {
  test('tells why it lasts, why it changed and what else can be done', () => {
    const run = calling();
    run.send(waiting({ why: 'all-busy', revision: 'fewer-agents', choices: ['call-back'] }));
    expect(run.state.call).toMatchObject({
      why: 'all-busy',
      revision: 'fewer-agents',
      choices: ['call-back'],
      place: 4,
    });
    run.send(waiting({ estimatedWaitSeconds: null }));
    expect(run.state.call).toMatchObject({ estimatedWaitSeconds: null, why: null, revision: null });
  });

  test('follows the asks, and keeps its place where they say nothing of it', () => {
    const run = calling();
    run.send(parties(1, [citizen], [{ ...nextAsk, place: null }]));
    expect(run.state).toMatchObject({ step: 'calling', call: { place: 4, estimatedWaitSeconds: 900 } });
    run.send(parties(2, [citizen], [nextAsk]));
    expect(run.state).toMatchObject({ call: { place: 2, estimatedWaitSeconds: 60, why: 'all-busy' } });
  });

  test('a hub that has lost the request is asked again for the same department', () => {
    const run = calling();
    run.send({ type: 'hub.offline' }, hubBack);
    expect(run.effects.at(-1)).not.toMatchObject({ name: 'call.request' });
    run.send({ type: 'timer', name: 'call-asked' });
    expect(asked(run, 'call.request')).toHaveLength(2);
    expect(asked(run, 'call.request').at(-1)).toMatchObject({ input: { visitId: VISIT_ID, departmentId: 'tax' } });
    const callId = testId(41);
    run.send({ type: 'hub.answered', name: 'call.request', visitId: VISIT_ID, result: ok({ callId }) });
    expect(run.state.call?.callId).toBe(callId);
    expect(asked(run, 'call.cancel')).toEqual([]);
  });

  test('a hub that has lost the request may speak of the new one before it answers', () => {
    const run = calling();
    run.send({ type: 'hub.offline' }, hubBack, { type: 'timer', name: 'call-asked' });
    const callId = testId(41);
    run.send(waiting({ callId, place: 2 }));
    run.send({ type: 'hub.answered', name: 'call.request', visitId: VISIT_ID, result: ok({ callId }) });
    expect(run.state.call).toMatchObject({ callId, place: 2 });
  });

  test('a hub that still knows the request is not asked again', () => {
    const run = calling();
    run.send({ type: 'hub.offline' }, hubBack);
    expect(run.send(waiting())).toContainEqual({ type: 'timer.cancel', name: 'call-asked' });
    run.send({ type: 'timer', name: 'call-asked' });
    expect(asked(run, 'call.request')).toHaveLength(1);
    // It may speak of the call before it has answered the greeting.
    run.send({ type: 'hub.offline' }, waiting());
    expect(run.send(hubBack)).not.toContainEqual(expect.objectContaining({ type: 'timer.set', name: 'call-asked' }));
  });
});

describe('instead of waiting', () => {
  const callBack = intent({ type: 'give-instead', given: { choice: 'call-back', phone: '13800000000' } });

  test('what is agreed ends the request, with its number and until when', () => {
    const run = calling();
    run.send(intent({ type: 'open-instead', choice: 'call-back' }), waiting({ place: 3 }));
    expect(run.state).toMatchObject({ step: 'calling', call: { place: 3 }, instead: { phase: 'choosing' } });
    run.send(callBack);
    expect(run.effects.at(-1)).toMatchObject({
      name: 'call.instead',
      input: { choice: 'call-back', callId: CALL_ID, phone: '13800000000' },
    });
    const followUp = { number: 'F20260131-0001', dueAt: AT };
    // The hub may say that the request is over before it answers.
    run.send({ type: 'push', name: 'call.ended', payload: { callId: CALL_ID, reason: 'completed' } });
    expect(run.state.step).toBe('calling');
    run.send({ type: 'hub.answered', name: 'call.instead', visitId: VISIT_ID, result: ok({ followUp }) });
    expect(run.state).toMatchObject({ step: 'agreed', call: null, instead: { phase: 'agreed', followUp } });
    run.send(intent({ type: 'back' }));
    expect(run.state).toMatchObject({ step: 'ready', instead: null });
  });

  test('a refusal is told, and the waiting goes on', () => {
    const run = calling();
    run.send(intent({ type: 'open-instead', choice: 'call-back' }), callBack);
    const error = fail('rate_limited');
    run.send({ type: 'hub.answered', name: 'call.instead', visitId: VISIT_ID, result: err(error) });
    expect(run.state).toMatchObject({
      step: 'calling',
      call: { callId: CALL_ID },
      instead: { phase: 'choosing', error },
    });
    run.send(intent({ type: 'back' }));
    expect(run.state).toMatchObject({ step: 'calling', instead: null, call: { callId: CALL_ID } });
  });

  test('hours for an appointment are fetched, and fetched anew when one was taken meanwhile', () => {
    const run = calling();
    run.send(intent({ type: 'open-instead', choice: 'appointment' }));
    expect(run.state.instead?.slots).toBeNull();
    const slots = [{ day: '2026-02-02', time: '09:00' }];
    run.send({ type: 'hub.answered', name: 'slots.get', visitId: VISIT_ID, result: ok({ slots }) });
    expect(run.state.instead?.slots).toEqual(slots);
    run.send(intent({ type: 'give-instead', given: { choice: 'appointment', day: '2026-02-02', time: '09:00' } }), {
      type: 'hub.answered',
      name: 'call.instead',
      visitId: VISIT_ID,
      result: err(fail('wrong_state')),
    });
    expect(asked(run, 'slots.get')).toHaveLength(2);
  });

  test('what the hub has not offered cannot be chosen', () => {
    const run = calling();
    run.send(waiting({ choices: [] }), intent({ type: 'open-instead', choice: 'message' }));
    expect(run.state.instead).toBeNull();
  });

  test('somebody who becomes free comes first', () => {
    const run = calling();
    run.send(intent({ type: 'open-instead', choice: 'message' }), parties(1, [citizen, agentParty]));
    expect(run.state).toMatchObject({ step: 'in-call', instead: null });
  });
});

describe('a call', () => {
  test('goes on without agents while the next person is sought', () => {
    const run = talking();
    run.send(parties(2, [citizen], [nextAsk]));
    expect(run.state).toMatchObject({
      step: 'in-call',
      call: { callId: CALL_ID, parties: [citizen], asks: [nextAsk] },
    });
  });

  test('outlives a hub that was away, and is told who is in it again', () => {
    const run = talking();
    run.send({ type: 'hub.offline' });
    expect(run.state).toMatchObject({ step: 'in-call', call: { callId: CALL_ID, parties: [citizen, agentParty] } });
    const effects = run.send(hubBack, parties(1, [citizen, agentParty]));
    expect(run.state).toMatchObject({ step: 'in-call', call: { callId: CALL_ID, parties: [citizen, agentParty] } });
    expect(effects.filter((effect) => effect.type === 'hub' && effect.name !== 'duty.get')).toEqual([]);
  });

  const lost: MachineEvent = { type: 'push', name: 'call.ended', payload: { callId: CALL_ID, reason: 'lost' } };
  const asked = (effects: readonly { type: string }[]) =>
    effects.filter((effect) => effect.type === 'hub' && (effect as { name?: string }).name === 'call.request');

  test('that was lost while this booth was away is asked for again when it is back, and says so', () => {
    const run = talking();
    run.send({ type: 'hub.offline' });
    expect(asked(run.send(lost)), 'not before the hub knows this booth again').toEqual([]);
    expect(run.state).toMatchObject({ step: 'after-call', callEnd: 'lost' });
    expect(asked(run.send(hubBack))).toHaveLength(1);
    expect(run.state).toMatchObject({ step: 'calling', callEnd: null, notice: { messageKey: 'notice.call-back' } });
    expect(asked(run.send(hubBack)), 'once').toEqual([]);
  });

  test('that was lost is asked for at once by a booth that has been back for a while', () => {
    const run = talking();
    expect(asked(run.send(lost))).toHaveLength(1);
    expect(run.state).toMatchObject({ step: 'calling' });
    run.send(intent({ type: 'cancel-call' }));
    expect(run.state.step, 'who does not want it back is left alone').toBe('after-call');
    expect(asked(run.send({ type: 'hub.offline' }, hubBack))).toEqual([]);
  });

  test('of which a hub that is back says nothing is lost', () => {
    const run = talking();
    run.send({ type: 'hub.offline' }, hubBack);
    expect(run.state.step).toBe('in-call');
    expect(asked(run.send({ type: 'timer', name: 'call-asked' }))).toHaveLength(1);
    expect(run.state.step).toBe('calling');
  });

  test('that was given up while the hub was away is given up there too', () => {
    const run = talking();
    run.send({ type: 'hub.offline' }, intent({ type: 'hang-up' }), {
      type: 'hub.answered',
      name: 'call.hangup',
      visitId: VISIT_ID,
      result: err(fail('disconnected')),
    });
    const effects = run.send(hubBack, parties(1, [citizen, agentParty]));
    expect(run.state).toMatchObject({ step: 'after-call', call: null });
    expect(effects).toContainEqual(expect.objectContaining({ name: 'call.hangup', input: { callId: CALL_ID } }));
  });
});

describe('a crash in the middle of a call', () => {
  function resumed(): MachineRun {
    const run = welcomedRun();
    run.state = initialState;
    run.send({
      type: 'started',
      snapshot: { kind: 'visit', visit: testVisit(1, { state: 'in-call' }), step: 'in-call', insideSeen: true },
      documentCamera: '',
    });
    return run;
  }

  test('the citizen goes on in the same call when the hub has kept it, and nobody sees them before', () => {
    const run = resumed();
    run.send(parties(7, [citizen, agentParty]), hubBack);
    expect(run.state.step).toBe('resume');
    expect(toBoothState(run.state).call).toBeNull();
    run.send(intent({ type: 'resume', goOn: true }));
    expect(toBoothState(run.state)).toMatchObject({ step: 'in-call', call: { callId: CALL_ID, rev: 7 } });
    run.send(intent({ type: 'hang-up' }));
    expect(run.state.step).toBe('after-call');
  });

  test('a request that still waits is waited for again', () => {
    const run = resumed();
    run.send(parties(2, [citizen], [nextAsk]), hubBack, intent({ type: 'resume', goOn: true }));
    expect(run.state).toMatchObject({ step: 'calling', call: { callId: CALL_ID, place: 2 } });
  });

  test('a call that has ended meanwhile is not gone back to', () => {
    const run = resumed();
    run.send(hubBack, parties(7, [citizen, agentParty]));
    run.send({ type: 'push', name: 'call.ended', payload: { callId: CALL_ID, reason: 'lost' } });
    run.send(intent({ type: 'resume', goOn: true }));
    expect(run.state).toMatchObject({ step: 'ready', call: null });
  });

  test('who does not go on hangs up', () => {
    const run = resumed();
    run.send(parties(7, [citizen, agentParty]), hubBack);
    const effects = run.send(intent({ type: 'resume', goOn: false }));
    expect(effects).toContainEqual(expect.objectContaining({ name: 'call.hangup', input: { callId: CALL_ID } }));
    expect(run.state.step).toBe('leaving');
  });
});

describe('camera and microphone', () => {
  const seen = (...lost: Extract<MachineEvent, { type: 'media' }>['lost']): MachineEvent => ({
    type: 'media',
    cameras: ['face'],
    microphones: 1,
    lost,
  });

  test('one that goes in a call is an incident once, until it is back', () => {
    const run = talking();
    run.send(seen('camera.face'), seen('camera.face'));
    expect(run.facts.filter((fact) => fact.startsWith('incident'))).toEqual(['incident.raised']);
    expect(run.state.step).toBe('in-call');
    run.send(seen());
    expect(run.facts.filter((fact) => fact.startsWith('incident'))).toEqual(['incident.raised', 'incident.cleared']);
  });
});
