import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../contracts/result.ts';
import type { TechnicianCallName, TechnicianView } from '../../../contracts/technician/calls.ts';
import type { StepResult } from '../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import { PlainBooth } from '../booth/plain-booth.ts';
import { BOOTH_ID, type Rig, startRig, type TestTechnician } from '../hub/rig.ts';

let rig: Rig;
let booth: PlainBooth;
let technician: TestTechnician;

beforeEach(async () => {
  rig = await startRig({ database: { kind: 'embedded', folder: 'memory' } });
  booth = await PlainBooth.make(rig.hub.url, rig.dataDir, rig.clock);
  await booth.start();
  await booth.until((state) => state.withdrawn.length === 0);
  technician = await rig.technician();
  unwrap(await technician.call('hello'));
});
afterEach(async () => {
  await booth.close();
  await rig.close();
});

const ask = (name: TechnicianCallName, input: unknown = null) =>
  technician.call('booth.call', { boothId: BOOTH_ID, name, input });
const watch = (boothId: string | null) => technician.call('booth.watch', { boothId });
const shows = (test: (view: TechnicianView) => boolean) =>
  technician.next<{ view: TechnicianView }>('booth.view', ({ view }) => test(view));

describe('a technician at the hub', () => {
  it('takes a free booth, tests its parts, and leaves records behind', { timeout: 60_000 }, async () => {
    unwrap(await watch(BOOTH_ID));
    expect(await ask('step.run', { step: 'network', target: null })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(unwrap(await ask('mode.request', { askCitizen: false }))).toMatchObject({ phase: 'active' });
    await booth.untilStep('technician');
    await shows(({ mode }) => mode.phase === 'active');

    const opened = unwrap(await ask('step.run', { step: 'locker.compartment', target: '3' })) as StepResult;
    expect(booth.machines.locker.pulses).toEqual([3]);
    expect(opened.record).toMatchObject({ step: 'locker.compartment', target: '3', outcome: 'passed', verdict: null });
    unwrap(await ask('step.verdict', { recordId: opened.record.id, verdict: 'good' }));

    booth.machines.locker.stick(4, 'lock');
    const stuck = unwrap(await ask('step.run', { step: 'locker.compartment', target: '4' })) as StepResult;
    expect(stuck.record).toMatchObject({ outcome: 'failed', error: { code: 'not_opened', support: 507 } });

    const page = unwrap(await ask('step.run', { step: 'printer.page', target: null })) as StepResult;
    expect(page.record).toMatchObject({ outcome: 'passed' });
    expect(booth.machines.printer.slips()).toHaveLength(1);
    // The picture of the page came over two sockets as the same bytes: a PNG.
    expect([...Buffer.from(page.picture?.bytes ?? []).subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);

    const report = unwrap(await ask('self-check.run')) as SelfCheckReport;
    expect(report.trigger).toBe('technician');
    await expect
      .poll(async () => unwrap(await technician.call('self-checks.list', { boothId: BOOTH_ID })).map(({ id }) => id))
      .toContain(report.id);
    await expect
      .poll(async () => unwrap(await technician.call('diagnostics.list', { boothId: BOOTH_ID })))
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ id: opened.record.id, verdict: 'good' }),
          expect.objectContaining({ id: stuck.record.id, outcome: 'failed' }),
        ]),
      );

    unwrap(await ask('mode.exit'));
    await booth.untilStep('welcome');
    expect(booth.state.technician).toEqual({ phase: 'inactive' });
    expect(booth.machines.violations()).toEqual([]);
  });

  it('waits for the end of a visit, and then has the booth', { timeout: 60_000 }, async () => {
    await booth.enter();
    expect(unwrap(await ask('mode.request', { askCitizen: false }))).toMatchObject({
      phase: 'requested',
      waitingFor: 'visit',
    });
    expect(booth.state.step).toBe('ready');
    expect(await ask('step.run', { step: 'locker.compartment', target: '1' })).toMatchObject({
      ok: false,
      error: { code: 'forbidden' },
    });
    expect(booth.machines.locker.pulses).toEqual([]);
    booth.intend({ type: 'leave' });
    booth.machines.door.leave();
    await booth.untilStep('technician');
  });

  it('looks during a visit only when its citizen agrees, and then opens and prints nothing', {
    timeout: 60_000,
  }, async () => {
    await booth.enter();
    expect(unwrap(await ask('mode.request', { askCitizen: true }))).toMatchObject({ waitingFor: 'consent' });
    await booth.until((state) => state.ask?.kind === 'technician');
    booth.intend({ type: 'answer-ask', agreed: false });
    await booth.until((state) => state.ask === null);
    expect(await ask('step.run', { step: 'network', target: null })).toMatchObject({ error: { code: 'forbidden' } });

    unwrap(await ask('mode.request', { askCitizen: true }));
    await booth.until((state) => state.ask?.kind === 'technician');
    booth.intend({ type: 'answer-ask', agreed: true });
    await booth.until((state) => state.technician.phase === 'active');
    expect(booth.state).toMatchObject({ step: 'ready', technician: { duringVisit: true } });
    for (const step of ['locker.compartment', 'printer.page', 'camera.face', 'microphone', 'door.unlock'] as const) {
      expect(await ask('step.run', { step, target: '1' })).toMatchObject({ error: { code: 'forbidden' } });
    }
    expect((unwrap(await ask('step.run', { step: 'network', target: null })) as StepResult).record.outcome).toBe(
      'passed',
    );
    expect(booth.machines.locker.pulses).toEqual([]);
    unwrap(await ask('mode.exit'));
    await booth.until((state) => state.technician.phase === 'inactive');
    expect(booth.state.step).toBe('ready');
  });

  it('loses the booth by idling and by a restart: the public screen is back', { timeout: 60_000 }, async () => {
    unwrap(await ask('mode.request', { askCitizen: false }));
    await booth.untilStep('technician');
    await booth.cutPower();
    await booth.start();
    await booth.untilStep('welcome');
    expect(booth.state.technician).toEqual({ phase: 'inactive' });
  });

  it('swaps the profile only for one that can be used', { timeout: 60_000 }, async () => {
    unwrap(await ask('mode.request', { askCitizen: false }));
    expect(await ask('profile.swap', { name: 'no-such-profile' })).toMatchObject({ error: { code: 'not_found' } });
    const view = unwrap(await ask('view')) as TechnicianView;
    expect(view.profile.name).toBe('demo');
    unwrap(await ask('profile.swap', { name: 'demo' }));
  });

  it('has the camera that a technician chose, over a restart too, until the profile is to say it again', {
    timeout: 60_000,
  }, async () => {
    const label = 'Document Camera S1020 (2b5e:1020)';
    const wanted = async () => (unwrap(await ask('view')) as TechnicianView).wantedCameras;
    expect(await ask('cameras.choose', { part: 'document', label })).toMatchObject({ error: { code: 'forbidden' } });
    unwrap(await ask('mode.request', { askCitizen: false }));
    await booth.untilStep('technician');
    unwrap(await ask('cameras.choose', { part: 'document', label }));
    const chosen = { face: { label: '', chosen: false }, document: { label, chosen: true } };
    expect(await wanted()).toEqual(chosen);
    await booth.cutPower();
    await booth.start();
    await booth.untilStep('welcome');
    unwrap(await ask('mode.request', { askCitizen: false }));
    expect(await wanted()).toEqual(chosen);
    await booth.untilStep('technician');
    unwrap(await ask('cameras.choose', { part: 'document', label: null }));
    expect(await wanted()).toMatchObject({ document: { label: '', chosen: false } });
  });

  it('finds out which way round the switches of a locker are', { timeout: 60_000 }, async () => {
    unwrap(await ask('mode.request', { askCitizen: false }));
    await booth.untilStep('technician');
    expect(unwrap(await ask('device.calibrate', { deviceId: 'locker' }))).toEqual({ proposals: [] });
    for (const { compartment } of booth.machines.locker.compartments()) booth.machines.locker.openDoor(compartment);
    await shownOpen();
    expect(unwrap(await ask('device.calibrate', { deviceId: 'locker' }))).toEqual({
      proposals: [{ setting: 'hookBitSet', present: 'closed', proposed: 'open' }],
    });
    booth.machines.locker.closeDoor(2);
    await booth.until(() => true);
    await expect.poll(async () => (await ask('device.calibrate', { deviceId: 'locker' })).ok).toBe(false);
  });
});

async function shownOpen(): Promise<void> {
  await expect
    .poll(async () => {
      const { devices } = unwrap(await ask('view')) as TechnicianView;
      const status = devices.find(({ id }) => id === 'locker')?.status;
      return status?.class === 'locker' && status.compartments.every(({ door }) => door === 'open');
    })
    .toBe(true);
}
