import { and, eq, ne } from 'drizzle-orm';
import type { BoothStatus } from '../../contracts/hub/technician.ts';
import { boothOf } from '../auth/people-store.ts';
import * as schema from '../store/schema.ts';
import { lastSelfChecks } from '../visits/booth-records.ts';
import { countOpenIncidents } from '../visits/incidents.ts';
import type { HubParts } from './parts.ts';

/** All booths, or one, as technicians see them: of a visit only whether there is one. */
export async function boothStatuses(
  { store, outbox }: Pick<HubParts, 'store' | 'outbox'>,
  boothId?: string,
): Promise<BoothStatus[]> {
  const { db } = store;
  const one = boothId !== undefined;
  const { booths, deviceReports, visits } = schema;
  const rows = await db
    .select()
    .from(booths)
    .where(one ? eq(booths.id, boothId) : undefined)
    .orderBy(booths.id);
  const reports = await db
    .select()
    .from(deviceReports)
    .where(one ? eq(deviceReports.boothId, boothId) : undefined);
  const active = await db
    .select({ boothId: visits.boothId })
    .from(visits)
    .where(and(ne(visits.state, 'ended'), one ? eq(visits.boothId, boothId) : undefined));
  const checks = await lastSelfChecks(db, boothId);
  const incidents = await countOpenIncidents(db, boothId);
  return Promise.all(
    rows.map(async (row) => ({
      booth: boothOf(row),
      online: await outbox.isBoothOnline(row.id),
      lastSeenAt: row.lastSeenAt,
      version: row.version,
      visitActive: active.some((visit) => visit.boothId === row.id),
      devices: reports
        .filter((report) => report.boothId === row.id)
        .map(({ report }) => report)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      lastSelfCheck: checks.get(row.id) ?? null,
      openIncidents: incidents.get(row.id) ?? 0,
    })),
  );
}
