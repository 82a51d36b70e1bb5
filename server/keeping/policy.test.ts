import { expect, it } from 'vitest';
import type { Visit } from '../../contracts/domain/visit.ts';
import { PROJECT_DIRS } from '../config.ts';
import { mayLook } from './access.ts';
import {
  type FileUse,
  followUntilMs,
  keptUntilMs,
  loadPolicy,
  type RetentionPolicy,
  recordKeptUntilMs,
} from './policy.ts';

const DAY_MS = 86_400_000;
const policy: RetentionPolicy = {
  version: 'test',
  days: { unused: 3, refused: 5, closed: 7, follow: 60, default: 100, kinds: { 'bank-card': 20, contract: 200 } },
};
const use = (fields: Partial<FileUse>): FileUse => ({
  kind: 'bank-card',
  paperState: 'accepted',
  caseState: 'completed',
  ...fields,
});
const days = (...uses: FileUse[]) => keptUntilMs(0, uses, policy) / DAY_MS;

it('keeps a document for the longest that any of its uses asks for', () => {
  expect(days()).toBe(3);
  expect(days(use({}))).toBe(20);
  expect(days(use({ kind: 'form' }))).toBe(100);
  expect(days(use({ paperState: 'refused' }))).toBe(5);
  expect(days(use({ caseState: 'withdrawn' }))).toBe(7);
  expect(days(use({ paperState: 'refused' }), use({ kind: 'contract' }))).toBe(200);
});

it('keeps what else is said in a visit for the longest of its cases', () => {
  const days = (...states: Parameters<typeof recordKeptUntilMs>[1]) => recordKeptUntilMs(0, states, policy) / DAY_MS;
  expect(days()).toBe(3);
  expect(days('withdrawn')).toBe(7);
  expect(days('refused', 'completed')).toBe(100);
  expect(days('open')).toBe(100);
});

it('lets a visit be followed for its days, and at least until the last day that is owed', () => {
  const endedAt = '2026-01-01T00:00:00.000Z';
  const needs = (dueOn: string) => ({ follows: [{ paperId: 'a', dueOn }] });
  const until = (cases: unknown[]) => followUntilMs({ endedAt, cases: cases as Visit['cases'] }, policy);
  expect(followUntilMs({ endedAt: undefined, cases: [] }, policy)).toBeUndefined();
  expect(until([])).toBe(Date.parse(endedAt) + 60 * DAY_MS);
  expect(until([{ needs: needs('2026-01-20') }])).toBe(Date.parse(endedAt) + 60 * DAY_MS);
  expect(until([{ needs: needs('2026-06-30') }])).toBe(Date.parse('2026-06-30T23:59:59.999+08:00'));
});

it('ships a policy that can be read', async () => {
  expect((await loadPolicy(PROJECT_DIRS.retentionFile)).days.unused).toBeGreaterThan(0);
});

it('shows a document to all at the table, and after the visit only to whose case it belongs to', () => {
  const look = {
    isParty: true,
    visitEnded: false,
    agentDepartmentId: 'tax',
    departmentIds: ['market-regulation'],
    isFirstAgent: false,
  };
  expect(mayLook(look)).toBe(true);
  expect(mayLook({ ...look, isParty: false, isFirstAgent: true })).toBe(false);
  expect(mayLook({ ...look, visitEnded: true })).toBe(false);
  expect(mayLook({ ...look, visitEnded: true, departmentIds: ['tax', 'market-regulation'] })).toBe(true);
  expect(mayLook({ ...look, visitEnded: true, departmentIds: [] })).toBe(false);
  expect(mayLook({ ...look, visitEnded: true, departmentIds: [], isFirstAgent: true })).toBe(true);
});
