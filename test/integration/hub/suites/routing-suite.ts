import { expect, it } from 'vitest';
import { PARTY_HELD_MS } from '../../../../contracts/domain/call.ts';
import type { Offer } from '../../../../contracts/hub/agent.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { DEFAULT_SETTINGS } from '../../../../server/routing/engine/types.ts';
import type { Rig } from '../rig.ts';

const { offerMs: OFFER_TIMEOUT_MS, retryMs: RETRY_AFTER_MS } = DEFAULT_SETTINGS;

/** Calls, over real sockets. */
export function routingSuite(rig: () => Rig): void {
  it('moves an unanswered offer on, and takes a desk that sleeps off duty', async () => {
    const booth = await rig().booth('routing-1');
    const one = await rig().agent('demo-market-1');
    const two = await rig().agent('demo-market-2');
    await one.available();
    await two.available();
    const visit = await booth.begin({ bundleId: 'close-a-company' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    const offer = await one.next<Offer>('offer.new');
    expect(offer).toMatchObject({
      callId,
      because: '部门对口、语言相通、同一地区、业务骨干',
      booth: { id: 'routing-1' },
    });
    await rig().clock.advance(OFFER_TIMEOUT_MS);
    expect(await one.next('offer.gone')).toEqual({ offerId: offer.offerId, reason: 'expired' });
    const late = await one.call('offer.accept', { offerId: offer.offerId });
    expect(late).toMatchObject({ error: { code: 'offer_expired' } });
    const second = await two.next<Offer>('offer.new');
    unwrap(await two.call('offer.decline', { offerId: second.offerId, reason: 'busy' }));
    await rig().clock.advance(RETRY_AFTER_MS);
    await one.next('offer.new');
    await rig().clock.advance(OFFER_TIMEOUT_MS);
    await one.next<{ presence: string }>('presence.changed', ({ presence }) => presence === 'not-responding');
    expect((await two.accept()).callId).toBe(callId);
  });

  it('rings again at a desk that is loaded anew while it rings', async () => {
    const booth = await rig().booth('routing-10');
    const before = await rig().agent('demo-market-1');
    await before.available();
    const visit = await booth.begin({ bundleId: 'close-a-company' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    const offer = await before.next<Offer>('offer.new');
    const reloaded = await rig().agent('demo-market-1');
    expect(unwrap(await reloaded.call('hello'))).toMatchObject({ presence: 'offered', offer });
    expect(unwrap(await reloaded.call('offer.accept', { offerId: offer.offerId })).callId).toBe(callId);
  });

  it('passes signals between the booth and the agent at whom it rings, while it rings, and to nobody else', async () => {
    const booth = await rig().booth('routing-8');
    const other = await rig().booth('routing-9');
    const one = await rig().agent('demo-market-1');
    const two = await rig().agent('demo-market-2');
    const tax = await rig().agent('demo-tax-1');
    for (const agent of [one, two, tax]) await agent.available();
    const visit = await booth.begin({ bundleId: 'close-a-company' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    await one.next<Offer>('offer.new');
    expect(await booth.next('call.ringing')).toMatchObject({ callId, agent: { id: one.id } });
    const signal = { kind: 'candidate', candidate: null } as const;
    const refused = { ok: false, error: { code: 'not_found' } };
    const toVisit = { callId, toPartyId: visit.id, signal };

    unwrap(await booth.call('signal', { callId, toPartyId: one.id, signal }));
    expect(await one.next('signal')).toEqual({ callId, fromPartyId: visit.id, signal });
    unwrap(await one.call('signal', toVisit));
    expect(await booth.next('signal')).toEqual({ callId, fromPartyId: one.id, signal });
    for (const agent of [two, tax]) {
      expect(await agent.call('signal', toVisit)).toMatchObject(refused);
      expect(await booth.call('signal', { callId, toPartyId: agent.id, signal })).toMatchObject(refused);
      expect(await one.call('signal', { callId, toPartyId: agent.id, signal })).toMatchObject(refused);
    }
    expect(await other.call('signal', { callId, toPartyId: one.id, signal })).toMatchObject(refused);

    await rig().clock.advance(OFFER_TIMEOUT_MS);
    expect(await booth.next('call.ring-over')).toEqual({ callId, agentId: one.id });
    expect(await booth.next('call.ringing')).toMatchObject({ callId, agent: { id: two.id } });
    expect(await one.call('signal', toVisit), 'the offer has expired').toMatchObject(refused);
    expect(await booth.call('signal', { callId, toPartyId: one.id, signal })).toMatchObject(refused);
    unwrap(await two.call('signal', toVisit));

    const back = await rig().booth('routing-8');
    await back.hello(visit.id);
    expect(await back.next('call.ringing')).toMatchObject({ callId, agent: { id: two.id } });
    const { offerId } = await two.next<Offer>('offer.new');
    unwrap(await two.call('offer.decline', { offerId, reason: 'busy' }));
    expect(await back.next('call.ring-over')).toEqual({ callId, agentId: two.id });
    expect(await two.call('signal', toVisit), 'the offer was declined').toMatchObject(refused);
    expect(tax.heard.filter(({ name }) => name === 'signal')).toEqual([]);
  });

  it('tells an honest place and time while all are busy, and offers when somebody is free', async () => {
    const first = await rig().booth('routing-2');
    const second = await rig().booth('routing-3');
    const tax = await rig().agent('demo-tax-1');
    await tax.available();
    const a = await first.begin({ serviceId: 'tax-clearance' });
    const b = await second.begin({ serviceId: 'tax-clearance' });
    const { callId } = unwrap(await first.call('call.request', { visitId: a.id }));
    expect(unwrap(await first.call('call.request', { visitId: a.id }))).toEqual({ callId });
    await tax.accept();
    unwrap(await second.call('call.request', { visitId: b.id }));
    const waiting = await second.next<{ place: number; estimatedWaitSeconds: number }>('call.waiting');
    expect(waiting.place).toBe(1);
    expect(waiting.estimatedWaitSeconds).toBeGreaterThan(0);
    expect(unwrap(await second.call('duty.get'))).toMatchObject({
      agentsOnDuty: 1,
      departmentsOnDuty: ['tax'],
      waiting: 1,
    });
    unwrap(await first.call('call.hangup', { callId }));
    expect(await tax.next('call.ended')).toEqual({ callId, reason: 'hangup' });
    await tax.next<{ presence: string }>('presence.changed', ({ presence }) => presence === 'wrap-up');
    unwrap(await tax.call('wrapup.end'));
    expect((await tax.accept()).visit.id).toBe(b.id);
  });

  it('cancels a call that waits, and the offer that rings with it', async () => {
    const booth = await rig().booth('routing-4');
    const tax = await rig().agent('demo-tax-1');
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    const { offerId } = await tax.next<Offer>('offer.new');
    unwrap(await booth.call('call.cancel', { callId }));
    expect(await tax.next('offer.gone')).toEqual({ offerId, reason: 'cancelled' });
    expect(await booth.next('call.ended')).toEqual({ callId, reason: 'cancelled' });
    await booth.untilVisit((one) => one.state === 'inside');
  });

  it('keeps a reloaded desk in its call, and the call when one of two desks is lost for good', async () => {
    const booth = await rig().booth('routing-5');
    const market = await rig().agent('demo-market-1');
    const tax = await rig().agent('demo-tax-1');
    await market.available();
    await tax.available();
    const visit = await booth.begin({ bundleId: 'close-a-company' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    await market.accept();
    unwrap(await market.call('call.ask', { callId, purpose: 'add', departmentId: 'tax' }));
    await tax.accept();
    const gone = new Promise((resolve) => market.socket.once('disconnect', resolve));
    const reloaded = await rig().agent('demo-market-1');
    await gone;
    expect(unwrap(await reloaded.call('hello'))).toMatchObject({ presence: 'on-call', call: { callId } });
    await rig().clock.advance(PARTY_HELD_MS);
    unwrap(await reloaded.call('case.open', { visitId: visit.id, serviceId: 'company-deregistration' }));
    await reloaded.untilVisit((one) => one.cases.length === 1);
    reloaded.socket.disconnect();
    await waitUntilOffline(rig(), 1);
    await rig().clock.advance(PARTY_HELD_MS);
    const left = await tax.next<{ parties: { partyId: string }[] }>('call.parties', (one) => one.parties.length === 2);
    expect(left.parties.map((party) => party.partyId)).toEqual([visit.id, tax.id]);
  });

  it('ends the call of a booth that is lost for good, not of one that comes back', async () => {
    const booth = await rig().booth('routing-6');
    const tax = await rig().agent('demo-tax-1');
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    const back = await rig().booth('routing-6');
    const hello = await back.hello(visit.id);
    expect(hello.visit).toMatchObject({ id: visit.id, state: 'in-call' });
    await back.next('call.parties');
    await rig().clock.advance(PARTY_HELD_MS);
    unwrap(await tax.call('call.first-frame', { callId, fromPartyId: visit.id, role: 'face' }));
    back.socket.disconnect();
    await waitUntilOffline(rig(), 0, 'booths');
    await rig().clock.advance(PARTY_HELD_MS);
    expect(await tax.next('call.ended')).toEqual({ callId, reason: 'lost' });
  });

  it('shows technicians which booth is there, and never whose visit is on', async () => {
    const { token } = await rig().login('demo-technician-1');
    const socket = await rig().socket('/technician', token);
    const changed = new Promise((resolve) => socket.once('booth.changed', resolve));
    const booth = await rig().booth('routing-7');
    await booth.hello();
    expect(await changed).toMatchObject({ booth: { id: 'routing-7' }, online: true, visitActive: false });
    await booth.begin();
    const { value } = await socket.emitWithAck('hello');
    const status = value.booths.find((one: { booth: { id: string } }) => one.booth.id === 'routing-7');
    expect(status).toMatchObject({ visitActive: true, version: 'test', devices: [] });
    expect(JSON.stringify(status)).not.toContain('consent');
  });
}

/** The hub hears of a hang-up a moment after it happened. */
async function waitUntilOffline(rig: Rig, count: number, who: 'agents' | 'booths' = 'agents'): Promise<void> {
  for (;;) {
    const metrics = await (await fetch(`${rig.hub.url}/metrics`)).text();
    if (new RegExp(`^xiaowu_${who}_online ${count}$`, 'm').test(metrics)) return;
  }
}
