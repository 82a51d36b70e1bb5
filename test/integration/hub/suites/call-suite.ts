import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { PARTY_HELD_MS, type Place } from '../../../../contracts/domain/call.ts';
import type { Offer } from '../../../../contracts/hub/agent.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { TRANSFER_NARROW_MS } from '../../../../server/calls/call.ts';
import * as schema from '../../../../server/store/schema.ts';
import type { Listener, Rig, TestAgent } from '../rig.ts';

interface Parties {
  readonly callId: string;
  readonly rev: number;
  readonly parties: readonly {
    partyId: string;
    kind: string;
    place: Place;
    owner: boolean;
    earOf?: string;
    awaySince?: string;
  }[];
  readonly asks: readonly {
    askId: string;
    purpose: string;
    ringingAgentId: string | null;
    byAgentId?: string;
    departmentId?: string;
  }[];
}

/** Waits until the news of who is in the call fit; older news is old from then on. */
async function until(who: Listener, test: (news: Parties) => boolean): Promise<Parties> {
  const found = await who.next<Parties>('call.parties', test);
  const isOld = ({ name, payload }: Listener['heard'][number]) =>
    name === 'call.parties' && (payload as Parties).rev < found.rev;
  for (const old of who.heard.filter(isOld)) who.heard.splice(who.heard.indexOf(old), 1);
  return found;
}

const placeOf = (news: Parties, partyId: string) => news.parties.find((one) => one.partyId === partyId)?.place;
const isIn = (partyId: string) => (news: Parties) => placeOf(news, partyId) !== undefined;
const isOut = (partyId: string) => (news: Parties) => placeOf(news, partyId) === undefined;
const wants = (purpose: string) => (news: Parties) => news.asks.some((one) => one.purpose === purpose);

