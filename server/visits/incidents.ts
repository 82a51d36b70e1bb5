import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { Incident } from '../../contracts/hub/technician.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
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

/** Subjects whose booth knows by its sensors when they are over, and would not raise again what it believes open. */
const CLEARED_BY_SENSORS = /^compartment \d+$/;

/** A technician has looked and says that it is over. */
export async function clearByHand(work: Work, incident: Incident, actor: Actor): Promise<Result<null, XiaowuError>> {
  if (CLEARED_BY_SENSORS.test(incident.subject)) return err(fail('wrong_state', 'its sensors say when it is over'));
  await clearIncident(work, { ...incident, at: work.now }, actor);
  return ok(null);
}

export async function findIncident(db: Db, incidentId: string): Promise<Incident | undefined> {
  const row = (await db.select().from(schema.incidents).where(eq(schema.incidents.id, incidentId)))[0];
  return row && incidentOf(row);
}

/** Ends the incidents of devices that have been well since: online and without a fault, after it was raised. */
export async function clearHealed(work: Work, boothId: string): Promise<void> {
  const { incidents, deviceReports } = schema;
  const healed = await work.tx
    .select({
      subject: incidents.subject,
      code: incidents.code,
      raisedAt: incidents.raisedAt,
      report: deviceReports.report,
    })
    .from(incidents)
    .innerJoin(
      deviceReports,
      and(eq(deviceReports.boothId, incidents.boothId), eq(deviceReports.deviceId, incidents.subject)),
    )
    .where(and(eq(incidents.boothId, boothId), isNull(incidents.clearedAt)));
  for (const { subject, code, raisedAt, report } of healed) {
    const isWell = report.state === 'online' && report.fault === null && report.changedAt > raisedAt;
    if (!isWell) continue;
    await clearIncident(work, { boothId, subject, code, at: report.changedAt }, { kind: 'booth', id: boothId });
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
  return rows.map(incidentOf);
}

function incidentOf(row: typeof schema.incidents.$inferSelect): Incident {
  const { id, boothId, subject, code, detail, raisedAt, clearedAt } = row;
  return { id, boothId, subject, code, detail, raisedAt, clearedAt };
}

/** How many incidents are open, by booth; of all, or of one. */
export async function countOpenIncidents(db: Db, boothId?: string): Promise<Map<string, number>> {
  const { incidents } = schema;
  const rows = await db
    .select({ boothId: incidents.boothId, open: count() })
    .from(incidents)
    .where(and(isNull(incidents.clearedAt), boothId === undefined ? undefined : eq(incidents.boothId, boothId)))
    .groupBy(incidents.boothId);
  return new Map(rows.map((row) => [row.boothId, row.open]));
}
