import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DiagnosticRecord } from '../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import { type BoothDatabase, openBoothDatabase } from '../booth-database.ts';
import { testId } from '../machine/fixtures.ts';
import { openRecordStore, type RecordStore } from './records.ts';

const AT = '2026-01-31T12:00:00.000Z';
let dataDir: string;
let database: BoothDatabase;
let store: RecordStore;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'xiaowu-records-'));
  database = openBoothDatabase(dataDir);
  store = openRecordStore(database.sql);
});
afterEach(() => {
  database.close();
  rmSync(dataDir, { recursive: true });
});

const check = (number: number): SelfCheckReport => ({
  id: testId(number),
  boothId: 'demo-booth-01',
  trigger: 'hourly',
  at: AT,
  durationMs: 1,
  results: [],
});
const diagnostic = (number: number, verdict: DiagnosticRecord['verdict'] = null): DiagnosticRecord => ({
  id: testId(number),
  boothId: 'demo-booth-01',
  step: 'lights',
  target: null,
  by: { technicianId: 't-1', displayName: '演示技术员', from: 'booth' },
  startedAt: AT,
  durationMs: 1,
  outcome: 'passed',
  evidence: [],
  error: null,
  verdict,
});

test('gives the newest of each kind, however it was asked before', () => {
  store.keepSelfCheck(check(1));
  store.keepDiagnostic(diagnostic(2));
  store.keepSelfCheck(check(3));
  expect(store.lastSelfCheck()).toEqual(check(3));
  expect(store.diagnostics(10)).toEqual([diagnostic(2)]);
  expect(store.lastSelfCheck()).toEqual(check(3));
});

test('keeps what the hub does not have yet, also a verdict that came later', () => {
  store.keepDiagnostic(diagnostic(1));
  store.sent('diagnostic', diagnostic(1));
  expect(store.unsentDiagnostics(10)).toEqual([]);
  store.keepDiagnostic(diagnostic(1, 'bad'));
  expect(store.unsentDiagnostics(10)).toEqual([diagnostic(1, 'bad')]);
  // The hub's answer to the earlier version must not hide the later one.
  store.sent('diagnostic', diagnostic(1));
  expect(store.unsentDiagnostics(10)).toEqual([diagnostic(1, 'bad')]);
  store.keepSelfCheck(check(2));
  expect(store.unsentSelfChecks(10)).toEqual([check(2)]);
  store.sent('self-check', check(2));
  expect(store.unsentSelfChecks(10)).toEqual([]);
});

test('forgets the oldest, so that the disk does not fill', () => {
  for (let number = 1; number <= 230; number++) store.keepSelfCheck(check(number));
  expect(store.unsentSelfChecks(500)).toHaveLength(200);
  expect(store.lastSelfCheck()).toEqual(check(230));
});
