import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { DeviceReport } from '../../../../contracts/device/device.ts';
import type { BoothStatus } from '../../../../contracts/hub/technician.ts';
import { unwrap } from '../../../../contracts/result.ts';
import type { DiagnosticRecord } from '../../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../../contracts/technician/self-check.ts';
import * as schema from '../../../../server/store/schema.ts';
import { SELF_CHECKS_KEPT } from '../../../../server/visits/booth-records.ts';
import type { Rig, TestTechnician } from '../rig.ts';

/** What booths tell of themselves, as technicians find it: incidents, self-checks, diagnostic steps. */
export function recordsSuite(rig: () => Rig): void {
  const statusOf = async (technician: TestTechnician, boothId: string): Promise<BoothStatus | undefined> =>
    unwrap(await technician.call('hello')).booths.find((one) => one.booth.id === boothId);

  const audited = async (subject: string) => {
    const { audit } = schema;
    const rows = await rig().hub.db.select().from(audit).where(eq(audit.subject, subject)).orderBy(asc(audit.seq));
    return rows.map(({ action, disposition, detail }) => [action, disposition, detail]);
  };

  it('counts an incident once while it is open, and again after its end', async () => {
    const booth = await rig().booth('technician-1');
    const technician = await rig().technician();
    const raise = { type: 'incident.raised', subject: 'compartment 3', code: 'left_open', detail: 'first' } as const;
    const clear = { type: 'incident.cleared', subject: 'compartment 3', code: 'left_open' } as const;
    const visit = await booth.begin();
    const changed = technician.next<BoothStatus>('booth.changed', (status) => status.openIncidents === 1);
    await booth.tell(visit.id, raise);
    expect((await changed).booth.id).toBe('technician-1');
    await booth.tell(null, { ...raise, detail: 'again' }, { ...raise, code: 'not_opened' });
    const open = unwrap(await technician.call('incidents.list', { boothId: 'technician-1' }));
    expect(open.map(({ code, detail, clearedAt }) => [code, detail, clearedAt])).toEqual(
      expect.arrayContaining([
        ['left_open', 'again', null],
        ['not_opened', 'first', null],
      ]),
    );
    expect(open).toHaveLength(2);
    expect(JSON.stringify(open)).not.toContain(visit.id);
    await booth.tell(null, clear, clear);
    expect((await statusOf(technician, 'technician-1'))?.openIncidents).toBe(1);
    await booth.tell(null, raise);
    const all = unwrap(await technician.call('incidents.list', { boothId: 'technician-1' }));
    expect(all.map(({ clearedAt }) => clearedAt === null)).toEqual([true, true, false]);
    const rows = await rig().hub.db.select().from(schema.incidents).where(eq(schema.incidents.boothId, 'technician-1'));
    expect(rows.map(({ code, count }) => `${code} ${count}`).sort()).toEqual([
      'left_open 1',
      'left_open 2',
      'not_opened 1',
    ]);
    expect((await audited('compartment 3')).filter(([action]) => action === 'incident.cleared')).toHaveLength(1);
  });

  it('ends the incident of a device that is well again, also when its fault is told later', async () => {
    const booth = await rig().booth('technician-12');
    const technician = await rig().technician();
    const opened = async () =>
      unwrap(await technician.call('incidents.list', { boothId: 'technician-12' })).filter((one) => !one.clearedAt);
    const report = (state: DeviceReport['state'], afterMs: number) =>
      booth.call('devices', { devices: [printer(state, new Date(Date.now() + afterMs).toISOString())] });
    const raise = { type: 'incident.raised', subject: 'printer', code: 'paper_out', detail: 'out' } as const;
    await booth.tell(null, raise);
    unwrap(await report('offline', 60_000));
    expect(await opened()).toHaveLength(1);
    unwrap(await report('online', 60_000));
    expect(await opened()).toEqual([]);
    // The line was down: what happened before reaches the hub after the good news.
    await booth.tell(null, { ...raise, code: 'cover_open' });
    expect(await opened()).toEqual([]);
    expect((await audited('printer')).map(([action, , code]) => `${action} ${code}`)).toEqual([
      'incident.raised paper_out',
      'incident.cleared paper_out',
      'incident.raised cover_open',
      'incident.cleared cover_open',
    ]);
  });

  it('lets a technician say that an incident is over, unless sensors say so themselves', async () => {
    const booth = await rig().booth('technician-13');
    const technician = await rig().technician();
    const supervisor = await rig().technician('demo-supervisor-1');
    const raise = { type: 'incident.raised', code: 'left_open', detail: '' } as const;
    await booth.tell(null, { ...raise, subject: 'presence' }, { ...raise, subject: 'compartment 2' });
    const list = async () => unwrap(await technician.call('incidents.list', { boothId: 'technician-13' }));
    const idOf = async (subject: string) => (await list()).find((one) => one.subject === subject)?.id ?? '';
    const incidentId = await idOf('presence');
    expect(await supervisor.call('incidents.clear', { incidentId })).toMatchObject({ error: { code: 'forbidden' } });
    const pushed = supervisor.next<BoothStatus>('booth.changed', (status) => status.openIncidents === 1);
    unwrap(await technician.call('incidents.clear', { incidentId }));
    unwrap(await technician.call('incidents.clear', { incidentId }));
    await pushed;
    expect(await technician.call('incidents.clear', { incidentId: await idOf('compartment 2') })).toMatchObject({
      error: { code: 'wrong_state' },
    });
    expect((await list()).map(({ subject, clearedAt }) => [subject, clearedAt === null])).toEqual([
      ['compartment 2', true],
      ['presence', false],
    ]);
  });

  it('stores a self-check once and keeps the latest', async () => {
    const booth = await rig().booth('technician-2');
    const technician = await rig().technician();
    const first = selfCheck('technician-2');
    const pushed = technician.next<BoothStatus>('booth.changed', (status) => status.lastSelfCheck?.id === first.id);
    unwrap(await booth.call('self-check.give', first));
    await pushed;
    unwrap(await booth.call('self-check.give', first));
    const { selfChecks } = schema;
    const stored = () => rig().hub.db.select().from(selfChecks).where(eq(selfChecks.boothId, 'technician-2'));
    expect(await stored()).toHaveLength(1);
    expect(await booth.call('self-check.give', selfCheck('technician-3'))).toMatchObject({
      error: { code: 'forbidden' },
    });
    for (let count = 0; count < SELF_CHECKS_KEPT; count++) {
      await rig().clock.advance(1);
      unwrap(await booth.call('self-check.give', selfCheck('technician-2')));
    }
    expect((await stored()).map((row) => row.id)).not.toContain(first.id);
    expect(await stored()).toHaveLength(SELF_CHECKS_KEPT);
    const listed = unwrap(await technician.call('self-checks.list', { boothId: 'technician-2' }));
    expect(listed).toHaveLength(50);
    expect((await statusOf(technician, 'technician-2'))?.lastSelfCheck).toEqual(listed[0]);
  });

  it('replaces a diagnostic step by its later version, never by an earlier one', async () => {
    const booth = await rig().booth('technician-4');
    const technician = await rig().technician();
    const run = diagnostic('technician-4', technician.id);
    const judged = { ...run, verdict: 'good' as const };
    const give = (...records: DiagnosticRecord[]) => booth.call('diagnostics.give', { records });
    const list = async () => unwrap(await technician.call('diagnostics.list', { boothId: 'technician-4' }));
    unwrap(await give(run));
    expect(await list()).toEqual([run]);
    unwrap(await give(judged, run));
    unwrap(await give(run));
    expect(await list()).toEqual([judged]);
    const other = await rig().booth('technician-5');
    expect(await other.call('diagnostics.give', { records: [judged] })).toMatchObject({ error: { code: 'forbidden' } });
    const stolen = { ...judged, boothId: 'technician-5', verdict: 'bad' as const };
    expect(await other.call('diagnostics.give', { records: [stolen] })).toMatchObject({ error: { code: 'forbidden' } });
    expect(await list()).toEqual([judged]);
  });
}

