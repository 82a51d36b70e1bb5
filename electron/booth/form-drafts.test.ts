import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBoothDatabase } from './booth-database.ts';
import { openFormDrafts } from './form-drafts.ts';

const CASE = '019a0000-0000-7000-8000-000000000001';
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'xiaowu-drafts-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('keeps what was typed over a restart that closed nothing, and forgets it without a trace', () => {
  const first = openBoothDatabase(dataDir);
  const drafts = openFormDrafts(first);
  drafts.keep(CASE, 'half a word');
  drafts.keep(CASE, 'half a word typed-here');
  // The process died: nothing was closed.
  const second = openBoothDatabase(dataDir);
  const after = openFormDrafts(second);
  expect(after.all()).toEqual({ [CASE]: 'half a word typed-here' });
  first.close();
  after.keep(CASE, null);
  expect(after.all()).toEqual({});
  after.keep(CASE, 'half a word typed-here');
  after.forget();
  expect(after.all()).toEqual({});
  second.sql.pragma('wal_checkpoint(TRUNCATE)');
  second.close();
  expect(readFileSync(join(dataDir, 'journal.db')).includes('typed-here')).toBe(false);
});
