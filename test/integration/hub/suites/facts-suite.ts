import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { TimelineEntry } from '../../../../contracts/domain/timeline.ts';
import { unwrap } from '../../../../contracts/result.ts';
import * as schema from '../../../../server/store/schema.ts';
import type { Rig } from '../rig.ts';

const MAILING = { recipient: '演示收件人', phone: '13800000000', address: '演示路一号演示大厦' };

/** Facts of a booth's journal reach the timeline exactly once in effect. */
export function factsSuite(rig: () => Rig): void {
  const stored = (visitId: string) =>
    rig()
      .hub.db.select()
      .from(schema.timeline)
      .where(eq(schema.timeline.visitId, visitId))
      .orderBy(asc(schema.timeline.order));

  it('drops repeats, in whatever batches they come, even at the same time', async () => {
    const booth = await rig().booth('facts-1');
    const visit = await booth.begin();
    const facts = Array.from({ length: 20 }, () => booth.fact(visit.id, { type: 'door.opened' }));
    const send = (from: number, to: number) => booth.call('facts', { facts: facts.slice(from, to) });
    await Promise.all([send(0, 5), send(0, 8), send(3, 12), send(8, 20), send(0, 20)]);
    expect(unwrap(await send(0, 20))).toEqual({ storedSeq: 20 });
    const rows = await stored(visit.id);
    expect(rows.filter((row) => row.source === 'booth').map((row) => row.id)).toEqual(facts.map((fact) => fact.id));
    expect((await booth.hello(visit.id)).storedSeq).toBe(20);
  });

  it('refuses another fact under a number that is taken, and facts about the visit of another booth', async () => {
    const booth = await rig().booth('facts-2');
    const visit = await booth.begin();
    await booth.tell(visit.id, { type: 'door.opened' });
    booth.seq = 0;
    const other = booth.fact(visit.id, { type: 'door.closed' });
    expect(await booth.call('facts', { facts: [other] })).toMatchObject({ error: { code: 'wrong_state' } });
    const stranger = await rig().booth('facts-3');
    const foreign = stranger.fact(visit.id, { type: 'visit.ended', end: 'completed' });
    expect(await stranger.call('facts', { facts: [foreign] })).toMatchObject({ error: { code: 'forbidden' } });
    expect(await stranger.call('visit.get', { visitId: visit.id })).toMatchObject({ error: { code: 'forbidden' } });
  });

  it('takes in a visit that began and ended while the line was down', async () => {
    const booth = await rig().booth('facts-4');
    const stale = await booth.begin();
    const visitId = v7();
    await booth.tell(
      visitId,
      { type: 'visit.admitted', entry: 'touch', language: 'en' },
      { type: 'citizen.inside' },
      { type: 'visit.ended', end: 'left' },
      { type: 'booth.wiped' },
    );
    expect(unwrap(await booth.call('visit.get', { visitId }))).toMatchObject({
      state: 'ended',
      end: 'left',
      entry: 'touch',
    });
    expect(unwrap(await booth.call('visit.get', { visitId: stale.id }))).toMatchObject({ end: 'interrupted' });
    expect((await booth.hello()).visit).toBeNull();
  });

  it('takes facts of the booth itself, and refuses others without a visit but counts them', async () => {
    const booth = await rig().booth('facts-7');
    const visit = await booth.begin();
    const facts = [
      booth.fact(null, { type: 'incident.raised', subject: 'door', code: 'left_open', detail: 'at night' }),
      booth.fact(null, { type: 'citizen.inside' }),
      booth.fact(null, { type: 'mailing.given', by: 'booth', mailing: MAILING }),
      booth.fact(null, { type: 'parcel.moved', parcelId: v7(), state: 'collected', compartment: 1 }),
      booth.fact(null, { type: 'slip.printed', kind: 'readiness', number: 'Q20260101-0001', copy: 0 }),
      booth.fact(visit.id, { type: 'door.opened' }),
    ];
    expect(unwrap(await booth.call('facts', { facts }))).toEqual({ storedSeq: 6 });
    expect(unwrap(await booth.call('facts', { facts }))).toEqual({ storedSeq: 6 });
    const rows = await rig()
      .hub.db.select()
      .from(schema.boothFacts)
      .where(eq(schema.boothFacts.boothId, 'facts-7'))
      .orderBy(asc(schema.boothFacts.seq));
    expect(rows.map((row) => [row.seq, row.fact?.type ?? null])).toEqual([
      [1, 'incident.raised'],
      [2, null],
      [3, null],
      [4, null],
      [5, 'slip.printed'],
    ]);
    expect(rows[1]?.refused).toContain('citizen.inside without a visit');
    expect((await stored(visit.id)).map((row) => row.boothSeq)).toEqual([null, 6]);
    // The booth's whole journal is behind it: nothing is asked for again.
    expect((await booth.hello(visit.id)).storedSeq).toBe(6);
    booth.seq = 0;
    const other = booth.fact(null, { type: 'incident.cleared', subject: 'door', code: 'left_open' });
    expect(await booth.call('facts', { facts: [other] })).toMatchObject({ error: { code: 'wrong_state' } });
  });

  it('keeps facts of a visit that it never heard of', async () => {
    const booth = await rig().booth('facts-5');
    const visitId = v7();
    await booth.tell(visitId, { type: 'citizen.gone' });
    expect((await stored(visitId)).map((row) => row.fact.type)).toEqual(['citizen.gone']);
  });

  it('passes facts to the desk once, in their order, before or after they are stored', async () => {
    const booth = await rig().booth('facts-6');
    const tax = await rig().agent('demo-tax-1');
    await booth.hello();
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    const { timeline } = await tax.accept();
    for (let count = 0; count < 30; count++)
      await booth.tell(visit.id, { type: 'door.opened' }, { type: 'door.closed' });
    unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' }));
    const last = await tax.next<TimelineEntry>('timeline.added', (entry) => entry.fact.type === 'case.opened');
    const heard = [
      ...tax.heard.filter((one) => one.name === 'timeline.added').map((one) => one.payload as TimelineEntry),
      last,
    ];
    const known = new Set(timeline.map((entry) => entry.id));
    const fresh = heard.filter((entry) => !known.has(entry.id));
    const rows = (await stored(visit.id)).slice(timeline.length);
    expect(fresh.map((entry) => [entry.id, entry.order])).toEqual(rows.map((row) => [row.id, row.order]));
  });
}
