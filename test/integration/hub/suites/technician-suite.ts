import { verify } from '@node-rs/argon2';
import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { BoothStatus } from '../../../../contracts/hub/technician.ts';
import { unwrap } from '../../../../contracts/result.ts';
import type { TechnicianView } from '../../../../contracts/technician/calls.ts';
import type { DiagnosticRecord } from '../../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../../contracts/technician/self-check.ts';
import * as schema from '../../../../server/store/schema.ts';
import { SELF_CHECKS_KEPT } from '../../../../server/visits/booth-records.ts';
import type { Rig, TestBooth, TestTechnician } from '../rig.ts';

type Relayed = { by: unknown; name: string; input: unknown };

/** What technicians see and do from the hub. */
export function technicianSuite(rig: () => Rig): void {
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

  it('gives a booth the keys of the technicians who may open it', async () => {
    const booth = await rig().booth('technician-6');
    const { technicians } = await booth.hello();
    expect(technicians).toMatchObject([{ displayName: '演示维护员·一' }]);
    expect(technicians[0]?.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await verify(technicians[0]?.pinHash ?? '', '246810')).toBe(true);
    await place('technician-6', 'chenzhou-beihu');
    expect((await booth.hello()).technicians).toEqual([]);
  });

  const place = (boothId: string, regionId: string) =>
    rig().hub.db.update(schema.booths).set({ regionId }).where(eq(schema.booths.id, boothId));

  it('relays what a technician does, in their name, with bytes both ways of the line', async () => {
    const booth = await rig().booth('technician-7');
    const technician = await rig().technician();
    const relayed: Relayed[] = [];
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const record = diagnostic('technician-7', technician.id);
    const answers: Record<string, unknown> = {
      'report.pdf': { bytes, ready: true },
      'step.run': { record, picture: { mimeType: 'image/png', bytes } },
      'mode.request': { phase: 'inactive' },
      'mode.touch': null,
    };
    booth.orders['technician.call'] = (order: Relayed) => {
      relayed.push(order);
      return { ok: true, value: answers[order.name] };
    };
    const call = (name: keyof typeof answers, input?: unknown) =>
      technician.ask('booth.call', { boothId: 'technician-7', name, input });
    const report = unwrap(await call('report.pdf')) as { bytes: Uint8Array };
    expect(Buffer.compare(report.bytes, bytes)).toBe(0);
    const step = { step: 'camera.document', target: null };
    const run = unwrap(await call('step.run', step)) as { picture: { bytes: Uint8Array }; record: DiagnosticRecord };
    expect(Buffer.compare(run.picture.bytes, bytes)).toBe(0);
    expect(run.record).toEqual(record);
    unwrap(await call('mode.request', { askCitizen: true }));
    unwrap(await call('mode.touch'));
    const by = { technicianId: technician.id, displayName: '演示维护员·一', from: 'hub' };
    expect(relayed.map((one) => one.by)).toEqual([by, by, by, by]);
    expect(relayed[1]?.input).toEqual(step);
    expect((await audited('technician-7')).filter(([action]) => String(action).startsWith('technician.'))).toEqual([
      ['technician.acted', 'success', 'report.pdf: done'],
      ['technician.acted', 'success', 'step.run step=camera.document target=: done'],
      ['technician.mode', 'success', 'mode.request askCitizen=true: now inactive'],
    ]);
  });

  it('passes on no input and no answer that does not fit, and says when a booth is away or goes', async () => {
    const technician = await rig().technician();
    const call = (name: string, input?: unknown, boothId = 'technician-8') =>
      technician.ask('booth.call', { boothId, name, input });
    expect(await call('view')).toMatchObject({ error: { code: 'not_found' } });
    const booth = await rig().booth('technician-8');
    let asked = 0;
    booth.orders['technician.call'] = () => {
      asked += 1;
      return { ok: true, value: { phase: 'asleep' } };
    };
    expect(await call('step.run', { step: 'coffee', target: null })).toMatchObject({
      error: { code: 'invalid_input' },
    });
    expect(await call('mode.unlock', { pin: '246810' })).toMatchObject({ error: { code: 'invalid_input' } });
    expect(asked).toBe(0);
    expect(await call('mode.exit')).toMatchObject({ error: { code: 'invalid_output' } });
    expect(asked).toBe(1);
    booth.orders['technician.call'] = () => ({
      ok: false,
      error: { code: 'forbidden', category: 'user', support: 203, messageKey: 'errors.forbidden' },
    });
    expect(await call('self-check.run')).toMatchObject({ error: { code: 'forbidden' } });
    expect((await audited('technician-8')).at(-1)).toEqual([
      'technician.refused',
      'failure',
      'self-check.run: forbidden',
    ]);
    // A step that waits for a person ends with the booth's line.
    const heard = new Promise((resolve) => {
      booth.orders['technician.call'] = () => {
        resolve(undefined);
        return new Promise(() => undefined);
      };
    });
    const waiting = call('step.run', { step: 'scanner.code', target: null });
    await heard;
    booth.socket.disconnect();
    expect(await waiting).toMatchObject({ error: { code: 'disconnected' } });
    expect(await call('view')).toMatchObject({ error: { code: 'booth_offline' } });
  });

  it('lets supervisors and technicians of elsewhere look, but do nothing', async () => {
    const booth = await rig().booth('technician-9');
    const seen: string[] = [];
    booth.orders['technician.call'] = ({ name }: Relayed) => {
      seen.push(name);
      return { ok: true, value: view('technician-9') };
    };
    const supervisor = await rig().technician('demo-supervisor-1');
    const technician = await rig().technician();
    await place('technician-9', 'chenzhou-beihu');
    for (const person of [supervisor, technician]) {
      const call = (name: 'view' | 'mode.request' | 'report.pdf', input?: unknown) =>
        person.call('booth.call', { boothId: 'technician-9', name, input });
      expect(unwrap(await call('view'))).toMatchObject({ boothId: 'technician-9' });
      expect(await call('mode.request', { askCitizen: false })).toMatchObject({ error: { code: 'forbidden' } });
      expect(await call('report.pdf')).toMatchObject({ error: { code: 'forbidden' } });
      unwrap(await person.call('booth.watch', { boothId: 'technician-9' }));
      expect(unwrap(await person.call('parcels.list', { boothId: 'technician-9' }))).toEqual([]);
    }
    expect(seen).toEqual(['view', 'view']);
    expect((await audited('technician-9')).filter(([action]) => action === 'technician.refused')).toHaveLength(4);
    const parcelId = v7();
    const purpose = 'collect' as const;
    expect(await supervisor.call('parcels.issue-code', { parcelId, purpose })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(await supervisor.call('incidents.list', { boothId: 'nowhere' })).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('tells a booth when somebody looks, and shows its views and frames to nobody else', async () => {
    const booth = await rig().booth('technician-10');
    await booth.hello();
    const orders = watchOrders(booth);
    const [one, two, other] = [
      await rig().technician(),
      await rig().technician('demo-supervisor-1'),
      await rig().technician(),
    ];
    unwrap(await one.call('booth.watch', { boothId: 'technician-10' }));
    unwrap(await two.call('booth.watch', { boothId: 'technician-10' }));
    expect(await orders.next()).toBe(true);
    const shown = view('technician-10');
    unwrap(await booth.call('technician.view', shown));
    expect(await one.next('booth.view')).toEqual({ boothId: 'technician-10', view: shown });
    expect(await two.next('booth.view')).toEqual({ boothId: 'technician-10', view: shown });
    expect(await booth.call('technician.view', view('technician-11'))).toMatchObject({ error: { code: 'forbidden' } });

    // The line breaks: the booth that comes back is told anew.
    const back = await rig().booth('technician-10');
    const again = watchOrders(back);
    await back.hello();
    expect(await again.next()).toBe(true);
    one.socket.disconnect();
    const frames = [
      {
        seq: 1,
        at: shown.now,
        deviceId: 'locker',
        direction: 'out',
        kind: 'frame',
        hex: '02 00 31 03',
        text: 'unlock 1',
      },
    ] as const;
    unwrap(await back.call('technician.wire', { frames: [...frames] }));
    expect(await two.next('booth.wire')).toEqual({ boothId: 'technician-10', frames });
    unwrap(await two.call('booth.watch', { boothId: null }));
    expect(await again.next()).toBe(false);
    unwrap(await back.call('technician.view', shown));
    unwrap(await two.call('hello'));
    for (const person of [two, other]) {
      expect(person.heard.filter(({ name }) => name === 'booth.view' || name === 'booth.wire')).toEqual([]);
    }
  });
}

/** The orders `technician.watch` that a played booth gets, in their order. */
function watchOrders(booth: TestBooth): { next(): Promise<boolean> } {
  const got: boolean[] = [];
  const waiting: ((on: boolean) => void)[] = [];
  booth.orders['technician.watch'] = ({ on }: { on: boolean }) => {
    const take = waiting.shift();
    if (take) take(on);
    else got.push(on);
    return { ok: true, value: null };
  };
  return {
    next: () => {
      const first = got.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
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

function diagnostic(boothId: string, technicianId: string): DiagnosticRecord {
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

function view(boothId: string): TechnicianView {
  return {
    boothId,
    boothName: '测试晓屋',
    version: 'test',
    now: new Date().toISOString(),
    mode: { phase: 'inactive' },
    online: true,
    visitActive: false,
    devices: [],
    cameras: null,
    microphones: null,
    withdrawn: [],
    lastSelfCheck: null,
    records: [],
    profile: { name: 'demo', available: ['demo'] },
    wireWatched: false,
  };
}
