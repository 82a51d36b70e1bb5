import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { XiaowuError } from '../../../contracts/errors.ts';
import { unwrap } from '../../../contracts/result.ts';
import { testDoorProfile } from '../machine/fixtures.ts';
import { openProfileChoice } from './profile-choice.ts';

let folder: string;
const fallbacks: XiaowuError[] = [];

const profile = (name: string) => ({
  name,
  screen: { widthPx: 1080, heightPx: 1920, pxPerMm: 3.5, fullscreen: false },
  cameras: { face: '', document: '' },
  devices: [testDoorProfile],
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'xiaowu-choice-'));
  fallbacks.length = 0;
  for (const name of ['street', 'hall', 'example-modbus-door']) {
    writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(profile(name)));
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = async (startedWith = 'street') =>
  unwrap(
    await openProfileChoice(
      { dataDir: path.join(folder, 'data'), profilesDir: folder, env: {}, startedWith },
      (error) => fallbacks.push(error),
    ),
  );

describe('the profile that a booth runs with', () => {
  test('is what it was started with, until a technician chooses, over restarts too', async () => {
    const choice = await open();
    expect(choice.profile.name).toBe('street');
    expect(choice.available()).toEqual(['hall', 'street']);
    unwrap(await choice.swap('hall'));
    expect((await open()).profile.name).toBe('hall');
    unwrap(await (await open()).swap('street'));
    expect((await open('hall')).profile.name).toBe('hall');
  });

  test('stays as it was when the chosen one cannot be used', async () => {
    const choice = await open();
    writeFileSync(path.join(folder, 'hall.json'), '{"name":""}');
    expect(await choice.swap('hall')).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(choice.profile.name).toBe('street');
    expect((await open()).profile.name).toBe('street');
  });

  test('remembers each camera apart over restarts and profiles, until the profile is to say it again', async () => {
    const choice = await open();
    unwrap(await choice.chooseCamera('document', 'Document Camera S1020'));
    unwrap(await choice.chooseCamera('face', 'HD Face Camera'));
    const cameras = { face: 'HD Face Camera', document: 'Document Camera S1020' };
    expect((await open()).profile.cameras).toEqual(cameras);
    expect(unwrap(await (await open()).swap('hall')).cameras).toEqual(cameras);
    unwrap(await (await open()).chooseCamera('document', null));
    const again = await open();
    expect(again.profile.cameras).toEqual({ face: 'HD Face Camera', document: '' });
    expect(again.chosenCameras).toEqual({ face: 'HD Face Camera' });
  });

  test('gives way when a choice has become unusable: the booth comes up and says why', async () => {
    unwrap(await (await open()).swap('hall'));
    rmSync(path.join(folder, 'hall.json'));
    expect((await open()).profile.name).toBe('street');
    expect(fallbacks).toMatchObject([{ code: 'not_found' }]);
  });

  test('carries what was calibrated, and nothing that would break it', async () => {
    const choice = await open();
    unwrap(await choice.calibrate('door-1', { leafClosedWhen: 0 }));
    expect((await open()).profile.devices[0]).toMatchObject({ leafClosedWhen: 0, presentWhen: 1 });
    expect(await choice.calibrate('door-1', { leafClosedWhen: 7 })).toMatchObject({ ok: false });
    expect((await open()).profile.devices[0]).toMatchObject({ leafClosedWhen: 0 });
    // The other profile's devices are other devices.
    unwrap(await choice.swap('hall'));
    expect(choice.profile.devices[0]).toMatchObject({ leafClosedWhen: 1 });
  });
});