/** Several people in one call, over real sockets. */
export function callSuite(rig: () => Rig): void {
  /** A booth in a call with an agent of market regulation. */
  async function talk(name: string) {
    const booth = await rig().booth(name);
    const owner = await rig().agent('demo-market-1');
    await owner.available();
    const visit = await booth.begin({ bundleId: 'close-a-company' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    await owner.accept();
    await until(booth, isIn(owner.id));
    return { booth, owner, visit, callId };
  }

  async function come(username: string): Promise<TestAgent> {
    const agent = await rig().agent(username);
    await agent.available();
    return agent;
  }

  it('asks a department aside, brings it to the citizen, hands the call over, and lets who asked go', async () => {
    const { booth, owner, visit, callId } = await talk('call-1');
    const tax = await come('demo-tax-1');
    const ask = { callId, purpose: 'consult', departmentId: 'tax', note: '看一下清税' } as const;
    const { askId } = unwrap(await owner.call('call.ask', ask));
    const offer = await tax.next<Offer>('offer.new');
    expect(offer).toMatchObject({
      purpose: 'consult',
      priority: 'second-call',
      invitedBy: { id: owner.id },
      note: '看一下清税',
    });
    const asked = await until(booth, wants('consult'));
    // While it rings, the lines between them are made.
    const signal = { kind: 'candidate', candidate: null } as const;
    unwrap(await owner.call('signal', { callId, toPartyId: tax.id, signal }));
    expect(await tax.next('signal')).toMatchObject({ fromPartyId: owner.id });
    unwrap(await tax.call('signal', { callId, toPartyId: owner.id, signal }));
    expect(await owner.next('signal')).toMatchObject({ fromPartyId: tax.id });
    expect(asked.asks).toMatchObject([{ askId, purpose: 'consult', departmentId: 'tax', byAgentId: owner.id }]);
    const desk = unwrap(await tax.call('offer.accept', { offerId: offer.offerId }));
    expect(desk.parties.map(({ partyId, place }) => [partyId, place])).toEqual([
      [visit.id, 'table'],
      [owner.id, 'aside'],
      [tax.id, 'aside'],
    ]);
    const aside = await until(booth, isIn(tax.id));
    expect(placeOf(aside, owner.id)).toBe('aside');
    unwrap(await owner.call('call.place', { callId, partyId: tax.id, place: 'table' }));
    unwrap(await owner.call('call.hand-over', { callId, toAgentId: tax.id }));
    unwrap(await owner.call('call.leave', { callId }));
    const after = await until(booth, isOut(owner.id));
    expect(after.parties.map(({ partyId, place, owner: owns }) => [partyId, place, owns])).toEqual([
      [visit.id, 'table', false],
      [tax.id, 'table', true],
    ]);
    expect(after.rev).toBeGreaterThan(asked.rev);
    expect(await owner.next('call.ended')).toEqual({ callId, reason: 'left' });
  });

  it('hands a call on at once; if nobody of there comes, everybody may, and who handed it on as well', async () => {
    const { booth, owner, visit, callId } = await talk('call-2');
    unwrap(await owner.call('call.ask', { callId, purpose: 'transfer', departmentId: 'market-regulation' }));
    const alone = await until(booth, isOut(owner.id));
    expect(alone).toMatchObject({ parties: [{ partyId: visit.id }], asks: [{ purpose: 'transfer' }] });
    unwrap(await owner.call('wrapup.end'));
    await rig().clock.advance(TRANSFER_NARROW_MS - 1);
    expect(owner.heard.filter(({ name }) => name === 'offer.new')).toEqual([]);
    await rig().clock.advance(1);
    expect((await owner.accept()).callId).toBe(callId);
    const back = await until(booth, isIn(owner.id));
    expect(back.asks).toEqual([]);
  });

  it('finds the next person first when the last is gone or lost, and says so meanwhile', async () => {
    const { booth, owner, visit, callId } = await talk('call-3');
    unwrap(await owner.call('call.leave', { callId }));
    const alone = await until(booth, isOut(owner.id));
    expect(alone).toMatchObject({ parties: [{ partyId: visit.id }], asks: [{ purpose: 'answer' }] });
    const second = await come('demo-market-2');
    const offer = await second.next<Offer>('offer.new');
    expect(offer).toMatchObject({ priority: 'second-call', purpose: 'answer' });
    unwrap(await second.call('offer.accept', { offerId: offer.offerId }));
    await until(booth, isIn(second.id));
    second.socket.disconnect();
    const away = await until(booth, (news) => news.parties.some((one) => one.awaySince !== undefined));
    expect(away.parties.at(-1)).toMatchObject({ partyId: second.id, owner: true });
    await rig().clock.advance(PARTY_HELD_MS);
    expect(await until(booth, isOut(second.id))).toMatchObject({ asks: [{ purpose: 'answer' }] });
  });

  it('tells a booth that was away for too long that its call is lost, and asks the same agent first when it calls again', async () => {
    const { booth, owner, visit, callId } = await talk('call-lost');
    const other = await come('demo-market-2');
    booth.socket.disconnect();
    await until(owner, (news) => news.parties.some((one) => one.partyId === visit.id && one.awaySince !== undefined));
    await rig().clock.advance(PARTY_HELD_MS);
    expect(await owner.next('call.ended')).toEqual({ callId, reason: 'lost' });
    await owner.next<{ presence: string }>('presence.changed', ({ presence }) => presence === 'wrap-up');
    const back = await rig().booth('call-lost');
    unwrap(await back.call('hello', { version: '0.1.0', activeVisitId: visit.id, lastSeq: 0 }));
    expect(await back.next('call.ended')).toEqual({ callId, reason: 'lost' });
    unwrap(await back.call('call.request', { visitId: visit.id }));
    expect(await owner.next<Offer>('offer.new', (offer) => offer.callId !== callId)).toMatchObject({
      priority: 'second-call',
      visit: { id: visit.id },
    });
    expect(other.heard.filter(({ name }) => name === 'offer.new')).toEqual([]);
  });

  it('puts the citizen on hold and back, and sends a colleague out; only the owner may', async () => {
    const { booth, owner, visit, callId } = await talk('call-4');
    const tax = await come('demo-tax-1');
    unwrap(await owner.call('call.ask', { callId, purpose: 'add', departmentId: 'tax' }));
    await tax.accept();
    const hold = { callId, partyId: visit.id, place: 'hold' } as const;
    expect(await tax.call('call.place', hold)).toMatchObject({ error: { code: 'forbidden' } });
    unwrap(await owner.call('call.place', hold));
    await until(booth, (news) => placeOf(news, visit.id) === 'hold');
    unwrap(await owner.call('call.place', { ...hold, place: 'table' }));
    await until(booth, (news) => placeOf(news, visit.id) === 'table');
    expect(await tax.call('call.remove', { callId, agentId: owner.id })).toMatchObject({
      error: { code: 'forbidden' },
    });
    unwrap(await owner.call('call.remove', { callId, agentId: tax.id }));
    expect(await tax.next('call.ended')).toEqual({ callId, reason: 'left' });
    const facts = await rig().hub.db.select().from(schema.timeline).where(eq(schema.timeline.visitId, visit.id));
    expect(facts.map(({ fact }) => fact)).toContainEqual({ type: 'call.left', partyId: tax.id, reason: 'removed' });
  });

  it('lets a supervisor listen, whisper and come in, and everybody sees it', async () => {
    const { booth, owner, callId } = await talk('call-5');
    const supervisor = await rig().agent('demo-supervisor-1');
    expect(await owner.call('call.watch', { callId, mode: 'monitor' })).toMatchObject({ error: { code: 'forbidden' } });
    const desk = unwrap(await supervisor.call('call.watch', { callId, mode: 'monitor' }));
    expect(desk.parties.at(-1)).toMatchObject({ partyId: supervisor.id, kind: 'supervisor', place: 'gallery' });
    expect(placeOf(await until(booth, isIn(supervisor.id)), supervisor.id)).toBe('gallery');
    const signal = { kind: 'candidate', candidate: null } as const;
    unwrap(await supervisor.call('signal', { callId, toPartyId: owner.id, signal }));
    expect(await owner.next('signal')).toMatchObject({ fromPartyId: supervisor.id });
    unwrap(await supervisor.call('call.watch', { callId, mode: 'whisper' }));
    const whispered = await until(booth, (news) => placeOf(news, supervisor.id) === 'ear');
    expect(whispered.parties.at(-1)).toMatchObject({ earOf: owner.id });
    unwrap(await supervisor.call('call.watch', { callId, mode: 'barge' }));
    await until(booth, (news) => placeOf(news, supervisor.id) === 'table');
    unwrap(await supervisor.call('call.leave', { callId }));
    await until(booth, isOut(supervisor.id));
  });

  it('asks one colleague by name, and an interpreter for everybody; takes an ask back', async () => {
    const { booth, owner, callId } = await talk('call-6');
    const far = await come('demo-tax-2');
    const near = await come('demo-tax-1');
    unwrap(await owner.call('call.ask', { callId, purpose: 'add', agentId: far.id }));
    expect(await far.next<Offer>('offer.new')).toMatchObject({ because: expect.stringContaining('同事点名') });
    expect(near.heard.filter(({ name }) => name === 'offer.new')).toEqual([]);
    const named = await until(owner, wants('add'));
    const [pending] = named.asks;
    unwrap(await owner.call('call.ask-cancel', { callId, askId: pending?.askId ?? '' }));
    expect(await far.next('offer.gone')).toMatchObject({ reason: 'cancelled' });
    const signer = await come('demo-social-1');
    unwrap(await owner.call('call.ask', { callId, purpose: 'interpreter', interprets: 'sign' }));
    await signer.accept();
    const together = await until(booth, isIn(signer.id));
    expect(together.parties.at(-1)).toMatchObject({ kind: 'interpreter', place: 'table', owner: false });
    const unknown = { callId, purpose: 'add', agentId: '01900000-0000-7000-8000-000000000000' } as const;
    expect(await owner.call('call.ask', unknown)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('greets with the own department and numbers of the others; finds anybody by name', async () => {
    const owner = await rig().agent('demo-market-1');
    const tax = await come('demo-tax-1');
    const { colleagues, departments } = unwrap(await owner.call('hello', null));
    expect(new Set(colleagues.map(({ agent }) => agent.departmentId))).toEqual(new Set(['market-regulation']));
    expect(colleagues.map(({ agent }) => agent.id)).toContain(owner.id);
    expect(departments).toContainEqual({ departmentId: 'tax', onDuty: 1, available: 1 });
    const found = unwrap(await owner.call('colleague.find', { text: 'DEMO-TAX' })).colleagues;
    expect(found[0]).toMatchObject({ agent: { id: tax.id }, presence: 'available' });
    expect(found.every(({ agent }) => agent.departmentId === 'tax')).toBe(true);
    const elsewhere = { departmentId: 'social-insurance', text: 'demo-tax' };
    expect(unwrap(await owner.call('colleague.find', elsewhere)).colleagues).toEqual([]);
    const nobody = '01900000-0000-7000-8000-000000000000';
    const { agents } = unwrap(await owner.call('colleague.named', { agentIds: [tax.id, nobody] }));
    expect(agents.map(({ username }) => username)).toEqual(['demo-tax-1']);
  });

  it('asks only who has the licence that a service needs', async () => {
    const without = await come('demo-market-2');
    const booth = await rig().booth('call-9');
    const visit = await booth.begin({ serviceId: 'food-business-licence' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    expect(await booth.next('call.waiting')).toMatchObject({ callId, why: 'nobody-on-duty' });
    expect((await (await come('demo-market-1')).accept()).callId).toBe(callId);
    expect(without.heard.filter(({ name }) => name === 'offer.new')).toEqual([]);
  });

  it('offers who waits long another way: a number by a time, or an hour at this booth', async () => {
    const booth = await rig().booth('call-7');
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    const { callId } = unwrap(await booth.call('call.request', { visitId: visit.id }));
    const waiting = await booth.next<{ why: string; choices: string[] }>(
      'call.waiting',
      (one) => one.choices.length > 0,
    );
    expect(waiting).toMatchObject({ estimatedWaitSeconds: null, why: 'nobody-on-duty' });
    expect(waiting.choices).toEqual(expect.arrayContaining(['call-back', 'appointment']));
    const choice = { choice: 'call-back', callId, phone: '13800000000' } as const;
    const { followUp } = unwrap(await booth.call('call.instead', choice));
    expect(followUp?.number).toMatch(/^F\d{8}-\d{4}$/);
    expect(Date.parse(followUp?.dueAt ?? '')).toBeGreaterThan(rig().clock.nowMs());
    expect(await booth.next('call.ended')).toEqual({ callId, reason: 'cancelled' });
    const rows = await rig().hub.db.select().from(schema.followUps).where(eq(schema.followUps.visitId, visit.id));
    expect(rows).toMatchObject([{ number: followUp?.number, kind: 'call-back', departmentId: 'tax', state: 'open' }]);

    const again = unwrap(await booth.call('call.request', { visitId: visit.id }));
    const { slots } = unwrap(await booth.call('slots.get', { days: 2 }));
    const slot = slots.at(-1);
    if (!slot) throw new Error('no hour is free');
    const hour = { choice: 'appointment', callId: again.callId, ...slot } as const;
    const { booking } = unwrap(await booth.call('call.instead', hour));
    expect(booking).toMatchObject({ boothId: 'call-7', serviceId: 'tax-clearance', state: 'booked', ...slot });
    expect(unwrap(await booth.call('slots.get', { days: 2 })).slots).not.toContainEqual(slot);
    expect(await booth.call('call.instead', hour)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('tells why somebody rests, and for how long notes may be finished', async () => {
    const { booth, owner, callId } = await talk('call-8');
    unwrap(await booth.call('call.hangup', { callId }));
    const wrapping = await owner.next<{ presence: string; wrapUpUntil?: string }>(
      'presence.changed',
      (one) => one.presence === 'wrap-up',
    );
    expect(Date.parse(wrapping.wrapUpUntil ?? '')).toBeGreaterThan(rig().clock.nowMs());
    unwrap(await owner.call('wrapup.end'));
    unwrap(await owner.call('presence.set', { presence: 'break', reason: 'meal' }));
    await owner.next('presence.changed', (one) => one.presence === 'break' && one.reason === 'meal');
    expect(unwrap(await owner.call('presence.set', { presence: 'at-counter' }))).toEqual({ presence: 'at-counter' });
    expect(unwrap(await owner.call('presence.set', { presence: 'available' }))).toEqual({ presence: 'available' });
    expect(unwrap(await owner.call('presence.set', { presence: 'offline' }))).toEqual({ presence: 'offline' });
    const [row] = await rig().hub.db.select().from(schema.agentDuty).where(eq(schema.agentDuty.agentId, owner.id));
    expect(row).toMatchObject({ wish: 'offline' });
  });
}
