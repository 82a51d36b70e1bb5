import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import type { DiagnosticRecord } from '../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../contracts/technician/self-check.ts';
import { instantColumn } from './columns.ts';

/** Tables of what a booth is and tells beside its visits: incidents, checks, diagnostics, keys to its locker and its screen. */

/**
 * Facts of a booth that belong to no visit. They share the booth's numbering with the timeline, so a fact that may not be
 * without a visit keeps its number here and nothing else.
 */
export const boothFacts = pgTable(
  'booth_facts',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    seq: integer().notNull(),
    at: instantColumn().notNull(),
    storedAt: instantColumn('stored_at').notNull(),
    /** Null when the fact was refused: what it said is not kept. */
    fact: jsonb().$type<VisitFact>(),
    /** Why it was refused. */
    refused: text(),
  },
  (table) => [uniqueIndex('booth_facts_seq').on(table.boothId, table.seq)],
);

/** What went wrong at a booth; the id is that of the fact that raised it. */
export const incidents = pgTable(
  'incidents',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    subject: text().notNull(),
    code: text().notNull(),
    /** What was said the last time. */
    detail: text().notNull(),
    /** How often it was said while open. */
    count: integer().notNull(),
    visitId: uuid('visit_id'),
    raisedAt: instantColumn('raised_at').notNull(),
    clearedAt: instantColumn('cleared_at'),
  },
  (table) => [
    uniqueIndex('incidents_open').on(table.boothId, table.subject, table.code).where(sql`${table.clearedAt} is null`),
    index('incidents_booth').on(table.boothId, table.raisedAt),
  ],
);

export const selfChecks = pgTable(
  'self_checks',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    at: instantColumn().notNull(),
    /** By the hub's clock: a booth whose clock is wrong is one of the things a check finds. */
    storedAt: instantColumn('stored_at').notNull(),
    report: jsonb().$type<SelfCheckReport>().notNull(),
  },
  (table) => [index('self_checks_booth').on(table.boothId, table.storedAt, table.at)],
);

export const diagnosticRecords = pgTable(
  'diagnostic_records',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    startedAt: instantColumn('started_at').notNull(),
    storedAt: instantColumn('stored_at').notNull(),
    record: jsonb().$type<DiagnosticRecord>().notNull(),
  },
  (table) => [index('diagnostic_records_booth').on(table.boothId, table.startedAt)],
);

/** One-time codes for whoever takes a parcel out of a locker. The code itself is nowhere. */
export const courierCodes = pgTable(
  'courier_codes',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    parcelId: uuid('parcel_id').notNull(),
    /** HMAC-SHA-256 of booth and code under a key of the hub: eight digits alone could be tried out. */
    codeHash: text('code_hash').notNull().unique(),
    purpose: text().$type<'collect' | 'return'>().notNull(),
    issuedAt: instantColumn('issued_at').notNull(),
    validUntil: instantColumn('valid_until').notNull(),
    usedAt: instantColumn('used_at'),
  },
  (table) => [index('courier_codes_parcel').on(table.parcelId)],
);

/** What lets a technician in at a booth's own screen, also with the network down; booths get it with `hello`. */
export const technicianKeys = pgTable('technician_keys', {
  agentId: uuid('agent_id').primaryKey(),
  /** Argon2id in PHC string form. */
  pinHash: text('pin_hash').notNull(),
  /** RFC 6238, base32. */
  totpSecret: text('totp_secret').notNull(),
});
