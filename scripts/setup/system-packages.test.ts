import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingPackages, parsePackageList, servicesOf } from './system-packages.ts';

test('reads names and alternatives, without comments', () => {
  expect(parsePackageList('# why\nxvfb\n\nlibasound2 | libasound2t64\n')).toEqual([
    ['xvfb'],
    ['libasound2', 'libasound2t64'],
  ]);
});

test('a package is there under any of its names', () => {
  const wanted = [['xvfb'], ['libasound2', 'libasound2t64'], ['chromium']];
  expect(missingPackages(wanted, new Set(['libasound2t64', 'xvfb']))).toEqual([['chromium']]);
});

test('names each service that came with packages once, and none for what brings none', () => {
  expect(servicesOf(['nginx', 'nginx-light', 'coturn', 'nftables'])).toEqual(['nginx', 'coturn']);
});

test('no package is in the list for running and in the list for tests', () => {
  const names = (list: string) =>
    parsePackageList(readFileSync(new URL(`./${list}.txt`, import.meta.url), 'utf8')).flat();
  const forTests = names('debian-packages-tests');
  expect(forTests).toContain('coturn');
  expect(names('debian-packages').filter((name) => forTests.includes(name))).toEqual([]);
});
