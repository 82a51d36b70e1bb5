import { desc, eq, inArray } from 'drizzle-orm';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { DiagnosticRecord } from '../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../contracts/technician/self-check.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';

/** Self-checks and diagnostic steps, as booths send them. Both come again when an answer was lost. */

/** A week of hourly checks, and those before doors. */
export const SELF_CHECKS_KEPT = 200;
const SELF_CHECKS_LISTED = 50;
const RECORDS_LISTED = 200;

/** Stores a check once and lets the oldest go; false when it was known. */
export async function storeSelfCheck(
  work: Work,
  boothId: string,
  report: SelfCheckReport,
): Promise<Result<boolean, XiaowuError>> {
  if (report.boothId !== boothId) return err(fail('forbidden', 'self-check of another booth'));
  const inserted = await work.tx
    .insert(schema.selfChecks)
    .values({ id: report.id, boothId, at: report.at, storedAt: work.now, report })
    .onConflictDoNothing()
    .returning({ id: schema.selfChecks.id });
  if (inserted.length === 0) return ok(false);
  const tooOld = await work.tx
    .select({ id: schema.selfChecks.id })
    .from(schema.selfChecks)
    .where(eq(schema.selfChecks.boothId, boothId))
    .orderBy(...newestFirst)
    .offset(SELF_CHECKS_KEPT);
  const ids = tooOld.map((row) => row.id);
  if (ids.length > 0) await work.tx.delete(schema.selfChecks).where(inArray(schema.selfChecks.id, ids));
  const notGood = report.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning').length;
  await work.audit({
    action: 'self-check.stored',
    actor: { kind: 'booth', id: boothId },
    subject: boothId,
    disposition: report.results.some(({ outcome }) => outcome === 'failed') ? 'failure' : 'success',
    detail: `${report.trigger}: ${notGood} of ${report.results.length} not good`,
  });
  return ok(true);
}

const newestFirst = [desc(schema.selfChecks.storedAt), desc(schema.selfChecks.at)] as const;

/** The latest checks of a booth, the newest first. */
export async function listSelfChecks(db: Db, boothId: string): Promise<SelfCheckReport[]> {
  const rows = await db
    .select({ report: schema.selfChecks.report })
    .from(schema.selfChecks)
    .where(eq(schema.selfChecks.boothId, boothId))
    .orderBy(...newestFirst)
    .limit(SELF_CHECKS_LISTED);
  return rows.map((row) => row.report);
}

/** The last check of each booth, or of one. */
export async function lastSelfChecks(db: Db, boothId?: string): Promise<Map<string, SelfCheckReport>> {
  const rows = await db
    .selectDistinctOn([schema.selfChecks.boothId], {
      boothId: schema.selfChecks.boothId,
      report: schema.selfChecks.report,
    })
    .from(schema.selfChecks)
    .where(boothId === undefined ? undefined : eq(schema.selfChecks.boothId, boothId))
    .orderBy(schema.selfChecks.boothId, ...newestFirst);
  return new Map(rows.map((row) => [row.boothId, row.report]));
}

/** Stores steps by their id: a later version replaces the earlier, and a verdict is never lost to a repeat without it. */
export async function storeDiagnostics(
  work: Work,
  boothId: string,
  records: readonly DiagnosticRecord[],
): Promise<Result<void, XiaowuError>> {
  if (records.some((record) => record.boothId !== boothId)) return err(fail('forbidden', 'record of another booth'));
  for (const record of records) {
    const { id, startedAt } = record;
    const before = (
      await work.tx.select().from(schema.diagnosticRecords).where(eq(schema.diagnosticRecords.id, id))
    )[0];
    if (before && before.boothId !== boothId) return err(fail('forbidden', 'record of another booth'));
    if (before && (before.record.verdict === record.verdict || record.verdict === null)) continue;
    await work.tx
      .insert(schema.diagnosticRecords)
      .values({ id, boothId, startedAt, storedAt: work.now, record })
      .onConflictDoUpdate({
        target: schema.diagnosticRecords.id,
        set: { startedAt, storedAt: work.now, record },
      });
    await work.audit({
      action: 'diagnostics.stored',
      actor: { kind: 'booth', id: boothId },
      subject: boothId,
      disposition: record.outcome === 'passed' ? 'success' : 'failure',
      detail: `${record.step} ${record.target ?? ''} ${record.verdict ?? 'no verdict'} by ${record.by.technicianId}`,
    });
  }
  return ok();
}

/** The latest steps at a booth, the newest first. */
export async function listDiagnostics(db: Db, boothId: string): Promise<DiagnosticRecord[]> {
  const rows = await db
    .select({ record: schema.diagnosticRecords.record })
    .from(schema.diagnosticRecords)
    .where(eq(schema.diagnosticRecords.boothId, boothId))
    .orderBy(desc(schema.diagnosticRecords.startedAt))
    .limit(RECORDS_LISTED);
  return rows.map((row) => row.record);
}