function printer(state: DeviceReport['state'], changedAt: string): DeviceReport {
  const fault = { code: 'paper_out', cause: 'no paper', action: 'maintenance' } as const;
  return {
    id: 'printer',
    class: 'printer',
    model: 'played printer',
    port: 'none',
    state,
    fault: state === 'online' ? null : fault,
    capabilities: { class: 'printer', paperWidthMm: 80, confirm: 'status', takenSensor: false },
    status: { class: 'printer', paper: 'full', cover: 'closed', cutter: 'ok', slip: 'unknown' },
    statistics: { commands: 0, retries: 0, failures: 0, badFrames: 0, reconnects: 0, meanRoundTripMs: null },
    changedAt,
  };
}

function selfCheck(boothId: string): SelfCheckReport {
  return {
    id: v7(),
    boothId,
    trigger: 'hourly',
    at: new Date().toISOString(),
    durationMs: 12.5,
    results: [
      { name: 'disk', outcome: 'ok', code: null, detail: '12 GB free', durationMs: 1 },
      { name: 'camera.face', outcome: 'failed', code: 'camera_black', detail: 'mean 0', durationMs: 11 },
    ],
  };
}

export function diagnostic(boothId: string, technicianId: string): DiagnosticRecord {
  return {
    id: v7(),
    boothId,
    step: 'locker.compartment',
    target: 'locker 3',
    by: { technicianId, displayName: '演示维护员·一', from: 'booth' },
    startedAt: new Date().toISOString(),
    durationMs: 840,
    outcome: 'passed',
    evidence: [{ name: 'opened-after', value: '210', unit: 'ms' }],
    error: null,
    verdict: null,
  };
}
