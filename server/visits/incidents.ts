import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Incident } from '../../contracts/hub/technician.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';

/** What goes wrong at booths. While an incident is open, the same again is the same incident. */

/** How many a technician is shown: all open ones that can be, then the latest of the others. */
const LIST_LENGTH = 200;

export interface IncidentRaised {
  /** The id of what raised it, so that a repeat is known. */
  readonly id: string;
  readonly boothId: string;
  readonly visitId: string | null;
  readonly subject: string;
  readonly code: string;
  readonly detail: string;
  readonly at: string;
}

/** Opens an incident; one of the same subject and code that is open counts up instead and takes the newer detail. */
export async function raiseIncident(work: Work, raised: IncidentRaised, actor: Actor): Promise<void> {
  const { id, boothId, visitId, subject, code, detail, at } = raised;
  const again = await work.tx
    .update(schema.incidents)
    .set({ count: sql`${schema.incidents.count} + 1`, detail })
    .where(isOpen(boothId, subject, code))
    .returning({ id: schema.incidents.id });
  if (again.length > 0) return;
  await work.tx
    .insert(schema.incidents)
    .values({ id, boothId, visitId, subject, code, detail, count: 1, raisedAt: at })
    .onConflictDoNothing();
  await work.audit({
    action: 'incident.raised',
    actor,
    visitId: visitId ?? undefined,
    subject,
    disposition: 'failure',
    detail: code,
  });
}

/** Ends the open incident of this subject and code; without one nothing happens. */
export async function clearIncident(
  work: Work,
  cleared: Pick<IncidentRaised, 'boothId' | 'subject' | 'code' | 'at'>,
  actor: Actor,
): Promise<void> {
  const { boothId, subject, code, at } = cleared;
  const rows = await work.tx
    .update(schema.incidents)
    .set({ clearedAt: at })
    .where(isOpen(boothId, subject, code))
    .returning({ visitId: schema.incidents.visitId });
  for (const { visitId } of rows) {
    await work.audit({ action: 'incident.cleared', actor, visitId: visitId ?? undefined, subject, detail: code });
  }
}

function isOpen(boothId: string, subject: string, code: string) {
  return and(
    eq(schema.incidents.boothId, boothId),
    eq(schema.incidents.subject, subject),
    eq(schema.incidents.code, code),
    isNull(schema.incidents.clearedAt),
  );
}

/** Incidents of a booth, open ones first, the latest first; in whose visit they were stays out. */
export async function listIncidents(db: Db, boothId: string): Promise<Incident[]> {
  const rows = await db
    .select()
    .from(schema.incidents)
    .where(eq(schema.incidents.boothId, boothId))
    .orderBy(sql`${schema.incidents.clearedAt} is not null`, desc(schema.incidents.raisedAt))
    .limit(LIST_LENGTH);
  return rows.map(({ id, subject, code, detail, raisedAt, clearedAt }) => ({
    id,
    boothId,
    subject,
    code,
    detail,
    raisedAt,
    clearedAt,
  }));
}

/** How many incidents are open, by booth. */
export async function countOpenIncidents(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ boothId: schema.incidents.boothId, open: count() })
    .from(schema.incidents)
    .where(isNull(schema.incidents.clearedAt))
    .groupBy(schema.incidents.boothId);
  return new Map(rows.map((row) => [row.boothId, row.open]));
}
