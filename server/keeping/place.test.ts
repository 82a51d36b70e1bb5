import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { type Database, openDatabase } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { SealBroken } from './envelope.ts';
import { CASE_FORM, CASE_NOTE, PAPER_REASON, READING } from './places.ts';
import { testVault } from './testing.ts';

const clock = new VirtualClock();
const vault = testVault(clock);
const SAID = { fields: [], text: '张三 110105194912310021' };
let database: Database;

beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', folder: 'memory' }, () => undefined);
});
afterAll(() => database.close());

const sealFor = (visitId: string) => vault.sealFor(database.db, visitId);

it('opens a value in its own row, column and visit only, and none that was altered', async () => {
  const { db } = database;
  const [visitId, other, fileId] = [v7(), v7(), v7()];
  const row = { fileId, ...READING.close(await sealFor(visitId), fileId, SAID) };
  const seal = await vault.sealOf(db, visitId);
  expect(row).toMatchObject({ fields: [], text: '' });
  expect(READING.open(seal, row).text).toBe(SAID.text);
  expect(() => READING.open(seal, { ...row, fileId: v7() })).toThrow(SealBroken);
  const altered = Uint8Array.from(row.sealed ?? []);
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  expect(() => READING.open(seal, { ...row, sealed: altered })).toThrow(SealBroken);
  await sealFor(other);
  const otherSeal = await vault.sealOf(db, other);
  expect(() => READING.open(otherSeal, row)).toThrow(SealBroken);
  const caseId = v7();
  const { sealedNote } = CASE_NOTE.close(await sealFor(visitId), caseId, { note: '桂花' });
  expect(() => CASE_FORM.open(seal, { id: caseId, form: {}, sealedForm: sealedNote })).toThrow(SealBroken);
});

it('gives blanks when the key is gone, and seals with another what is said later', async () => {
  const { db } = database;
  const [visitId, fileId] = [v7(), v7()];
  const row = { fileId, ...READING.close(await sealFor(visitId), fileId, SAID) };
  await vault.destroyKey(db, visitId);
  expect(READING.open(await vault.sealOf(db, visitId), row)).toBe(row);
  const [ended] = await db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, visitId));
  expect(ended).toMatchObject({ wrapped: null });
  const later = { fileId, ...READING.close(await sealFor(visitId), fileId, SAID) };
  const seal = await vault.sealOf(db, visitId);
  expect(READING.open(seal, later).text).toBe(SAID.text);
  expect(() => READING.open(seal, row)).toThrow(SealBroken);
});

it('makes no key where nothing is said', async () => {
  const { db } = database;
  const visitId = v7();
  expect(await PAPER_REASON.keep({ db, vault }, visitId, v7(), { reason: null })).toEqual({
    reason: null,
    sealed: null,
  });
  expect(await db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, visitId))).toEqual([]);
});
