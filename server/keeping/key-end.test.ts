import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { instantOf, VirtualClock } from '../../contracts/time.ts';
import { type Database, openDatabase } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { createStore, type Store } from '../store/work.ts';
import { endKeys } from './key-end.ts';
import { READING, VISIT_MAILING } from './places.ts';
import type { RetentionPolicy } from './policy.ts';
import { testVault } from './testing.ts';

const DAY_MS = 86_400_000;
const MAILING = { recipient: '张三', phone: '13800000000', address: '演示路一号' };
const policy: RetentionPolicy = {
  version: 'test',
  days: { unused: 3, refused: 3, closed: 7, follow: 9, default: 100, kinds: {} },
};
const clock = new VirtualClock(Date.parse('2026-01-01T00:00:00Z'));
let database: Database;
let store: Store;

beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', folder: 'memory' }, () => undefined);
  store = createStore(database.db, clock, testVault(clock), () => undefined);
});
afterAll(() => database.close());

/** A visit in which an address was given; it ended now, unless `runs`. */
async function visited(runs = false): Promise<string> {
  const id = v7();
  const at = instantOf(clock);
  await store.write(async (work) => {
    const told = await VISIT_MAILING.keep(work, id, id, { mailing: MAILING });
    await work.tx.insert(schema.visits).values({
      ...{ id, number: `V${id}`, boothId: id, entry: 'touch', state: runs ? 'inside' : 'ended', language: 'zh-CN' },
      ...{ consentAt: at, startedAt: at, endedAt: runs ? null : at, ...told },
    });
  });
  return id;
}

const later = async (days: number) => {
  await clock.advance(days * DAY_MS + 1);
  return endKeys({ store, policy, clock }, 2);
};
const keyOf = async (visitId: string) =>
  (await database.db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, visitId)))[0];
const mailingOf = async (visitId: string) => {
  const [row] = await database.db.select().from(schema.visits).where(eq(schema.visits.id, visitId));
  if (!row) throw new Error('no such visit');
  return VISIT_MAILING.open(await store.vault.sealOf(database.db, visitId), row).mailing;
};

it('ends the keys of visits that are long over, whether or not their visit is known, and no other', async () => {
  const [over, running, unknown, fileId] = [await visited(), await visited(true), v7(), v7()];
  await store.write((work) => READING.keep(work, unknown, fileId, { fields: [], text: '张三' }));
  expect(await later(2)).toBe(0);
  expect(await mailingOf(over)).toEqual(MAILING);
  expect(await later(1)).toBe(2);
  expect(await keyOf(over)).toMatchObject({ wrapped: null, destroyedAt: instantOf(clock) });
  expect(await keyOf(unknown)).toMatchObject({ wrapped: null });
  expect(await mailingOf(over)).toBeNull();
  expect(await mailingOf(running)).toEqual(MAILING);
  expect(await later(0)).toBe(0);
});

it('keeps a key while somebody is owed an answer, and for as long as a document of the visit is kept', async () => {
  const [owed, filed] = [await visited(), await visited()];
  const at = instantOf(clock);
  await database.db.insert(schema.followUps).values({
    ...{
      id: v7(),
      number: 'F1',
      kind: 'call-back',
      departmentId: 'tax',
      visitId: owed,
      boothId: 'b',
      phone: '',
      text: '',
    },
    ...{ createdAt: at, dueAt: at, state: 'taken' },
  });
  await database.db.insert(schema.files).values({
    ...{
      id: v7(),
      visitId: filed,
      source: 'hub',
      mimeType: 'application/pdf',
      sizeBytes: 1,
      sha256: '',
      createdAt: at,
    },
    ...{ bytes: new Uint8Array(1), sealed: true, keepUntil: new Date(clock.nowMs() + 20 * DAY_MS).toISOString() },
  });
  expect(await later(10)).toBe(0);
  await database.db.update(schema.followUps).set({ state: 'done' });
  expect(await later(5)).toBe(1);
  expect([await mailingOf(owed), await mailingOf(filed)]).toEqual([null, MAILING]);
  await database.db.update(schema.files).set({ bytes: null, expiredAt: at, keepUntil: null });
  expect(await later(6)).toBe(1);
  expect(await mailingOf(filed)).toBeNull();
});
