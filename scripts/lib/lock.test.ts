import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from './lock.ts';

test('takes over the lock of a process that is dead, and gives it back', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lock-')), 'lock');
  // Above the largest process number that Linux gives.
  writeFileSync(file, '4194305');
  expect(await withLock(file, async () => existsSync(file))).toBe(true);
  expect(existsSync(file)).toBe(false);
});

test('gives the lock back when the work fails', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'lock-')), 'lock');
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});
