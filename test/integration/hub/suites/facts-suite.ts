import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { TimelineEntry } from '../../../../contracts/domain/timeline.ts';
import { unwrap } from '../../../../contracts/result.ts';
import * as schema from '../../../../server/store/schema.ts';
import type { Rig } from '../rig.ts';

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
