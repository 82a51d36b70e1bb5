import { expect, test } from 'vitest';
import { allDevices, MachineRun, testDevice } from './fixtures.ts';
import type { MachineEvent } from './messages.ts';

const complaint: MachineEvent = {
  type: 'sensor',
  name: 'device.error',
  payload: { deviceId: 'printer-1', code: 'paper_out', cause: 'out', action: 'clear', at: '2026-01-31T12:00:00.000Z' },
};

test('a device that complains is an incident once, without a visit too, and it is over when it answers well', () => {
  const run = new MachineRun();
  run.send({ type: 'started', snapshot: null, documentCamera: '' }, { type: 'devices', devices: allDevices });
  const { id } = testDevice('printer');
  expect(id).toBe('printer-1');
  run.send(complaint, complaint);
  const fault = { code: 'paper_out', cause: 'out', action: 'clear' } as const;
  run.send({ type: 'device.changed', device: testDevice('printer', { state: 'userError', fault }) });
  expect(run.effects.filter((effect) => effect.type === 'fact')).toMatchObject([
    { visitId: null, fact: { type: 'incident.raised', subject: 'printer-1', code: 'paper_out' } },
  ]);
  run.send({ type: 'devices', devices: allDevices }, { type: 'device.changed', device: testDevice('printer') });
  expect(run.effects.filter((effect) => effect.type === 'fact').slice(1)).toMatchObject([
    { visitId: null, fact: { type: 'incident.cleared', subject: 'printer-1', code: 'paper_out' } },
  ]);
});
