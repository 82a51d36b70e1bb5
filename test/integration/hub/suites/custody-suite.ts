import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { CompartmentSize, CompartmentState, DeviceReport } from '../../../../contracts/device/device.ts';
import type { Parcel, ParcelState } from '../../../../contracts/domain/visit.ts';
import { unwrap } from '../../../../contracts/result.ts';
import * as schema from '../../../../server/store/schema.ts';
import { CODE_LIFETIME_MS, CODE_MAX_FAILURES, CODE_WINDOW_MS } from '../../../../server/visits/courier-codes.ts';
import type { Rig, TestAgent, TestBooth } from '../rig.ts';

/** Compartments and what lies in them: one owner each, and nobody takes a parcel out without a code of its own. */
export function custodySuite(rig: () => Rig, logged: readonly string[]): void {
  /** A citizen in a call with the tax desk, before a locker of these sizes. */
  async function inCall(boothId: string, sizes: CompartmentSize[], sensors: CompartmentState[] = []) {
    const booth = await rig().booth(boothId);
    const tax = await rig().agent('demo-tax-1');
    await booth.hello();
    unwrap(await booth.call('devices', { devices: [locker(sizes, sensors)] }));
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    const ask = async (size?: CompartmentSize): Promise<Parcel> =>
      unwrap(await tax.call('locker.ask', { visitId: visit.id, size }));
    return { booth, tax, visitId: visit.id, ask };
  }

  const move = (booth: TestBooth, visitId: string | null, parcel: Parcel, ...states: ParcelState[]) =>
    booth.tell(
      visitId,
      ...states.map(
        (state) => ({ type: 'parcel.moved', parcelId: parcel.id, state, compartment: parcel.compartment }) as const,
      ),
    );

  const SEALING = ['agreed', 'pulse-sent', 'open', 'item-seen', 'closed', 'sealed'] as const;

  it('gives the smallest free compartment that fits, and none twice, however many ask at once', async () => {
    const { booth, tax, visitId } = await inCall(
      'custody-1',
      ['large', 'small', 'medium', 'small', 'small', 'small'],
      [
        { compartment: 2, door: 'closed', item: 'absent' },
        { compartment: 4, door: 'open', item: 'absent' },
        { compartment: 5, door: 'closed', item: 'present' },
      ],
    );
    const medium = unwrap(await tax.call('locker.ask', { visitId, size: 'medium' }));
    expect(medium.compartment).toBe(3);
    const answers = await Promise.all(Array.from({ length: 6 }, () => tax.call('locker.ask', { visitId })));
    const given = answers.flatMap((answer) => (answer.ok ? [answer.value.compartment] : []));
    expect(given.sort()).toEqual([1, 2, 6]);
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused).toHaveLength(3);
    for (const answer of refused) expect(answer).toMatchObject({ error: { code: 'no_compartment' } });
    // Even a writer that forgot to ask cannot give one twice.
    const row = (await rows('custody-1')).find((one) => one.id === medium.id);
    const twice = { ...(row as NonNullable<typeof row>), id: v7(), number: `${medium.number}0` };
    await expect(rig().hub.db.insert(schema.parcels).values(twice)).rejects.toThrow();
    await booth.tell(visitId, { type: 'locker.declined', parcelId: medium.id });
    expect(unwrap(await tax.call('locker.ask', { visitId, size: 'medium' })).compartment).toBe(3);
    expect(await tax.call('locker.ask', { visitId, size: 'large' })).toMatchObject({ ok: false });
  });

  const rows = (boothId: string) =>
    rig().hub.db.select().from(schema.parcels).where(eq(schema.parcels.boothId, boothId));

  it('keeps the compartment of an incident until it is resolved, and frees that of what left', async () => {
    const { booth, visitId, ask } = await inCall('custody-2', ['small', 'small', 'small']);
    const stuck = await ask();
    await move(booth, visitId, stuck, 'agreed', 'pulse-sent', 'incident');
    const second = await ask();
    expect(second.compartment).toBe(2);
    await move(booth, visitId, second, ...SEALING, 'returned');
    // Nothing leads back from there.
    await move(booth, visitId, second, 'sealed');
    expect((await ask()).compartment).toBe(2);
    await move(booth, visitId, stuck, 'open', 'item-seen', 'closed', 'sealed', 'collected');
    expect((await ask()).compartment).toBe(1);
    const custody = (await rows('custody-2')).find((one) => one.id === second.id)?.custody.map((step) => step.state);
    expect(custody).toEqual(['requested', ...SEALING, 'returned']);
  });

  it('frees what was reserved and never opened at the end of the visit, and takes it back when the booth knows better', async () => {
    const { booth, tax, visitId, ask } = await inCall('custody-3', ['small', 'small']);
    booth.orders['locker.ask'] = () => ({
      ok: false,
      error: { code: 'booth_busy', category: 'user', support: 304, messageKey: 'errors.booth_busy' },
    });
    expect(await tax.call('locker.ask', { visitId })).toMatchObject({ error: { code: 'booth_busy' } });
    booth.orders['locker.ask'] = () => ({ ok: true, value: null });
    const reserved = await ask();
    expect(reserved.compartment).toBe(1);
    const sealed = await ask();
    await move(booth, visitId, sealed, ...SEALING);
    await booth.tell(visitId, { type: 'visit.ended', end: 'completed' });
    expect((await booth.hello()).parcels.map((one) => one.id)).toEqual([sealed.id]);
    await move(booth, visitId, reserved, 'pulse-sent');
    expect((await booth.hello()).parcels.map((one) => one.id)).toEqual([reserved.id, sealed.id]);
  });

  it('keeps the compartment of an order whose answer was lost, since the citizen may be asked all the same', async () => {
    const { booth, tax, visitId } = await inCall('custody-9', ['small', 'small']);
    const ordered = new Promise((resolve) => {
      booth.orders['locker.ask'] = (order: { parcel: Parcel }) => {
        resolve(order.parcel.compartment);
        return new Promise(() => undefined);
      };
    });
    const asked = tax.call('locker.ask', { visitId });
    expect(await ordered).toBe(1);
    const back = await rig().booth('custody-9');
    expect(await asked).toMatchObject({ error: { code: 'disconnected' } });
    expect((await back.hello(visitId)).parcels).toMatchObject([{ compartment: 1, state: 'requested' }]);
    expect(unwrap(await tax.call('locker.ask', { visitId })).compartment).toBe(2);
  });

  it('raises an incident instead of a second owner when a parcel that was given up comes back', async () => {
    const { booth, visitId, ask } = await inCall('custody-4', ['small']);
    const first = await ask();
    await booth.tell(visitId, { type: 'locker.declined', parcelId: first.id });
    const second = await ask();
    expect(second.compartment).toBe(first.compartment);
    await move(booth, visitId, first, 'pulse-sent');
    expect((await booth.hello(visitId)).parcels.map((one) => one.id)).toEqual([second.id]);
    const technician = await rig().technician();
    expect(unwrap(await technician.call('incidents.list', { boothId: 'custody-4' }))).toMatchObject([
      { subject: 'compartment 1', code: 'compartment_taken', clearedAt: null },
    ]);
  });

  it('lets a code open its parcel until that was seen to leave, and nothing after', async () => {
    const { booth, visitId, tax, ask } = await inCall('custody-5', ['small', 'small']);
    const mailing = { recipient: '金丝雀收件', phone: '13911112222', address: '金丝雀街九十九号' };
    unwrap(await booth.call('mailing.give', { visitId, mailing }));
    const parcel = await ask();
    let technician = await rig().technician();
    const issue = () => technician.call('parcels.issue-code', { parcelId: parcel.id, purpose: 'collect' });
    const check = (code: string, at = booth) => at.call('courier.check', { code });
    expect(await issue()).toMatchObject({ error: { code: 'wrong_state' } });
    await move(booth, visitId, parcel, ...SEALING);
    await booth.tell(visitId, { type: 'visit.ended', end: 'completed' });
    await leaveCall(tax);

    const supervisor = await rig().technician('demo-supervisor-1');
    expect(await supervisor.call('parcels.issue-code', { parcelId: parcel.id, purpose: 'collect' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    const first = unwrap(await issue());
    expect(first.code).toMatch(/^\d{8}$/);
    const { code, validUntil } = unwrap(await issue());
    expect(await check(first.code)).toMatchObject({ error: { code: 'token_expired' } });
    const stored = unwrap(await technician.call('parcels.list', { boothId: 'custody-5' }));
    expect(stored).toMatchObject([{ id: parcel.id, state: 'sealed', codeValidUntil: validUntil }]);
    // A door that jams may be tried again with the same code.
    for (let attempt = 0; attempt < 2; attempt++) {
      const { purpose, parcel: found } = unwrap(await check(code));
      expect([purpose, found.id, found.mailing]).toEqual(['collect', parcel.id, undefined]);
    }
    const stranger = await rig().booth('custody-6');
    expect(await check(code, stranger)).toMatchObject({ error: { code: 'token_invalid' } });
    const { parcels } = await booth.hello();
    expect(parcels.map((one) => one.id)).toEqual([parcel.id]);
    expect(JSON.stringify([stored, parcels])).not.toContain('金丝雀');

    await rig().clock.advance(CODE_LIFETIME_MS);
    expect(await check(code)).toMatchObject({ error: { code: 'token_expired' } });
    technician = await rig().technician();
    const again = unwrap(await issue());
    // The booth does not know whose visit it was.
    await move(booth, null, parcel, 'open', 'collected');
    expect(await check(again.code)).toMatchObject({ error: { code: 'token_used' } });
    expect(unwrap(await technician.call('parcels.list', { boothId: 'custody-5' }))).toEqual([]);
    expect(await issue()).toMatchObject({ error: { code: 'wrong_state' } });
    expect(
      booth.heard.filter(({ name, payload }) => name === 'visit.changed' && last(payload) === 'collected'),
    ).toEqual([]);

    const codes = await rig().hub.db.select().from(schema.courierCodes);
    const audit = await rig().hub.db.select().from(schema.audit);
    expect(audit.map((row) => row.action)).toEqual(
      expect.arrayContaining([
        'courier.code-issued',
        'courier.code-accepted',
        'courier.code-refused',
        'courier.code-used',
      ]),
    );
    for (const secret of [first.code, code, again.code]) {
      expect(JSON.stringify([codes, audit.map(({ detail, subject }) => [detail, subject]), logged])).not.toContain(
        secret,
      );
    }
  });

  it('makes a booth wait at which codes are tried out', async () => {
    const booth = await rig().booth('custody-7');
    const other = await rig().booth('custody-8');
    const guess = (number: number, at: TestBooth) =>
      at.call('courier.check', { code: String(number).padStart(8, '0') });
    const answers = await Promise.all(Array.from({ length: CODE_MAX_FAILURES + 3 }, (_, index) => guess(index, booth)));
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.error.code)).sort();
    expect(codes).toEqual([...Array(3).fill('rate_limited'), ...Array(CODE_MAX_FAILURES).fill('token_invalid')]);
    expect(await guess(99, other)).toMatchObject({ error: { code: 'token_invalid' } });
    await rig().clock.advance(CODE_WINDOW_MS);
    expect(await guess(100, booth)).toMatchObject({ error: { code: 'token_invalid' } });
  });
}

/** The visit is over and the desk wrapped up, so that it is free for the next test. */
async function leaveCall(agent: TestAgent): Promise<void> {
  await agent.next('call.ended');
  unwrap(await agent.call('wrapup.end'));
}

function last(payload: unknown): string | undefined {
  return (payload as { visit: { parcels: Parcel[] } }).visit.parcels.at(-1)?.state;
}

function locker(sizes: CompartmentSize[], compartments: CompartmentState[]): DeviceReport {
  return {
    id: 'locker',
    class: 'locker',
    model: 'played locker',
    port: 'none',
    state: 'online',
    fault: null,
    capabilities: { class: 'locker', sizes, itemSensor: true },
    status: { class: 'locker', compartments },
    statistics: { commands: 0, retries: 0, failures: 0, badFrames: 0, reconnects: 0, meanRoundTripMs: null },
    changedAt: new Date().toISOString(),
  };
}
