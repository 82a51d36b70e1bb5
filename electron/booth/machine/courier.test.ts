import { describe, expect, test } from 'vitest';
import { fail } from '../../../contracts/errors.ts';
import { err, ok } from '../../../contracts/result.ts';
import type { CustodyNews } from '../custody/state.ts';
import { allDevices, MachineRun, testBooth, testDevice, testId, testParcel, testVisit } from './fixtures.ts';
import type { MachineEvent } from './messages.ts';

const parcel = testParcel(testId(1));
const intent = (value: Extract<MachineEvent, { type: 'intent' }>['intent']): MachineEvent => ({
  type: 'intent',
  intent: value,
});
const open = intent({ type: 'open-courier' });
const typed = intent({ type: 'courier-code', code: '12345678' });
const checked = (result: Extract<MachineEvent, { name: 'courier.check' }>['result']): MachineEvent => ({
  type: 'hub.answered',
  name: 'courier.check',
  visitId: null,
  result,
});
const right = checked(ok({ purpose: 'collect', parcel }));
const wrong = checked(err(fail('token_invalid')));
const shown: MachineEvent = { type: 'timer', name: 'courier-shown' };
const news = (phase: CustodyNews['phase'], error: CustodyNews['error'] = null): MachineEvent => ({
  type: 'custody',
  news: {
    owner: { parcelId: parcel.id, number: parcel.number, visitId: parcel.visitId },
    compartment: parcel.compartment,
    purpose: 'collect',
    phase,
    error,
  },
});

function runWelcome(): MachineRun {
  const run = new MachineRun();
  run.send(
    { type: 'started', snapshot: null, documentCamera: '' },
    { type: 'devices', devices: allDevices },
    { type: 'hub.online', booth: testBooth, visit: null },
  );
  return run;
}

describe('taking a parcel out', () => {
  test('goes from the code to thanks by the word of the hub and of the sensors', () => {
    const run = runWelcome();
    run.send(open);
    expect(run.state).toMatchObject({ step: 'courier', courier: { phase: 'code' } });
    expect(run.send(typed)).toContainEqual(
      expect.objectContaining({ type: 'hub', name: 'courier.check', input: { code: '12345678' } }),
    );
    expect(run.send(right)).toContainEqual({
      type: 'custody',
      event: { type: 'take-out', parcel, purpose: 'collect' },
    });
    const phases = [news('opening'), news('open'), news('closed')].map((event) => {
      run.send(event);
      return run.state.courier?.phase;
    });
    expect(phases).toEqual(['opening', 'open', 'done']);
    run.send(shown);
    expect(run.state).toMatchObject({ step: 'welcome', courier: null });
  });

  test('is slowed down by wrong codes, 1 s, 2 s, 4 s, also for one who leaves and comes back', () => {
    const run = runWelcome();
    run.send(open);
    for (const seconds of [1, 2, 4]) {
      run.send(typed, wrong);
      const { courier, courierGuard } = run.state;
      expect(courier).toMatchObject({ phase: 'code', error: { code: 'token_invalid' } });
      expect(Date.parse(courier?.waitUntil ?? '')).toBe(courierGuard.freeAtMs);
      expect(courierGuard.freeAtMs - run.nowMs).toBe(seconds * 1000);
      expect(run.send(typed).some((effect) => effect.type === 'hub')).toBe(false);
      run.send(intent({ type: 'back' }), open);
      expect(run.state.courier?.waitUntil).toBe(new Date(courierGuard.freeAtMs).toISOString());
      run.nowMs = courierGuard.freeAtMs;
      run.send(shown);
      expect(run.state.courier?.waitUntil).toBeUndefined();
    }
  });

  test('says that the network is down, and does not count it as a wrong code', () => {
    const run = runWelcome();
    run.send(open, { type: 'hub.offline' }, typed);
    expect(run.state.courier).toMatchObject({ phase: 'code', error: { code: 'booth_offline' } });
    run.send({ type: 'hub.online', booth: testBooth, visit: null }, typed, checked(err(fail('disconnected'))));
    expect(run.state.courier).toMatchObject({ phase: 'code', error: { code: 'disconnected' } });
    expect(run.state.courierGuard.wrong).toBe(0);
  });

  test('says when the locker does not work, and takes codes when it works again', () => {
    const run = runWelcome();
    run.send({ type: 'device.changed', device: testDevice('locker', { state: 'offline' }) }, open);
    expect(run.state.courier).toMatchObject({ phase: 'failed', error: { code: 'device_offline' } });
    run.send({ type: 'device.changed', device: testDevice('locker') });
    expect(run.state.courier).toEqual({ phase: 'code', compartment: null, parcelNumber: null });
  });

  test('takes a code again after the door stayed shut', () => {
    const run = runWelcome();
    run.send(open, typed, right, news('failed', fail('not_opened')));
    expect(run.state.courier).toMatchObject({ phase: 'failed', error: { code: 'not_opened' } });
    run.send(intent({ type: 'open-courier' }));
    expect(run.state.courier?.phase).toBe('code');
  });

  test('opens nothing for somebody who has gone', () => {
    const run = runWelcome();
    run.send(open, typed, intent({ type: 'back' }));
    expect(run.send(right).some((effect) => effect.type === 'custody')).toBe(false);
  });

  test('gives the screen back when nobody types, but not while a door opens', () => {
    const idle: MachineEvent = { type: 'timer', name: 'idle' };
    const run = runWelcome();
    run.send(open, idle);
    expect(run.state.step).toBe('welcome');
    run.send(open, typed, right, news('open'), idle);
    expect(run.state.step).toBe('courier');
    run.send(news('left-open', fail('left_open')), idle);
    expect(run.state.step).toBe('welcome');
  });

  test('gives way to a visit while nothing but the pad is on the screen', () => {
    const order = (number: number): MachineEvent => ({
      type: 'order',
      name: 'door.open',
      order: number,
      input: { visit: testVisit(number) },
    });
    const run = runWelcome();
    run.send(open, order(3));
    expect(run.state).toMatchObject({ step: 'entering', courier: null });
    const busy = runWelcome();
    busy.send(open, typed, right, news('open'));
    expect(busy.send(order(3))).toContainEqual(
      expect.objectContaining({ type: 'answer', result: expect.objectContaining({ ok: false }) }),
    );
  });
});
