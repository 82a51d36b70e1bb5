import { describe, expect, it } from 'vitest';
import type { SelfCheckResult } from '../../../contracts/technician/self-check.ts';
import { demoDevices, faultyDevices } from '../testing/demo-devices.ts';
import { type BenchBooth, faultsOf, healthOf, partHealth } from './health.ts';
import { PARTS } from './parts.ts';

const booth: BenchBooth = {
  name: 'Demo',
  online: true,
  devices: demoDevices,
  cameras: ['a', 'b'],
  microphones: 1,
  lastSelfCheck: null,
};
const withChecks = (...results: Pick<SelfCheckResult, 'name' | 'outcome'>[]): BenchBooth => ({
  ...booth,
  lastSelfCheck: {
    id: '01900000-0000-7000-8000-000000000001',
    boothId: 'demo',
    trigger: 'start',
    at: '2026-01-31T08:00:00.000Z',
    durationMs: 1,
    results: results.map((each) => ({ ...each, code: null, detail: '', durationMs: 1 })),
  },
});

describe('health', () => {
  it('is well everywhere in a healthy booth', () => {
    expect(PARTS.map((part) => partHealth(booth, part))).toEqual(PARTS.map(() => 'ok'));
    expect(faultsOf(booth)).toEqual([]);
  });

  it('asks for a look when a device works but wants something', () => {
    const byClass = new Map(faultyDevices.map((device) => [device.class, healthOf(device)]));
    expect(byClass.get('printer')).toBe('warn');
    expect(byClass.get('scanner')).toBe('bad');
    expect(byClass.get('ups')).toBe('warn');
    expect(byClass.get('id-reader')).toBe('ok');
  });

  it('of an offline booth is unknown but for its computer', () => {
    const away = { ...booth, online: false };
    expect(partHealth(away, 'screen')).toBe('bad');
    expect(partHealth(away, 'printer')).toBe('off');
    expect(partHealth(away, 'face')).toBe('off');
  });

  it('of what has no driver comes from the self-check, and before it from what the screen sees', () => {
    expect(partHealth({ ...booth, cameras: null }, 'face')).toBe('off');
    expect(partHealth({ ...booth, cameras: [] }, 'document')).toBe('bad');
    expect(partHealth(withChecks({ name: 'camera.face', outcome: 'failed' }), 'face')).toBe('bad');
    expect(partHealth(withChecks({ name: 'camera.face', outcome: 'skipped' }), 'face')).toBe('ok');
    expect(
      partHealth(withChecks({ name: 'microphone', outcome: 'ok' }, { name: 'speaker', outcome: 'warning' }), 'sound'),
    ).toBe('warn');
    expect(partHealth(withChecks({ name: 'disk', outcome: 'failed' }), 'screen')).toBe('warn');
  });
});
