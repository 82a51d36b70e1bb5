import { describe, expect, test } from 'vitest';
import type { CompartmentState, DeviceReport } from '../../../contracts/device/device.ts';
import type { DeviceProfile } from '../../../contracts/device/profile.ts';
import { testDevice, testDoorProfile } from '../machine/fixtures.ts';
import { proposalsFor } from './calibrate.ts';

const locker = (...doors: CompartmentState['door'][]): DeviceReport =>
  testDevice('locker', {
    status: {
      class: 'locker',
      compartments: doors.map((door, index) => ({ compartment: index + 1, door, item: 'absent' })),
    },
  });
const line = { port: '/dev/null', baudRate: 9600 } as const;
const sizes = ['small' as const, 'small' as const];
const cu16: DeviceProfile = {
  driver: 'kerong-cu16',
  id: 'locker-1',
  line,
  sizes,
  pollMs: 100,
  address: 0,
  hookBitSet: 'closed',
  infrared: true,
  unlockReply: 'none',
};
const board8a: DeviceProfile = {
  driver: 'locker-8a',
  id: 'locker-1',
  line,
  sizes,
  pollMs: 100,
  board: 1,
  contactClosedWhen: 'open',
  locks1To8: 'last',
  pulseSeconds: 0,
  unlockReply: 'status',
};
const relays: DeviceProfile = {
  driver: 'modbus-locker',
  id: 'locker-1',
  line,
  sizes,
  pollMs: 100,
  unit: 1,
  pulse: 'flash',
  pulseMs: 500,
  firstRelay: 0,
  firstInput: 0,
  closedWhen: 0,
  gapMs: 5,
};
describe('calibration with all doors shut', () => {
  test.each([cu16, board8a, relays])('changes nothing when $driver says closed', (profile) => {
    expect(proposalsFor(profile, locker('closed', 'closed'), true)).toEqual({ ok: true, value: [] });
  });

  test.each([
    [cu16, { setting: 'hookBitSet', present: 'closed', proposed: 'open' }],
    [board8a, { setting: 'contactClosedWhen', present: 'open', proposed: 'locked' }],
    [relays, { setting: 'closedWhen', present: 0, proposed: 1 }],
  ] as const)('turns the polarity when $driver says open', (profile, proposal) => {
    expect(proposalsFor(profile, locker('open', 'open'), true)).toEqual({ ok: true, value: [proposal] });
  });

  test('guesses nothing when the doors disagree, and names the few', () => {
    expect(proposalsFor(cu16, locker('closed', 'open', 'closed'), true)).toMatchObject({
      ok: false,
      error: { code: 'wrong_state', detail: 'shut every door; these differ: 2' },
    });
  });

  test('needs a board that answers', () => {
    const silent = { ...locker('unknown', 'unknown') };
    expect(proposalsFor(cu16, silent, true)).toMatchObject({ ok: false, error: { code: 'device_no_reply' } });
    expect(proposalsFor(cu16, { ...silent, state: 'offline' }, true)).toMatchObject({
      ok: false,
      error: { code: 'device_offline' },
    });
  });

  test('tells leaf and presence by where the technician is', () => {
    const report = testDevice('door', {
      status: { class: 'door', lock: 'locked', leaf: 'open', presence: 'absent', lights: 'on' },
    });
    expect(proposalsFor(testDoorProfile, report, true)).toEqual({
      ok: true,
      value: [
        { setting: 'leafClosedWhen', present: 1, proposed: 0 },
        { setting: 'presentWhen', present: 1, proposed: 0 },
      ],
    });
    expect(proposalsFor(testDoorProfile, report, false)).toEqual({
      ok: true,
      value: [{ setting: 'leafClosedWhen', present: 1, proposed: 0 }],
    });
  });
});
