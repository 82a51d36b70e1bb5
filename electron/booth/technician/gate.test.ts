import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { hash } from '@node-rs/argon2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TechnicianKey } from '../../../contracts/technician/mode.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { openGate } from './gate.ts';
import { totpCode, totpStep } from './totp.ts';

const PIN = '482913';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
let dataDir: string;
let clock: VirtualClock;
let key: TechnicianKey;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'xiaowu-gate-'));
  clock = new VirtualClock();
  // The cheapest hash there is: its cost is no matter here.
  const pinHash = await hash(PIN, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  key = { technicianId: 't-1', displayName: '演示技术员', pinHash, totpSecret: SECRET };
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const open = (refusals: number[] = []) =>
  openGate(
    dataDir,
    clock,
    () => undefined,
    (failures) => refusals.push(failures),
  );
const codeNow = () => totpCode(SECRET, totpStep(clock.nowMs()));
const wrong = () => (codeNow() === '000000' ? '111111' : '000000');

test('PIN and code together open, each alone does not', async () => {
  const gate = open();
  gate.learn([key]);
  expect(await gate.unlock({ pin: '000000', code: codeNow() })).toMatchObject({ error: { code: 'wrong_credentials' } });
  expect(await gate.unlock({ pin: PIN, code: wrong() })).toMatchObject({ error: { code: 'wrong_credentials' } });
  expect(await gate.unlock({ pin: PIN, code: codeNow() })).toEqual({
    ok: true,
    value: { technicianId: 't-1', displayName: '演示技术员', from: 'booth' },
  });
});

test('a code serves once, also after a restart', async () => {
  const gate = open();
  gate.learn([key]);
  const code = codeNow();
  expect((await gate.unlock({ pin: PIN, code })).ok).toBe(true);
  expect((await gate.unlock({ pin: PIN, code })).ok).toBe(false);
  expect((await open().unlock({ pin: PIN, code })).ok).toBe(false);
});

test('knows its technicians without the hub, in a file that only the booth reads', async () => {
  open().learn([key]);
  expect((await open().unlock({ pin: PIN, code: codeNow() })).ok).toBe(true);
  expect(statSync(path.join(dataDir, 'technicians.json')).mode & 0o777).toBe(0o600);
  open().learn([]);
  await clock.advance(60_000);
  expect(await open().unlock({ pin: PIN, code: codeNow() })).toMatchObject({ error: { code: 'not_found' } });
});

test('wrong tries slow down, over a restart too, and the right one ends it', async () => {
  const refusals: number[] = [];
  let gate = open(refusals);
  gate.learn([key]);
  for (let tried = 0; tried < 3; tried++) await gate.unlock({ pin: PIN, code: wrong() });
  expect(await gate.unlock({ pin: PIN, code: codeNow() })).toMatchObject({
    error: { code: 'rate_limited', detail: '2' },
  });
  gate = open(refusals);
  expect(await gate.unlock({ pin: PIN, code: codeNow() })).toMatchObject({ error: { code: 'rate_limited' } });
  await clock.advance(2_000);
  await gate.unlock({ pin: PIN, code: wrong() });
  expect(await gate.unlock({ pin: PIN, code: codeNow() })).toMatchObject({
    error: { code: 'rate_limited', detail: '4' },
  });
  await clock.advance(4_000);
  expect((await gate.unlock({ pin: PIN, code: codeNow() })).ok).toBe(true);
  expect(refusals).toEqual([1, 2, 3, 4]);
});
