import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../lib/project.ts';
import { missingEntries, platformOf } from './complete-lock.ts';

test('fills in what an optional dependency wants, and only that', () => {
  const packages = {
    '': {},
    'node_modules/tool': {
      dev: true,
      optionalDependencies: { 'tool-linux-x64': '1.2.3', 'tool-darwin-arm64': '1.2.3' },
    },
    'node_modules/tool/node_modules/tool-linux-x64': { version: '1.2.3' },
  };
  expect(missingEntries(packages)).toEqual({
    'node_modules/tool-darwin-arm64': { version: '1.2.3', dev: true, optional: true, os: ['darwin'], cpu: ['arm64'] },
  });
});

test('reads platforms from names', () => {
  expect(platformOf('@s/cli-linux-arm64-musl')).toEqual({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] });
  expect(platformOf('@s/canvas-linux-arm-gnueabihf')).toEqual({ os: ['linux'], cpu: ['arm'], libc: ['glibc'] });
  expect(platformOf('@s/binding-win32-ia32-msvc')).toEqual({ os: ['win32'], cpu: ['ia32'] });
  expect(() => platformOf('@s/wasm')).toThrow('cannot be read');
});

test('the lock file names the packages of every platform; if not, run scripts/setup/complete-lock.ts', () => {
  const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
  expect(Object.keys(missingEntries(lock.packages))).toEqual([]);
});
