import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { installedPaths, unpacked } from './paths.ts';

it('finds every part on disk', () => {
  const { thread, networks, second } = installedPaths(import.meta.filename);
  for (const file of [thread, ...Object.values(networks), ...Object.values(second)])
    expect(existsSync(file), file).toBe(true);
});

it('points beside an archive, never into it', () => {
  expect(unpacked('/opt/booth/resources/app.asar/node_modules/a/b.js')).toBe(
    '/opt/booth/resources/app.asar.unpacked/node_modules/a/b.js',
  );
  expect(unpacked('C:\\booth\\resources\\app.asar\\node_modules\\a')).toBe(
    'C:\\booth\\resources\\app.asar.unpacked\\node_modules\\a',
  );
  expect(unpacked('/srv/xiaowu/node_modules/a/b.js')).toBe('/srv/xiaowu/node_modules/a/b.js');
});
