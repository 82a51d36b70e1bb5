import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../contracts/domain/people.ts';
import { unwrap } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { testVault } from '../keeping/testing.ts';
import { type Database, openDatabase } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { createStore, type Outcome, type Store } from '../store/work.ts';
import { finishFollowUp, followUpsFor, owedFollowUps, takeFollowUp } from './follow-ups.ts';
import { noteVisit } from './notes.ts';
import { aPerson } from './testing.ts';

let database: Database;
let store: Store;
const clock = new VirtualClock();
const outcomes: Outcome[] = [];

beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', folder: 'memory' }, () => undefined);
  store = createStore(database.db, clock, testVault(clock), (outcome) => outcomes.push(outcome));
});
afterAll(() => database.close());

const tax = aPerson('tax', 'available').agent;
const otherTax = aPerson('tax', 'available').agent;
const market = aPerson('market', 'available').agent;
const supervisor: Agent = { ...aPerson('market', 'offline').agent, role: 'supervisor' };

let count = 0;
async function owe(dueInMs: number, departmentId = 'tax'): Promise<string> {
  const id = v7();
  count += 1;
  const at = (plusMs: number) => new Date(clock.nowMs() + plusMs).toISOString();
  await database.db.insert(schema.followUps).values({
    id,
    number: `F${count}`,
    kind: 'call-back',
    departmentId,
    visitId: v7(),
    callId: v7(),
    boothId: 'booth-1',
    phone: '13800000000',
    text: '',
    createdAt: at(0),
    dueAt: at(dueInMs),
    state: 'open',
  });
  return id;
}

const take = (id: string, agent: Agent) => store.write((work) => takeFollowUp(work, id, agent));
const finish = (id: string, agent: Agent) => store.write((work) => finishFollowUp(work, id, agent, 'reached'));
const audits = (action: 'follow-up.done' | 'call.noted') =>
  database.db.select().from(schema.audit).where(eq(schema.audit.action, action));

describe('a follow-up', () => {
  it('has one owner, however many reach for it at once', async () => {
    const id = await owe(1000);
    const answers = await Promise.all([take(id, tax), take(id, otherTax), take(id, tax)]);
    expect(answers.map((one) => (one.ok ? one.value.agentId : one.error.code))).toEqual([
      tax.id,
      'wrong_state',
      tax.id,
    ]);
    expect(await finish(id, otherTax)).toMatchObject({ error: { code: 'forbidden' } });
    expect(unwrap(await finish(id, tax))).toMatchObject({ state: 'done', outcome: 'reached', agentId: tax.id });
    for (const again of [await finish(id, tax), await take(id, tax)]) {
      expect(again).toMatchObject({ error: { code: 'wrong_state' } });
    }
  });

  it('is for its department, and for supervisors also when somebody has it', async () => {
    const id = await owe(1000);
    expect(await take(id, market)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await take(id, { ...tax, role: 'technician' })).toMatchObject({ error: { code: 'forbidden' } });
    unwrap(await take(id, tax));
    expect(unwrap(await take(id, supervisor))).toMatchObject({ agentId: supervisor.id });
    expect(await finish(id, tax)).toMatchObject({ error: { code: 'forbidden' } });
    expect(await take(v7(), tax)).toMatchObject({ error: { code: 'not_found' } });
  });

  it('is shown to those who may take it', async () => {
    await database.db.delete(schema.followUps);
    for (const departmentId of ['tax', 'any', 'market']) await owe(1000, departmentId);
    const shownTo = async (agent: Agent) => (await followUpsFor(store, agent)).map((one) => one.departmentId);
    expect(await shownTo(tax)).toEqual(['tax', 'any']);
    expect(await shownTo(market)).toEqual(['any', 'market']);
    expect(await shownTo(supervisor)).toEqual(['tax', 'any', 'market']);
    const [first] = await followUpsFor(store, market);
    expect(unwrap(await take(first?.id ?? '', market))).toMatchObject({ state: 'taken', departmentId: 'any' });
  });

  it('is owed until it is done, the first due first, and the record says whether that was in time', async () => {
    await database.db.delete(schema.followUps);
    await database.db.delete(schema.audit);
    const late = await owe(1000);
    const later = await owe(2000);
    const soon = await owe(500);
    unwrap(await take(soon, tax));
    unwrap(await take(late, tax));
    expect((await owedFollowUps(database.db)).map((one) => one.dueAtMs - clock.nowMs())).toEqual([500, 1000, 2000]);
    unwrap(await finish(soon, tax));
    await clock.advance(1001);
    unwrap(await finish(late, tax));
    expect(await owedFollowUps(database.db)).toHaveLength(1);
    expect((await audits('follow-up.done')).map((one) => one.detail)).toEqual(['in time', 'overdue']);
    unwrap(await take(later, tax));
    unwrap(await finish(later, tax));
  });
});

describe('a note of a visit', () => {
  const visitId = v7();
  const note = (agent: Agent, said: { visitId?: string; outcome?: 'done'; note: string }) =>
    store.write((work) => noteVisit(work, agent, { visitId, ...said }));

  beforeAll(async () => {
    const at = new Date(clock.nowMs()).toISOString();
    await database.db.insert(schema.visits).values({
      id: visitId,
      number: 'V20260101-0001',
      boothId: 'booth-1',
      entry: 'touch',
      state: 'ended',
      language: 'zh-CN',
      consentAt: at,
      startedAt: at,
    });
    await database.db.insert(schema.visitAgents).values({ visitId, agentId: tax.id, joinedAt: at });
  });

  it('stands in the timeline, is told, and is in the audit log without its words', async () => {
    outcomes.length = 0;
    unwrap(await note(tax, { outcome: 'done', note: ' 已告知王女士 ' }));
    const fact = { type: 'call.noted', agentId: tax.id, outcome: 'done', note: '已告知王女士' };
    expect(outcomes.flatMap((one) => one.entries)).toMatchObject([{ visitId, source: 'agent', fact }]);
    expect((await audits('call.noted')).map((one) => one.detail)).toEqual(['done, with a note']);
  });

  it('comes from who was there, of a visit that there is, and says something', async () => {
    expect(await note(market, { note: 'x' })).toMatchObject({ error: { code: 'forbidden' } });
    expect(await note(tax, { visitId: v7(), note: 'x' })).toMatchObject({ error: { code: 'not_found' } });
    expect(await note(tax, { note: '  ' })).toMatchObject({ error: { code: 'invalid_input' } });
  });
});
