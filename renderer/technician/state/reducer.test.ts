import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../../contracts/device/device.ts';
import { fail } from '../../../contracts/errors.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { err, ok } from '../../../contracts/result.ts';
import { changesBetween } from './changes.ts';
import { initialTechnicianState, type TechnicianState } from './model.ts';
import { KEPT_CHANGES, reduceTechnician, type TechnicianEvent } from './reducer.ts';

const AT = '2026-01-31T08:00:00.000Z';
const statistics = { commands: 3, retries: 0, failures: 0, badFrames: 0, reconnects: 0, meanRoundTripMs: 4.2 };

const printer: DeviceReport = {
  id: 'printer',
  class: 'printer',
  model: 'ESC/POS',
  port: '/dev/ttyS1',
  state: 'online',
  fault: null,
  capabilities: { class: 'printer', paperWidthMm: 80, confirm: 'process-id', takenSensor: true },
  status: { class: 'printer', paper: 'full', cover: 'closed', cutter: 'ok', slip: 'none' },
  statistics,
  changedAt: AT,
};
const locker: DeviceReport = {
  ...printer,
  id: 'locker',
  class: 'locker',
  capabilities: { class: 'locker', sizes: ['small'], itemSensor: true },
  status: { class: 'locker', compartments: [{ compartment: 3, door: 'closed', item: 'absent' }] },
};
const booth: BoothStatus = {
  booth: { id: 'demo-booth-01', name: '演示晓屋', address: '演示路 1 号', regionId: 'r' },
  online: true,
  lastSeenAt: AT,
  version: '0.1.0',
  visitActive: false,
  devices: [printer, locker],
  lastSelfCheck: null,
  openIncidents: 0,
};
const login = {
  token: 't',
  expiresAt: AT,
  agent: {
    id: '01900000-0000-7000-8000-000000000001',
    username: 'demo-technician-1',
    displayName: '演示维护员',
    role: 'technician' as const,
    departmentId: 'none',
    regionId: 'r',
    languages: ['zh-CN' as const],
  },
};

function run(state: TechnicianState, ...events: TechnicianEvent[]): TechnicianState {
  return events.reduce((before, event) => reduceTechnician(before, event)[0], state);
}
const working = run(
  initialTechnicianState,
  { type: 'logged-in', answer: ok(login) },
  { type: 'link', link: 'live' },
  { type: 'greeted', answer: ok({ booths: [booth] }), atMs: 1 },
);
const withPrinter = (change: Partial<DeviceReport>): BoothStatus => ({
  ...booth,
  devices: [{ ...printer, ...change }, locker],
});

describe('logging in', () => {
  it('lets technicians in and nobody else', () => {
    const [state, effects] = reduceTechnician(initialTechnicianState, { type: 'logged-in', answer: ok(login) });
    expect(state.session?.token).toBe('t');
    expect(effects.map((each) => each.type)).toEqual(['keep-session', 'plan-renewal', 'join']);
    const agent = { ...login, agent: { ...login.agent, role: 'agent' as const } };
    const refused = run(initialTechnicianState, { type: 'logged-in', answer: ok(agent) });
    expect([refused.session, refused.wrongRole]).toEqual([null, true]);
  });

  it('ends when the hub says so, and forgets all', () => {
    const [state, effects] = reduceTechnician(working, { type: 'refused', error: fail('token_expired') });
    expect(state).toEqual({ ...initialTechnicianState, expired: true });
    expect(effects).toEqual([{ type: 'forget' }]);
  });

  it('outlives a renewal that finds no line', () => {
    expect(run(working, { type: 'renewed', answer: err(fail('disconnected')) }).session).not.toBeNull();
    expect(run(working, { type: 'renewed', answer: err(fail('token_expired')) }).session).toBeNull();
  });
});

describe('the bench', () => {
  it('watches the booth that is shown, again after each greeting and when it comes back', () => {
    const greeted = reduceTechnician(working, { type: 'greeted', answer: ok({ booths: [booth] }), atMs: 2 });
    expect(greeted[1]).toEqual([{ type: 'watch', boothId: 'demo-booth-01' }]);
    const gone = run(working, { type: 'booth-changed', status: { ...booth, online: false }, atMs: 3 });
    expect(reduceTechnician(gone, { type: 'booth-changed', status: booth, atMs: 4 })[1]).toEqual([
      { type: 'watch', boothId: 'demo-booth-01' },
    ]);
    expect(reduceTechnician(working, { type: 'booth-changed', status: booth, atMs: 5 })[1]).toEqual([]);
  });

  it('shows the first booth and asks anew after each reconnection', () => {
    expect(working.boothId).toBe('demo-booth-01');
    expect(reduceTechnician(working, { type: 'link', link: 'live' })[1]).toEqual([{ type: 'hello' }]);
  });

  it('writes down what changed, newest first, also what changed while the line was down', () => {
    const paperOut = withPrinter({
      state: 'userError',
      fault: { code: 'paper_out', cause: 'status 0x60', action: 'clear' },
      status: { class: 'printer', paper: 'out', cover: 'closed', cutter: 'ok', slip: 'none' },
    });
    const state = run(working, { type: 'greeted', answer: ok({ booths: [paperOut] }), atMs: 9 });
    expect(state.changes.map(({ change }) => change.kind)).toEqual(['device-status', 'device-fault', 'device-state']);
    const mended = run(state, { type: 'booth-changed', status: booth, atMs: 10 });
    expect(mended.changes.slice(0, 3).map(({ change }) => change.kind)).toEqual([
      'device-status',
      'device-cleared',
      'device-state',
    ]);
  });

  it('says nothing of statistics', () => {
    const busier = withPrinter({ statistics: { ...statistics, commands: 99 } });
    expect(changesBetween(booth, busier)).toEqual([]);
  });

  it('does not grow without end, and never counts twice', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 600 }), (onlines) => {
        const events = onlines.map(
          (online, atMs): TechnicianEvent => ({ type: 'booth-changed', status: { ...booth, online }, atMs }),
        );
        const { changes } = run(working, ...events);
        expect(changes.length).toBeLessThanOrEqual(KEPT_CHANGES);
        expect(new Set(changes.map((each) => each.order)).size).toBe(changes.length);
      }),
      { numRuns: 20 },
    );
  });

  it('names compartments', () => {
    const open: BoothStatus = {
      ...booth,
      devices: [
        printer,
        { ...locker, status: { class: 'locker', compartments: [{ compartment: 3, door: 'open', item: 'absent' }] } },
      ],
    };
    expect(changesBetween(booth, open)).toEqual([
      expect.objectContaining({ kind: 'device-status', compartment: 3, from: 'closed', to: 'open' }),
    ]);
  });
});
