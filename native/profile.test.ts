import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceProfile } from '../contracts/device/profile.ts';
import { unwrap } from '../contracts/result.ts';
import { loadProfile } from './profile.ts';

const profilesDir = fileURLToPath(new URL('../resources/profiles', import.meta.url));
const env = {
  LOCKER_PORT: '/dev/a',
  PRINTER_PORT: '/dev/b',
  SCANNER_PORT: '/dev/c',
  DOOR_PORT: '/dev/d',
  ID_READER_PORT: '/dev/e',
  UPS_PORT: '/dev/f',
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xiaowu-profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function loadText(text: string) {
  const nameOrPath = join(folder, 'some.json');
  await writeFile(nameOrPath, text);
  return loadProfile({ nameOrPath, profilesDir, env });
}

describe('the demo profile', () => {
  it('is valid, with its ports from the environment', async () => {
    const profile = unwrap(await loadProfile({ nameOrPath: 'demo', profilesDir, env }));
    expect(profile.devices.map((device) => device.line.port)).toEqual(Object.values(env));
  });

  it('names each variable that is missing', async () => {
    const result = await loadProfile({ nameOrPath: 'demo', profilesDir, env: { LOCKER_PORT: '/dev/a' } });
    expect(result).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    if (!result.ok)
      expect(result.error.detail).toMatch(/PRINTER_PORT.*SCANNER_PORT.*DOOR_PORT.*ID_READER_PORT.*UPS_PORT/);
  });

  it('refuses two devices on one port', async () => {
    const result = await loadProfile({ nameOrPath: 'demo', profilesDir, env: { ...env, DOOR_PORT: '/dev/a' } });
    expect(result).toMatchObject({ ok: false, error: { detail: expect.stringContaining('both on /dev/a') } });
  });
});

describe('the example profiles', () => {
  const drivers = deviceProfile.options.map((option) => option.shape.driver.value);

  it.each(drivers)('show a %s', async (driver) => {
    const profile = unwrap(await loadProfile({ nameOrPath: `example-${driver}`, profilesDir, env: {} }));
    expect(profile.devices).toMatchObject([{ driver }]);
  });
});

describe('an unfit profile', () => {
  it('is not found', async () => {
    expect(await loadProfile({ nameOrPath: 'nowhere', profilesDir, env })).toMatchObject({
      error: { code: 'not_found' },
    });
  });

  it('is no JSON', async () => {
    expect(await loadText('{')).toMatchObject({ error: { detail: expect.stringContaining('no JSON') } });
  });

  it('names the field', async () => {
    const result = await loadText(JSON.stringify({ name: 'x', devices: [{ driver: 'toaster' }] }));
    expect(result).toMatchObject({ error: { detail: expect.stringContaining('devices[0].driver') } });
  });
});
