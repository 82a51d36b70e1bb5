import { describe, expect, test } from 'vitest';
import type { TechnicianPresence } from '../../../contracts/technician/mode.ts';
import { testBooth, testVisit, welcomedRun } from './fixtures.ts';
import type { MachineEvent } from './messages.ts';

const here: TechnicianPresence = { technicianId: 't-1', displayName: '演示技术员', from: 'booth' };
const afar: TechnicianPresence = { ...here, technicianId: 't-2', from: 'hub' };
const request = (by: TechnicianPresence, askCitizen = false): MachineEvent => ({
  type: 'technician.requested',
  by,
  askCitizen,
});
const idle: MachineEvent = { type: 'timer', name: 'technician-idle' };
const doorOpen: MachineEvent = { type: 'order', name: 'door.open', order: 1, input: { visit: testVisit() } };

function visited() {
  const run = welcomedRun();
  run.send(
    doorOpen,
    { type: 'self-checked', mediaFaults: [] },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'open', at: '2026-01-31T12:00:00.000Z' } },
    { type: 'sensor', name: 'presence.changed', payload: { presence: 'present', at: '2026-01-31T12:00:00.000Z' } },
    { type: 'sensor', name: 'door.changed', payload: { leaf: 'closed', at: '2026-01-31T12:00:00.000Z' } },
  );
  expect(run.state.step).toBe('ready');
  return run;
}

describe('technician mode', () => {
  test('takes a free booth at once, with light and without a code for phones', () => {
    const run = welcomedRun();
    const effects = run.send(request(here));
    expect(run.state).toMatchObject({ step: 'technician', checkin: null, technician: { phase: 'active', by: here } });
    expect(effects).toContainEqual(
      expect.objectContaining({ type: 'device', name: 'lights.set', input: { on: true } }),
    );
  });

  test('lets nobody in meanwhile', () => {
    const run = welcomedRun();
    run.send(request(here));
    expect(run.send(doorOpen)).toMatchObject([{ type: 'answer', result: { error: { code: 'booth_busy' } } }]);
    run.send({ type: 'intent', intent: { type: 'begin' } }, { type: 'intent', intent: { type: 'leave' } });
    expect(run.state.step).toBe('technician');
  });

  test('belongs to one: another who asks changes nothing', () => {
    const run = welcomedRun();
    run.send(request(here), request(afar));
    expect(run.state.technician).toMatchObject({ phase: 'active', by: here });
  });

  test('goes out by closing what was open, and only then is the screen the citizens’', () => {
    const run = welcomedRun();
    run.send(request(here));
    expect(run.send({ type: 'technician.left' })).toContainEqual({ type: 'technician.close' });
    expect(run.state).toMatchObject({ step: 'technician', technician: { phase: 'exiting' } });
    run.send({ type: 'technician.closed' });
    expect(run.state).toMatchObject({ step: 'welcome', technician: { phase: 'inactive' } });
  });

  test('ends by itself when nobody does anything, and not before', () => {
    const run = welcomedRun();
    run.send(request(here));
    expect(run.send({ type: 'technician.touched' })).toContainEqual(
      expect.objectContaining({ type: 'timer.set', name: 'technician-idle' }),
    );
    run.send(idle, { type: 'technician.closed' });
    expect(run.state).toMatchObject({ step: 'welcome', technician: { phase: 'inactive' } });
  });

  test('waits for the end of a visit', () => {
    const run = visited();
    run.send(request(here));
    expect(run.state).toMatchObject({ step: 'ready', technician: { phase: 'requested', waitingFor: 'visit' } });
    const visitId = run.state.visit?.id as string;
    run.send({ type: 'intent', intent: { type: 'leave' } }, { type: 'wiped', visitId });
    run.send({ type: 'timer', name: 'empty-limit' });
    expect(run.state).toMatchObject({ step: 'technician', visit: null, technician: { phase: 'active' } });
  });

  test('can be given up while it waits', () => {
    const run = visited();
    run.send(request(afar, true));
    expect(run.state.ask?.kind).toBe('technician');
    run.send({ type: 'technician.left' });
    expect(run.state).toMatchObject({ ask: null, technician: { phase: 'inactive' }, step: 'ready' });
  });

  test('asks the citizen only from afar, and is active beside the visit only with their yes', () => {
    const run = visited();
    run.send(request(here, true));
    expect(run.state.ask).toBeNull();
    run.send({ type: 'technician.left' }, request(afar, true));
    run.send({ type: 'intent', intent: { type: 'answer-ask', agreed: true } });
    expect(run.state).toMatchObject({ step: 'ready', technician: { phase: 'active', duringVisit: true } });
    run.send(idle, { type: 'technician.closed' });
    expect(run.state).toMatchObject({ step: 'ready', technician: { phase: 'inactive' } });
  });

  test('is never kept over a restart', () => {
    const run = welcomedRun();
    run.send(request(here));
    const again = welcomedRun();
    again.send({ type: 'hub.online', booth: testBooth, visit: null });
    expect(again.state).toMatchObject({ step: 'welcome', technician: { phase: 'inactive' } });
  });
});
