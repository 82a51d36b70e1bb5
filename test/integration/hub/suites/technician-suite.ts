import { verify } from '@node-rs/argon2';
import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { unwrap } from '../../../../contracts/result.ts';
import type { TechnicianView } from '../../../../contracts/technician/calls.ts';
import type { DiagnosticRecord } from '../../../../contracts/technician/diagnostics.ts';
import * as schema from '../../../../server/store/schema.ts';
import type { Rig, TestBooth } from '../rig.ts';
import { diagnostic } from './records-suite.ts';

type Relayed = { by: unknown; name: string; input: unknown };

/** What technicians see and do from the hub. */
export function technicianSuite(rig: () => Rig): void {
  const audited = async (subject: string) => {
    const { audit } = schema;
    const rows = await rig().hub.db.select().from(audit).where(eq(audit.subject, subject)).orderBy(asc(audit.seq));
    return rows.map(({ action, disposition, detail }) => [action, disposition, detail]);
  };

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
