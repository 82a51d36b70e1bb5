import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { AuditRecord } from '../../contracts/audit/events.ts';
import type { DeviceReport } from '../../contracts/device/device.ts';
import { instantColumn } from './columns.ts';

/** Tables beside visits: what booths report of their devices, the audit log, the number series. */

export const deviceReports = pgTable(
  'device_reports',
  {
    boothId: text('booth_id').notNull(),
    deviceId: text('device_id').notNull(),
    report: jsonb().$type<DeviceReport>().notNull(),
    updatedAt: instantColumn('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.boothId, table.deviceId] })],
);

/** Counts up without gaps: `seq` comes from `counters`, under the writers' lock. */
export const audit = pgTable(
  'audit',
  {
    seq: integer().primaryKey(),
    id: uuid().notNull().unique(),
    at: instantColumn().notNull(),
    action: text().$type<AuditRecord['action']>().notNull(),
    actorKind: text('actor_kind').$type<AuditRecord['actorKind']>().notNull(),
    actorId: text('actor_id').notNull(),
    visitId: uuid('visit_id'),
    subject: text(),
    disposition: text().$type<AuditRecord['disposition']>().notNull(),
    detail: text(),
  },
  (table) => [index('audit_visit').on(table.visitId)],
);

/** Number series: the audit log, and visits, cases, parcels, receipts of each day. */
export const counters = pgTable('counters', { name: text().primaryKey(), value: integer().notNull() });
