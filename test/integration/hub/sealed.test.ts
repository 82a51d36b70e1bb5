import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, getTableName, type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { formCalls } from '../../../contracts/hub/form.ts';
import { PHONE_ROUTES } from '../../../contracts/hub/http.ts';
import { phoneHttp } from '../../../contracts/hub/phone.ts';
import { unwrap } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { PROJECT_DIRS } from '../../../server/config.ts';
import { loadMasterKeys, type MasterKeys } from '../../../server/keeping/master-keys.ts';
import type { SealedPlace } from '../../../server/keeping/place.ts';
import { PLACES } from '../../../server/keeping/places.ts';
import { UPKEEP_INTERVAL_MS } from '../../../server/keeping/upkeep.ts';
import { createVault, type VisitSeal } from '../../../server/keeping/vault.ts';
import type { DatabasePlace, Db } from '../../../server/store/database.ts';
import * as schema from '../../../server/store/schema.ts';
import { SocketParty } from '../form/socket-party.ts';
import { missingPostgres, openTestDatabase } from './postgres.ts';
import { type Rig, startRig } from './rig.ts';
import { ALL_SAID, FORM, MAILING, READ, type SaidVisit, sayEverything, WORDS } from './sealed-visit.ts';

const TIMEOUT_MS = 240_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Every row of every table, or of one, as a dump of the database shows it. */
async function dumpOf(db: Db, only?: string): Promise<string> {
  const read = async (query: SQL) => ((await db.execute(query)) as { rows?: unknown[] }).rows ?? [];
  const tables = await read(sql`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  const parts: string[] = [];
  for (const { name } of tables as { name: string }[]) {
    if (only !== undefined && name !== only) continue;
    const rows = await read(sql`select t::text as said from ${sql.identifier(name)} t`);
    for (const { said } of rows as { said: string }[]) parts.push(`${name} ${said}`);
  }
  return parts.join('\n');
}

/** Ways in which a word can stand in a dump: as it is, as bytes, and as base64 from each of three beginnings. */
function spellings(word: string): string[] {
  const bytes = Buffer.from(word);
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    // The characters at both ends depend on the neighbours.
    return text.slice(before === 0 ? 0 : 4, -4);
  });
  return [word, bytes.toString('hex'), ...base64];
}

const found = (dump: string, words: readonly string[] = ALL_SAID) =>
  words.filter((word) => spellings(word).some((one) => dump.includes(one)));

/** What is found in the files of a folder, byte by byte. */
async function lyingIn(folder: string): Promise<string[]> {
  const words = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const word of ALL_SAID) if (bytes.includes(word)) words.add(word);
  }
  return [...words];
}

type OnePlace = SealedPlace & { open(seal: VisitSeal, row: Record<string, unknown>): Record<string, unknown> };

/** Writes a place as it stood before there were seals. */
async function unseal(db: Db, masterKeys: MasterKeys, place: OnePlace): Promise<void> {
  const vault = createVault(masterKeys, new VirtualClock(Date.now()));
  const { table, columns, sealedName, ownedBy } = place;
  const cases = await db.select().from(schema.cases);
  for (const row of await db.select().from(table)) {
    const owner = place.ownerOf(row);
    const visitId = ownedBy === 'visit' ? owner : (cases.find(({ id }) => id === owner)?.visitId ?? '');
    const clear = place.open(await vault.sealOf(db, visitId), row);
    await db
      .update(table)
      .set({ ...clear, [sealedName]: null })
      .where(eq(columns.id, place.idOf(row)));
  }
}

function sealedSuite(openPlace: (folder: string) => Promise<{ place: DatabasePlace; close(): Promise<void> }>): void {
  let dataDir: string;
  let database: Awaited<ReturnType<typeof openPlace>>;
  let rig: Rig;
  let said: SaidVisit;
  let before: string;

  const start = async (masterKeys?: MasterKeys, retentionFile?: string) => {
    rig = await startRig({
      database: database.place,
      dataDir,
      config: { ...(masterKeys && { masterKeys }), ...(retentionFile && { retentionFile }) },
    });
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-sealed-'));
    database = await openPlace(dataDir);
    await start();
    before = await dumpOf(rig.hub.db);
    said = await sayEverything(rig);
  }, TIMEOUT_MS);

  afterAll(async () => {
    await rig?.close();
    await database?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** All that booth, phone and desk see of the visit, and its form. */
  async function seen() {
    const booth = await rig.booth();
    const { visit: atBooth } = await booth.hello(said.visitId);
    const tax = await rig.agent('demo-tax-1');
    const { call } = unwrap(await tax.call('hello'));
    const onPhone = unwrap((await rig.http(PHONE_ROUTES.visit, phoneHttp.visit, undefined, said.phoneToken)).result);
    const party = new SocketParty(said.caseId, said.fieldIds);
    party.join(tax);
    const form = await party.until((view) => view.ready && !view.waiting);
    party.replica.close();
    const print = new Promise<unknown>((resolve) => {
      booth.orders['notice.print'] = (order: unknown) => {
        resolve(order);
        return { ok: true, value: { printedAt: new Date(rig.clock.nowMs()).toISOString() } };
      };
    });
    unwrap(await tax.ask('notice.print', { noticeId: said.noticeId }));
    return { atBooth, call, onPhone, form, printed: await print };
  }

  /** That everybody whom it concerns still has all that was said in the visit. */
  async function expectAllSeen() {
    const { atBooth, call, onPhone, form, printed } = await seen();
    for (const visit of [atBooth, call?.visit, onPhone]) {
      expect(visit?.mailing).toEqual(MAILING);
      expect(visit?.parcels[0]?.mailing).toEqual(MAILING);
      expect(visit?.receipt?.parcels[0]?.recipient).toBe(MAILING.recipient);
      const [reading] = visit?.readings ?? [];
      expect(reading?.text).toBe(READ.text);
      expect(reading?.fields.map(({ value }) => value)).toEqual([READ.corrected, READ.idNumber, READ.card]);
      const [kase] = visit?.cases ?? [];
      expect(kase?.form).toMatchObject(FORM);
      expect(kase?.note).toBe(WORDS.note);
      expect(kase?.papers.find(({ state }) => state === 'refused')?.reason).toBe(WORDS.refusal);
      expect(kase?.notices?.[0]?.items.map(({ remark }) => remark)).toContain(WORDS.refusal);
    }
    expect(form.texts).toMatchObject({ ...FORM, 'legal-representative': WORDS.draft });
    expect(form.fields['id-number']?.doubt?.reason).toBe(WORDS.doubt);
    expect(form.fields['company-name']?.proposals.map(({ value }) => value)).toEqual([WORDS.proposal]);
    const timeline = JSON.stringify(call?.timeline);
    for (const word of [...Object.values(READ), ...Object.values(MAILING), WORDS.wrapUp])
      expect(timeline).toContain(word);
    expect(JSON.stringify(printed)).toContain(WORDS.refusal);
  }

  it('shows nobody in a dump of it, while all who are party see everything', { timeout: TIMEOUT_MS }, async () => {
    expect(found(before)).toEqual([]);
    expect(found(await dumpOf(rig.hub.db))).toEqual([]);
    await expectAllSeen();
    await rig.close();
    await start();
    await expectAllSeen();
    expect(found(await dumpOf(rig.hub.db))).toEqual([]);
  });

  it('shows them where a single place stands in clear, until a start seals it', { timeout: TIMEOUT_MS }, async () => {
    const own = await loadMasterKeys(dataDir, undefined);
    for (const place of PLACES as readonly OnePlace[]) {
      const table = getTableName(place.table);
      const had = found(await dumpOf(rig.hub.db, table)).length;
      await unseal(rig.hub.db, own, place);
      const has = found(await dumpOf(rig.hub.db, table)).length;
      expect(has, `${table}.${place.sealedName} holds something`).toBeGreaterThan(had);
    }
    expect(found(await dumpOf(rig.hub.db))).toEqual(ALL_SAID);
    // What stands in clear is read as well, until then.
    await expectAllSeen();
    await rig.close();
    await start();
    expect(found(await dumpOf(rig.hub.db))).toEqual([]);
    await expectAllSeen();
    await rig.close();
    // Nor is any of it left in the pages of the tables, as far as they can be seen here.
    if (database.place.kind === 'embedded') expect(await lyingIn(join(dataDir, 'database', 'base'))).toEqual([]);
    await start();
  });

  it('opens after the master key was changed, and without the old one', { timeout: TIMEOUT_MS }, async () => {
    const own = await loadMasterKeys(dataDir, undefined);
    const fresh = { id: 'fresh', key: new Uint8Array(randomBytes(32)) };
    await rig.close();
    await start([fresh, ...own]);
    await rig.close();
    await start([fresh]);
    await expectAllSeen();
    await rig.close();
    await start([...own, fresh]);
    await expectAllSeen();
  });

  it('is empty without the key of the visit, and says so of nothing else', { timeout: TIMEOUT_MS }, async () => {
    const { db } = rig.hub;
    const [key] = await db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, said.visitId));
    const gone = { wrapped: null, destroyedAt: new Date().toISOString() };
    await db.update(schema.visitKeys).set(gone).where(eq(schema.visitKeys.visitId, said.visitId));
    const booth = await rig.booth();
    const { visit } = await booth.hello(said.visitId);
    expect(visit).toMatchObject({ id: said.visitId, cases: [{ id: said.caseId, form: {}, note: '' }] });
    expect(visit?.mailing).toBeUndefined();
    expect(visit?.readings).toMatchObject([{ fileId: said.fileId, fields: [], text: '' }]);
    expect(found(JSON.stringify(visit))).toEqual([]);
    await db
      .update(schema.visitKeys)
      .set({ wrapped: key?.wrapped ?? null, destroyedAt: null })
      .where(eq(schema.visitKeys.visitId, said.visitId));
    await expectAllSeen();
  });

  it('ends with the record of the visit, and leaves its blanks', { timeout: TIMEOUT_MS }, async () => {
    const policy = JSON.parse(await readFile(PROJECT_DIRS.retentionFile, 'utf8')) as object;
    const days = { unused: 1, refused: 1, closed: 1, follow: 9, default: 3, kinds: {} };
    const file = join(dataDir, 'retention.json');
    await writeFile(file, JSON.stringify({ ...policy, days }));
    await rig.close();
    await start(undefined, file);
    const booth = await rig.booth();
    await booth.hello(said.visitId);
    unwrap(await booth.call('visit.end', { visitId: said.visitId, end: 'completed' }));
    const { db } = rig.hub;
    const keyOf = async () =>
      (await db.select().from(schema.visitKeys).where(eq(schema.visitKeys.visitId, said.visitId)))[0];
    // The document goes first: the case is open and its record is kept longer.
    await rig.clock.advance(2 * DAY_MS + UPKEEP_INTERVAL_MS);
    const fileOf = async () => (await db.select().from(schema.files).where(eq(schema.files.id, said.fileId)))[0];
    await expect.poll(async () => (await fileOf())?.expiredAt ?? null).not.toBeNull();
    const open = async () => {
      const tax = await rig.agent('demo-tax-1');
      return unwrap(await tax.ask<(typeof formCalls)['form.open']>('form.open', { caseId: said.caseId }));
    };
    expect((await open()).fields).toHaveProperty('phone');
    expect((await keyOf())?.wrapped).not.toBeNull();
    await rig.clock.advance(DAY_MS + UPKEEP_INTERVAL_MS);
    await expect.poll(async () => (await keyOf())?.wrapped ?? null).toBeNull();
    // Nothing is left that a copy of the key could open.
    for (const { table, columns } of PLACES) {
      const rows = await db.select({ id: columns.id, sealed: columns.sealed, owner: columns.owner }).from(table);
      const owners = [said.visitId, said.caseId];
      const left = rows.filter(
        ({ owner, sealed }) => owners.includes(String(owner)) && (sealed as Uint8Array | null)?.length,
      );
      expect(left, getTableName(table)).toEqual([]);
    }
    expect((await open()).fields).toEqual({});
    const tax = await rig.agent('demo-tax-1');
    const kase = unwrap(await tax.call('case.note', { caseId: said.caseId, note: '' }));
    expect(kase).toMatchObject({ form: {}, note: '' });
    expect(found(JSON.stringify(kase))).toEqual([]);
    const audit = await db.select().from(schema.audit).where(eq(schema.audit.visitId, said.visitId));
    expect(audit.map(({ action }) => action)).toContain('visit-key.destroyed');
  });
}

describe('values of a visit in the embedded database', () => {
  sealedSuite(async (folder) => ({
    place: { kind: 'embedded', folder: join(folder, 'database') },
    close: async () => undefined,
  }));
});

const missing = await missingPostgres();

if (missing) {
  describe('values of a visit on a PostgreSQL server', () => it.skip(`skipped: ${missing}`, () => undefined));
} else {
  describe('values of a visit on a PostgreSQL server', () => {
    sealedSuite(async () => {
      const { url, close } = await openTestDatabase();
      return { place: { kind: 'server', url }, close };
    });
  });
}
