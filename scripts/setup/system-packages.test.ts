import { expect, test } from 'vitest';
import { missingPackages, parsePackageList } from './system-packages.ts';

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
