import { expect, test } from 'vitest';
import { isPermitted } from './permissions.ts';

test('the booth’s own page may use its cameras and microphones', () => {
  expect(isPermitted('media', 'booth://app/', ['video'])).toBe(true);
  expect(isPermitted('media', 'booth://app/index.html', ['audio', 'video'])).toBe(true);
});

test.each([
  ['media', 'https://app/', ['video']],
  ['media', 'booth://app.example/', ['video']],
  ['media', '', ['video']],
  ['media', 'booth://app/', ['screen']],
  ['geolocation', 'booth://app/', []],
  ['notifications', 'booth://app/', []],
  ['openExternal', 'booth://app/', []],
  ['serial', 'booth://app/', []],
  ['display-capture', 'booth://app/', ['video']],
  ['clipboard-read', 'booth://app/', []],
])('%s for %s with %j is refused', (permission, url, types) => {
  expect(isPermitted(permission, url, types)).toBe(false);
});
