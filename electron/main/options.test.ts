import { expect, test } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { parseOptions } from './options.ts';

test('nothing given is the demo booth on this machine', () => {
  expect(unwrap(parseOptions([], {}, '/srv'))).toEqual({
    hubUrl: 'http://127.0.0.1:8080',
    profile: 'demo',
    boothId: 'demo-booth-01',
    dataDir: '/srv/var/booth',
    hubCa: null,
    development: false,
    fakeMedia: false,
    fakeCamera: null,
  });
});

test('a flag wins over the environment, and switches of Chromium pass by', () => {
  const argv = ['electron', '.', '--no-sandbox', '--hub-url=https://hub.example/', '--data-dir=/data'];
  const options = unwrap(parseOptions(argv, { HUB_URL: 'http://127.0.0.1:1', BOOTH_ID: 'b-2' }, '/srv'));
  expect(options).toMatchObject({ hubUrl: 'https://hub.example', dataDir: '/data', boothId: 'b-2' });
});

test.each([
  [{ HUB_URL: 'hub' }, 'HUB_URL: must be an http or https address'],
  [{ HUB_URL: 'http://hub.example' }, 'HUB_URL: must be https, except on this machine itself'],
  [{ HUB_URL: 'https://hub.example/path' }, 'HUB_URL: must be an origin without a path'],
  [{ BOOTH_ID: 'Not A Slug' }, 'BOOTH_ID: '],
  [{ XIAOWU_DEV: 'yes' }, 'XIAOWU_DEV: '],
  [{ XIAOWU_FAKE_MEDIA: '1' }, 'XIAOWU_FAKE_MEDIA: only together with XIAOWU_DEV=1'],
])('%j is refused with its reason', (env, reason) => {
  const result = parseOptions([], env, '/srv');
  expect(result.ok ? '' : result.error).toContain(reason);
});

test('a flag without a value says so', () => {
  expect(parseOptions(['--hub-url'], {}, '/srv')).toEqual({ ok: false, error: '--hub-url needs a value: --hub-url=…' });
});
