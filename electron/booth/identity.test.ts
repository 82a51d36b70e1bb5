import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BOOTH_TOKEN_AUDIENCE, CHECKIN_TOKEN_AUDIENCE } from '../../contracts/hub/login.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { openIdentity } from './identity.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'booth-identity-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test('the key is made once, is readable by its owner only, and signs tokens that the hub can prove', async () => {
  const clock = new VirtualClock();
  const identity = openIdentity(dataDir, 'demo-booth-01', clock);
  expect(statSync(path.join(dataDir, 'identity.json')).mode & 0o777).toBe(0o600);
  expect(openIdentity(dataDir, 'demo-booth-01', clock).publicKeyJwk).toEqual(identity.publicKeyJwk);
  expect(identity.publicKeyJwk).not.toHaveProperty('d');

  const key = await importJWK(identity.publicKeyJwk, 'EdDSA');
  const currentDate = new Date(clock.nowMs());
  const hub = await jwtVerify(identity.hubToken(), key, { audience: BOOTH_TOKEN_AUDIENCE, currentDate });
  expect(hub.payload).toMatchObject({ iss: 'demo-booth-01', exp: clock.nowMs() / 1000 + 60 });
  const { token, validUntil } = identity.checkinToken();
  const checkin = await jwtVerify(token, key, { audience: CHECKIN_TOKEN_AUDIENCE, currentDate });
  expect(new Date((checkin.payload.exp as number) * 1000).toISOString()).toBe(validUntil);
  expect(identity.checkinToken().token).not.toBe(token);
});

test('a damaged identity is an error, never replaced', () => {
  openIdentity(dataDir, 'demo-booth-01', new VirtualClock());
  writeFileSync(path.join(dataDir, 'identity.json'), '{"key":{}}');
  expect(() => openIdentity(dataDir, 'demo-booth-01', new VirtualClock())).toThrow(/no booth identity/);
});
