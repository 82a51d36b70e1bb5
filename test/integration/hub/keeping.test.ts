import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AGENT_FILE_PATH, API_PREFIX, BOOTH_FILE_PATH } from '../../../contracts/hub/http.ts';
import { unwrap } from '../../../contracts/result.ts';
import { loadMasterKeys } from '../../../server/keeping/master-keys.ts';
import { UPKEEP_INTERVAL_MS } from '../../../server/keeping/upkeep.ts';
import * as schema from '../../../server/store/schema.ts';
import { type Rig, type RigOptions, startRig, type TestAgent, type TestBooth } from './rig.ts';

const TIMEOUT_MS = 120_000;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** A JPEG by its first bytes, with a sentence that would be found if it lay open. */
const SECRET = '张三的身份证 110105194912310021';
const PICTURE = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(SECRET)]);

describe('documents at rest', () => {
  let dataDir: string;
  let rig: Rig;
  let booth: TestBooth;
  let tax: TestAgent;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'xiaowu-keeping-'));
    await open();
  }, TIMEOUT_MS);
  afterEach(async () => {
    await rig.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function open(config?: RigOptions['config']): Promise<void> {
    rig = await startRig({ database: { kind: 'embedded', folder: join(dataDir, 'database') }, dataDir, config });
    booth = await rig.booth();
    tax = await rig.agent('demo-tax-1');
  }

  async function again(config?: RigOptions['config']): Promise<void> {
    await rig.close();
    await open(config);
  }

  /** A visit in a call with the tax office. */
  async function talk(): Promise<string> {
    await tax.available();
    const visit = await booth.begin({ serviceId: 'tax-clearance' });
    unwrap(await booth.call('call.request', { visitId: visit.id }));
    await tax.accept();
    return visit.id;
  }

  async function still(visitId: string): Promise<string> {
    const fileId = v7();
    const response = await fetch(
      `${rig.hub.url}${API_PREFIX}/booth/visits/${visitId}/files/${fileId}?widthPx=4000&heightPx=3000`,
      {
        method: 'PUT',
        headers: { authorization: `Bearer ${await rig.boothToken()}`, 'content-type': 'image/jpeg' },
        body: PICTURE,
      },
    );
    expect(response.status).toBe(200);
    return fileId;
  }

  async function look(fileId: string, agent: TestAgent): Promise<Response> {
    return fetch(`${rig.hub.url}${API_PREFIX}${AGENT_FILE_PATH.replace(':fileId', fileId)}`, {
      headers: { authorization: `Bearer ${agent.token}` },
    });
  }
  async function lookOfBooth(visitId: string, fileId: string): Promise<Response> {
    const path = BOOTH_FILE_PATH.replace(':visitId', visitId).replace(':fileId', fileId);
    return fetch(`${rig.hub.url}${API_PREFIX}${path}`, {
      headers: { authorization: `Bearer ${await rig.boothToken()}` },
    });
  }
  const codeOf = async (response: Response) => ((await response.json()) as { error: { code: string } }).error.code;
  const rowOf = async (fileId: string) =>
    (await rig.hub.db.select().from(schema.files).where(eq(schema.files.id, fileId)))[0];
  const placeOf = (fileId: string) => join(dataDir, 'documents', fileId);

  it(
    'lie sealed in the database, open to the parties, and each look is on record',
    async () => {
      const visitId = await talk();
      const fileId = await still(visitId);
      const row = await rowOf(fileId);
      expect(row).toMatchObject({ sealed: true, sizeBytes: PICTURE.length });
      const lies = await readFile(placeOf(fileId));
      expect(lies.length).toBeGreaterThan(PICTURE.length);
      expect(lies.includes(Buffer.from(SECRET))).toBe(false);
      expect(Buffer.from(await (await look(fileId, tax)).arrayBuffer())).toEqual(PICTURE);
      const stranger = await rig.agent('demo-fund-1');
      expect(await codeOf(await look(fileId, stranger))).toBe('forbidden');
      const looks = await rig.hub.db.select().from(schema.audit).where(eq(schema.audit.action, 'file.read'));
      expect(looks.map(({ actorId, subject, disposition }) => [actorId, subject, disposition])).toEqual([
        [tax.id, fileId, 'success'],
        [stranger.id, fileId, 'failure'],
      ]);
      expect((await stat(join(dataDir, 'file-keys'))).mode & 0o777).toBe(0o600);
    },
    TIMEOUT_MS,
  );

  it(
    'open to the booth of the visit for as long as the citizen is there',
    async () => {
      const visitId = await talk();
      const fileId = await still(visitId);
      expect(Buffer.from(await (await lookOfBooth(visitId, fileId)).arrayBuffer())).toEqual(PICTURE);
      expect(await codeOf(await lookOfBooth(visitId, v7()))).toBe('not_found');
      unwrap(await booth.call('visit.end', { visitId, end: 'completed' }));
      expect(await codeOf(await lookOfBooth(visitId, fileId))).toBe('forbidden');
      const looks = await rig.hub.db.select().from(schema.audit).where(eq(schema.audit.action, 'file.read'));
      expect(looks.map(({ actorKind, disposition }) => `${actorKind} ${disposition}`)).toEqual([
        'booth success',
        'booth failure',
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'do not open when they were altered or laid under another name',
    async () => {
      const visitId = await talk();
      const [first, second] = [await still(visitId), await still(visitId)];
      await copyFile(placeOf(first), placeOf(second));
      expect(await codeOf(await look(second, tax))).toBe('file_damaged');
      expect((await look(first, tax)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    'end with what was read from them when their time is over, and the key of the visit with the last',
    async () => {
      const visitId = await talk();
      const fileId = await still(visitId);
      const field = { id: 'name', value: SECRET, confidence: 0.9, rule: 'none', confirmed: false } as const;
      await booth.tell(visitId, {
        type: 'paper.read',
        reading: { fileId, kind: 'other', fields: [field], text: SECRET, durationMs: 1 },
      });
      unwrap(await tax.call('paper.confirm', { visitId, fileId, fields: [{ id: 'name', value: SECRET }] }));
      unwrap(await booth.call('visit.end', { visitId, end: 'completed' }));
      await rig.clock.advance(29 * DAY_MS);
      expect((await rowOf(fileId))?.bytes).not.toBeNull();
      await rig.clock.advance(DAY_MS + UPKEEP_INTERVAL_MS);
      await expect.poll(async () => (await rowOf(fileId))?.bytes).toBeNull();
      await expect.poll(() => readdir(join(dataDir, 'documents'))).toEqual([]);
      const agent = await rig.agent('demo-tax-1');
      expect(await codeOf(await look(fileId, agent))).toBe('file_expired');
      const { db } = rig.hub;
      const kept = [
        await db.select().from(schema.readings),
        await db.select().from(schema.timeline).where(eq(schema.timeline.visitId, visitId)),
      ];
      expect(JSON.stringify(kept)).not.toContain(SECRET);
      const [key] = await db.select().from(schema.visitKeys);
      expect(key).toMatchObject({ visitId, wrapped: null });
      const audit = (await db.select().from(schema.audit)).map(({ action, subject }) => `${action} ${subject ?? ''}`);
      expect(audit).toEqual(expect.arrayContaining([`file.expired ${fileId}`, 'visit-key.destroyed ']));
    },
    TIMEOUT_MS,
  );

  it(
    'change to a new master key when the hub starts with it, and open without the old one from then on',
    async () => {
      const visitId = await talk();
      const fileId = await still(visitId);
      const [old] = await rig.hub.db.select().from(schema.visitKeys);
      const own = await masterKeyOf(dataDir);
      const fresh = { id: 'fresh', key: new Uint8Array(randomBytes(32)) };
      await rig.close();
      await expect(open({ masterKeys: [fresh] })).rejects.toThrow(/not in HUB_FILE_KEYS/);
      await open({ masterKeys: [fresh, own] });
      const [row] = await rig.hub.db.select().from(schema.visitKeys);
      expect(row).toMatchObject({ visitId, masterKeyId: 'fresh' });
      expect(row?.wrapped).not.toEqual(old?.wrapped);
      await again({ masterKeys: [fresh] });
      expect((await look(fileId, tax)).status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    'are sealed at the start when they were stored before there were keys',
    async () => {
      const visitId = await talk();
      const fileId = await still(visitId);
      const before = { bytes: new Uint8Array(PICTURE), sealed: false };
      await rig.hub.db.update(schema.files).set(before).where(eq(schema.files.id, fileId));
      await again();
      const row = await rowOf(fileId);
      expect(row?.sealed).toBe(true);
      expect(row?.bytes).toHaveLength(0);
      expect((await readFile(placeOf(fileId))).includes(Buffer.from(SECRET))).toBe(false);
      expect((await look(fileId, tax)).status).toBe(200);
    },
    TIMEOUT_MS,
  );
});

async function masterKeyOf(dataDir: string): Promise<{ id: string; key: Uint8Array }> {
  const [key] = await loadMasterKeys(dataDir, undefined);
  if (!key) throw new Error('no master key');
  return key;
}
