import { asc, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import type { CallAsk } from '../../../../contracts/domain/call.ts';
import type { TimelineEntry } from '../../../../contracts/domain/timeline.ts';
import type { Parcel, Party, Visit } from '../../../../contracts/domain/visit.ts';
import { boothHttp } from '../../../../contracts/hub/booth-http.ts';
import { AGENT_FILE_PATH, API_PREFIX, BOOTH_FILE_PATH, PHONE_ROUTES } from '../../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../../contracts/hub/phone.ts';
import { unwrap } from '../../../../contracts/result.ts';
import * as schema from '../../../../server/store/schema.ts';
import { Listener, type Rig } from '../rig.ts';
import { uploadPaper } from '../upload.ts';

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4]);
const MAILING = { recipient: '演示收件人', phone: '13800000000', address: '演示路一号演示大厦' };

/** Ms Dai closes her company: booking, three departments, papers, locker, receipt, ratings, end. */
export function visitSuite(rig: () => Rig): void {
  it('carries one citizen through a visit of three departments', async () => {
    const booth = await rig().booth();
    await booth.hello();
    const market = await rig().agent('demo-market-1');
    const tax = await rig().agent('demo-tax-1');
    const social = await rig().agent('demo-social-1');

    // A booking, made ahead.
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(
      rig().clock.nowMs() + 86_400_000,
    );
    const { slots } = unwrap(
      (await rig().http(PHONE_ROUTES.slots, phoneHttp.slots, { boothId: booth.boothId, day })).result,
    );
    const time = slots.find((slot) => slot.free)?.time ?? '';
    const wish = { boothId: booth.boothId, bundleId: 'close-a-company', day, time };
    const booking = unwrap((await rig().http(PHONE_ROUTES.book, phoneHttp.book, wish)).result);
    expect((await rig().http(PHONE_ROUTES.book, phoneHttp.book, wish)).result).toMatchObject({
      ok: false,
      error: { code: 'wrong_state' },
    });

    // The door.
    const token = await rig().checkin();
    const phone = new Listener(await rig().socket('/phone', token));
    const early = { consent: true, language: 'zh-CN', bookingCode: booking.code } as const;
    const tooEarly = await rig().http(PHONE_ROUTES.enter, phoneHttp.enter, early, token);
    expect(tooEarly).toMatchObject({ status: 409, result: { error: { code: 'wrong_state' } } });
    const consent = { consent: true, language: 'zh-CN', bundleId: 'close-a-company' } as const;
    const doorOrder = new Promise<{ visit: Visit }>((resolve) => {
      booth.orders['door.open'] = (input: { visit: Visit }) => resolve(input);
    });
    const visit = unwrap((await rig().http(PHONE_ROUTES.enter, phoneHttp.enter, consent, token)).result);
    expect((await doorOrder).visit.id).toBe(visit.id);
    expect(visit).toMatchObject({ state: 'admitted', entry: 'walk-in', bundleId: 'close-a-company' });
    expect(await phone.next('door.changed')).toEqual({ state: 'ordered' });
    await booth.tell(visit.id, { type: 'door.unlocked' }, { type: 'door.opened' }, { type: 'citizen.inside' });
    expect(await phone.next('door.changed')).toEqual({ state: 'unlocked' });
    expect(await phone.next('door.changed')).toEqual({ state: 'open' });
    await phone.untilVisit((one) => one.state === 'inside');
    await booth.untilVisit((one) => one.phoneConnected);

    // Somebody else cannot come in now.
    const other = await rig().checkin();
    const busy = await rig().http(PHONE_ROUTES.enter, phoneHttp.enter, consent, other);
    expect(busy).toMatchObject({ status: 409, result: { error: { code: 'booth_busy' } } });

    // The call: the bundle's goal decides the department; nobody is free yet.
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    expect(await booth.next('call.waiting')).toMatchObject({ callId, place: 1 });
    await tax.available();
    await social.available();
    await market.available();
    const accepted = await market.accept();
    expect(accepted).toMatchObject({ callId, visit: { state: 'in-call', firstAgentId: market.id } });
    expect(accepted.timeline.map((entry) => entry.fact.type)).toEqual([
      'visit.admitted',
      'door.unlocked',
      'door.opened',
      'citizen.inside',
      'call.requested',
      'call.offered',
      'call.joined',
      'call.owner',
    ]);
    expect(await booth.next('call.ringing')).toMatchObject({ callId, agent: { id: market.id }, first: true });
    const { parties } = await booth.next<{ parties: { partyId: string }[] }>(
      'call.parties',
      (one) => one.parties.length === 2,
    );
    expect(parties.map((party) => party.partyId)).toEqual([visit.id, market.id]);

    // Signalling passes both ways, and only between parties.
    const description = { kind: 'description', type: 'offer', sdp: 'v=0', roles: { '0': 'voice' } } as const;
    unwrap(await booth.call('signal', { callId, toPartyId: market.id, signal: description }));
    expect(await market.next('signal')).toEqual({ callId, fromPartyId: visit.id, signal: description });
    unwrap(
      await market.call('signal', { callId, toPartyId: visit.id, signal: { kind: 'candidate', candidate: null } }),
    );
    expect(await booth.next('signal')).toMatchObject({ fromPartyId: market.id });
    expect(await tax.call('signal', { callId, toPartyId: visit.id, signal: description })).toMatchObject({
      error: { code: 'not_found' },
    });

    // An agent who is not party has no access.
    expect(await tax.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' })).toMatchObject({
      error: { code: 'forbidden' },
    });

    // Deregistration cannot be accepted before the tax is cleared.
    const licence = unwrap(await market.call('case.open', { visitId: visit.id, serviceId: 'company-deregistration' }));
    const blocked = await market.call('case.set', { caseId: licence.id, state: 'accepted' });
    expect(blocked).toMatchObject({ error: { code: 'prerequisite_missing' } });

    // Tax is invited; then social insurance, by tax.
    const { askId } = unwrap(await market.call('call.ask', { callId, purpose: 'add', departmentId: 'tax' }));
    type News = { asks: CallAsk[]; parties: Party[] };
    await market.next<News>(
      'call.parties',
      ({ asks }) => asks[0]?.askId === askId && asks[0].ringingAgentId === tax.id,
    );
    await tax.accept();
    await market.next<News>('call.parties', ({ asks, parties }) => asks.length === 0 && parties.length === 3);
    unwrap(await tax.call('call.ask', { callId, purpose: 'add', departmentId: 'social-insurance' }));
    await social.accept();
    const full = await booth.next<{ parties: unknown[] }>('call.parties', (one) => one.parties.length === 4);
    expect(full.parties).toHaveLength(4);
    expect(await tax.call('call.ask', { callId, purpose: 'add', departmentId: 'housing-fund' })).toMatchObject({
      error: { code: 'call_full' },
    });

    // A still: ordered, uploaded, read, confirmed.
    const fileId = v7();
    booth.orders['still.take'] = async ({ visitId }: { visitId: string }) => {
      const url = `${rig().hub.url}${API_PREFIX}/booth/visits/${visitId}/files/${fileId}?widthPx=4000&heightPx=3000`;
      for (let attempt = 0; attempt < 2; attempt++) {
        const response = await fetch(url, {
          method: 'PUT',
          headers: { authorization: `Bearer ${await rig().boothToken()}`, 'content-type': 'image/jpeg' },
          body: JPEG,
        });
        const stored = (await response.json()) as { value: unknown };
        expect(boothHttp.putFile.output.parse(stored.value).fileId).toBe(fileId);
      }
      return { ok: true, value: { fileId } };
    };
    expect(unwrap(await market.call('still.take', { visitId: visit.id }))).toEqual({ fileId });
    await booth.tell(
      visit.id,
      { type: 'file.stored', fileId, source: 'document-camera' },
      {
        type: 'paper.read',
        reading: {
          fileId,
          kind: 'business-licence',
          fields: [
            { id: 'credit-code', value: '91350100M000100Y4X', confidence: 0.6, rule: 'failed', confirmed: false },
          ],
          text: 'text',
          durationMs: 812.5,
        },
      },
    );
    const fields = [{ id: 'credit-code', value: '91350100M000100Y43' }];
    unwrap(await market.call('paper.confirm', { visitId: visit.id, fileId, fields }));
    const read = await tax.untilVisit((one) => one.readings[0]?.fields[0]?.confirmed === true);
    expect(read.visit.readings[0]?.fields[0]).toMatchObject({ value: '91350100M000100Y43', rule: 'passed' });
    expect(read.visit.files[0]).toMatchObject({ id: fileId, mimeType: 'image/jpeg', sizeBytes: 8, widthPx: 4000 });
    const bytes = await fetch(`${rig().hub.url}${API_PREFIX}${AGENT_FILE_PATH.replace(':fileId', fileId)}`, {
      headers: { authorization: `Bearer ${tax.token}` },
    });
    expect(new Uint8Array(await bytes.arrayBuffer())).toEqual(JPEG);
    const forBooth = async (file: string) =>
      fetch(`${rig().hub.url}${API_PREFIX}${BOOTH_FILE_PATH.replace(':visitId', visit.id).replace(':fileId', file)}`, {
        headers: { authorization: `Bearer ${await rig().boothToken()}` },
      });
    expect(new Uint8Array(await (await forBooth(fileId)).arrayBuffer())).toEqual(JPEG);
    expect((await forBooth(v7())).status).toBe(404);

    // Forms, a paper from the phone, outcomes in their order while the call goes on.
    const clearance = unwrap(await tax.call('case.open', { visitId: visit.id, serviceId: 'tax-clearance' }));
    const paperId = clearance.papers[0]?.requiredPaperId ?? '';
    await uploadPaper(rig().hub.url, token, { caseId: clearance.id, requiredPaperId: paperId });
    await phone.untilVisit((one) => one.cases.some((each) => each.papers[0]?.state === 'uploaded'));
    unwrap(await tax.call('case.paper', { caseId: clearance.id, requiredPaperId: paperId, state: 'accepted' }));
    const bare = await tax.call('case.set', { caseId: clearance.id, state: 'completed' });
    expect(bare).toMatchObject({ error: { code: 'papers_missing' } });
    await tax.papersDone(clearance.id);
    unwrap(await tax.call('case.set', { caseId: clearance.id, state: 'completed' }));
    const cleared = await phone.untilVisit((one) => one.cases.some((each) => each.outcome !== undefined));
    const verifyCode = cleared.visit.cases.find((one) => one.outcome)?.outcome?.verifyCode ?? '';
    expect(
      unwrap((await rig().http(PHONE_ROUTES.verify, phoneHttp.verify, { code: verifyCode })).result),
    ).toMatchObject({
      genuine: true,
    });
    expect(await market.call('case.set', { caseId: clearance.id, state: 'refused' })).toMatchObject({
      error: { code: 'forbidden' },
    });
    const insurance = unwrap(
      await social.call('case.open', { visitId: visit.id, serviceId: 'social-insurance-deregistration' }),
    );
    await social.papersDone(insurance.id);
    unwrap(await social.call('case.set', { caseId: insurance.id, state: 'completed' }));
    unwrap(await social.call('call.leave', { callId }));
    unwrap(await tax.call('call.leave', { callId }));
    await booth.next<{ parties: unknown[] }>('call.parties', (one) => one.parties.length === 2);

    // The locker.
    unwrap((await rig().http(PHONE_ROUTES.mailing, phoneHttp.mailing, MAILING, token)).result);
    const parcel: Parcel = unwrap(await market.call('locker.ask', { visitId: visit.id, caseId: licence.id }));
    expect(parcel).toMatchObject({ state: 'requested', compartment: 1, mailing: MAILING });
    for (const state of ['agreed', 'pulse-sent', 'open', 'closed', 'sealed'] as const) {
      await booth.tell(visit.id, { type: 'parcel.moved', parcelId: parcel.id, state, compartment: 1 });
    }
    const sealed = await market.untilVisit((one) => one.parcels[0]?.state === 'sealed');
    expect(sealed.visit.parcels[0]?.custody.map((step) => step.state)).toEqual([
      'requested',
      'agreed',
      'pulse-sent',
      'open',
      'closed',
      'sealed',
    ]);
    const second = unwrap(await market.call('locker.ask', { visitId: visit.id }));
    expect(second.compartment).toBe(2);
    await booth.tell(visit.id, { type: 'locker.declined', parcelId: second.id });

    // The end.
    await market.papersDone(licence.id);
    unwrap(await market.call('case.set', { caseId: licence.id, state: 'completed' }));
    unwrap(await market.call('visit.close', { visitId: visit.id }));
    expect(await booth.next('call.ended')).toEqual({ callId, reason: 'completed' });
    const receipt = unwrap(await booth.call('receipt.prepare', { visitId: visit.id }));
    expect(receipt).toMatchObject({ visitNumber: visit.number, parcels: [{ recipient: MAILING.recipient }] });
    expect(receipt.cases).toHaveLength(3);
    await booth.tell(visit.id, { type: 'receipt.failed', number: receipt.number, code: 'paper_out' });
    const again = unwrap(await booth.call('receipt.prepare', { visitId: visit.id }));
    expect(again.number).not.toBe(receipt.number);
    const gone = new Promise((resolve) => phone.socket.once('disconnect', resolve));
    await booth.tell(
      visit.id,
      { type: 'receipt.printed', number: again.number },
      { type: 'rating.given', caseId: licence.id, level: 5 },
      { type: 'visit.ended', end: 'completed' },
      { type: 'citizen.gone' },
      { type: 'booth.wiped' },
    );
    const over = await booth.untilVisit((one) => one.state === 'ended' && one.ratings.length === 1);
    expect(over.visit).toMatchObject({ end: 'completed', receipt: { number: again.number } });
    await gone;
    const dead = await rig().http(PHONE_ROUTES.visit, phoneHttp.visit, undefined, token);
    expect(dead).toMatchObject({ status: 401, result: { error: { code: 'token_expired' } } });
    expect(unwrap(await market.call('wrapup.end'))).toEqual({ presence: 'available' });
    expect(unwrap(await market.call('hello')).today[0]).toMatchObject({ visitId: visit.id, caseCount: 3 });

    await expectTimelineInOrder(rig(), visit.id);
    await expectAuditInOrder(rig(), visit.id);
  });
}

