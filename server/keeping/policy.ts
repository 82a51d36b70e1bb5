import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type PaperKind, type PaperState, paperKind } from '../../contracts/domain/paper.ts';
import type { CaseState, Visit } from '../../contracts/domain/visit.ts';
import { endOfDay } from '../requirements/slip.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const days = z.int().min(1).max(36_500);

/** How long documents are kept, in days from the end of their visit. */
export const retentionPolicy = z.strictObject({
  version: z.string().min(1),
  days: z.strictObject({
    unused: days,
    refused: days,
    closed: days,
    /** How long the link to follow a visit works. */
    follow: days,
    default: days,
    kinds: z.partialRecord(paperKind, days),
  }),
});
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

/** Reads the policy; throws naming the file and the fault. */
export async function loadPolicy(path: string): Promise<RetentionPolicy> {
  const parsed = retentionPolicy.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Until when a visit can be followed by its link: the days of the policy, and never less than the last day that is owed. */
export function followUntilMs(
  { endedAt, cases }: Pick<Visit, 'endedAt' | 'cases'>,
  { days }: RetentionPolicy,
): number | undefined {
  if (endedAt === undefined) return undefined;
  const owed = cases.flatMap(({ needs, notices }) => [
    ...(needs?.follows ?? []).map((one) => one.dueOn),
    ...(notices?.at(-1)?.items ?? []).map((one) => one.dueOn),
  ]);
  return Math.max(Date.parse(endedAt) + days.follow * DAY_MS, ...owed.map((day) => Date.parse(endOfDay(day))));
}

/**
 * Until when what else is said in a visit is kept (what was read, forms, addresses, notes): its key ends then, if no document
 * needs it longer.
 */
export function recordKeptUntilMs(
  visitEndedMs: number,
  caseStates: readonly CaseState[],
  { days }: RetentionPolicy,
): number {
  const ofCases = caseStates.map((state) =>
    state === 'refused' || state === 'withdrawn' ? days.closed : days.default,
  );
  return visitEndedMs + Math.max(days.unused, ...ofCases) * DAY_MS;
}

/** One paper of one case that a file stands for. */
export interface FileUse {
  readonly kind: PaperKind;
  readonly paperState: PaperState;
  readonly caseState: CaseState;
}

function daysOf(use: FileUse, { days }: RetentionPolicy): number {
  if (use.paperState === 'refused') return days.refused;
  if (use.caseState === 'refused' || use.caseState === 'withdrawn') return days.closed;
  return days.kinds[use.kind] ?? days.default;
}

/** Until when a file is kept: the longest that any of its uses asks for. */
export function keptUntilMs(visitEndedMs: number, uses: readonly FileUse[], policy: RetentionPolicy): number {
  const longest = uses.length === 0 ? policy.days.unused : Math.max(...uses.map((use) => daysOf(use, policy)));
  return visitEndedMs + longest * DAY_MS;
}