async function expectTimelineInOrder(rig: Rig, visitId: string): Promise<void> {
  const rows: Pick<TimelineEntry, 'order'>[] = await rig.hub.db
    .select()
    .from(schema.timeline)
    .where(eq(schema.timeline.visitId, visitId))
    .orderBy(asc(schema.timeline.order));
  expect(rows.map((row) => row.order)).toEqual(rows.map((_, index) => index + 1));
}

async function expectAuditInOrder(rig: Rig, visitId: string): Promise<void> {
  const rows = await rig.hub.db.select().from(schema.audit).orderBy(asc(schema.audit.seq));
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
  const actions = rows.filter((row) => row.visitId === visitId).map((row) => row.action);
  const expected = [
    'consent.given',
    'visit.admitted',
    'door.ordered',
    'call.requested',
    'call.offered',
    'call.accepted',
    'case.opened',
    'case.blocked',
    'call.invited',
    'file.stored',
    'paper.confirmed',
    'file.read',
    'outcome.issued',
    'outcome.verified',
    'locker.asked',
    'parcel.moved',
    'receipt.prepared',
    'receipt.failed',
    'receipt.prepared',
    'receipt.printed',
    'rating.given',
    'visit.ended',
    'booth.wiped',
  ] as const;
  let from = 0;
  for (const action of expected) {
    const found = actions.indexOf(action, from);
    expect(found, `${action} after ${actions.slice(0, from).at(-1) ?? 'the start'}`).toBeGreaterThanOrEqual(0);
    from = found + 1;
  }
}
