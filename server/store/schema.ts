import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Bundle, Department, Region, Service } from '../../contracts/domain/catalogue.ts';
import type { Language } from '../../contracts/domain/language.ts';
import type { PaperKind, PaperState, ReadField, VisitFile } from '../../contracts/domain/paper.ts';
import type { AgentRole, Qualification } from '../../contracts/domain/people.ts';
import type { TimelineEntry, VisitFact } from '../../contracts/domain/timeline.ts';
import type {
  Booking,
  CaseState,
  Mailing,
  Parcel,
  ParcelState,
  Receipt,
  Visit,
  VisitEnd,
  VisitState,
} from '../../contracts/domain/visit.ts';
import { bytesColumn, instantColumn } from './columns.ts';

export * from './schema-booths.ts';
export * from './schema-calls.ts';
export * from './schema-forms.ts';
export * from './schema-notices.ts';
export * from './schema-records.ts';
export * from './schema-uploads.ts';

/** The catalogue: whole entries as the data files ship them, replaced at every start. */
const catalogueColumns = { id: text().primaryKey(), position: integer().notNull() };
export const regions = pgTable('regions', { ...catalogueColumns, data: jsonb().$type<Region>().notNull() });
export const departments = pgTable('departments', { ...catalogueColumns, data: jsonb().$type<Department>().notNull() });
export const services = pgTable('services', { ...catalogueColumns, data: jsonb().$type<Service>().notNull() });
export const bundles = pgTable('bundles', { ...catalogueColumns, data: jsonb().$type<Bundle>().notNull() });

export const agents = pgTable('agents', {
  id: uuid().primaryKey(),
  username: text().notNull().unique(),
  displayName: text('display_name').notNull(),
  role: text().$type<AgentRole>().notNull(),
  departmentId: text('department_id').notNull(),
  regionId: text('region_id').notNull(),
  languages: jsonb().$type<Language[]>().notNull(),
  /** Null: what the account itself says, its department, for citizens of every region. */
  qualification: jsonb().$type<Qualification>(),
  /** argon2id in PHC string form. */
  passwordHash: text('password_hash').notNull(),
  /** Seed data, never a real person. */
  demo: boolean().notNull(),
});

export const booths = pgTable('booths', {
  id: text().primaryKey(),
  name: text().notNull(),
  address: text().notNull(),
  regionId: text('region_id').notNull(),
  demo: boolean().notNull(),
  version: text(),
  lastSeenAt: instantColumn('last_seen_at'),
});

/** Log-in sessions; a renewal moves the end, so that an open socket can be held against it. */
export const sessions = pgTable('sessions', {
  id: uuid().primaryKey(),
  agentId: uuid('agent_id').notNull(),
  expiresAt: instantColumn('expires_at').notNull(),
});

/** A phone that exchanged the code of a booth's screen; bound to a visit once the citizen entered. */
export const checkins = pgTable('checkins', {
  id: uuid().primaryKey(),
  boothId: text('booth_id').notNull(),
  visitId: uuid('visit_id'),
  createdAt: instantColumn('created_at').notNull(),
});

/** Ids of one-time tokens that were used; kept until the token would have expired anyway. */
export const usedTokens = pgTable('used_tokens', {
  id: text().primaryKey(),
  expiresAt: instantColumn('expires_at').notNull(),
});

export const bookings = pgTable(
  'bookings',
  {
    id: uuid().primaryKey(),
    boothId: text('booth_id').notNull(),
    bundleId: text('bundle_id'),
    serviceId: text('service_id'),
    day: text().notNull(),
    time: text().notNull(),
    code: text().notNull().unique(),
    state: text().$type<Booking['state']>().notNull(),
    createdAt: instantColumn('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('bookings_slot')
      .on(table.boothId, table.day, table.time)
      .where(sql`${table.state} in ('booked', 'used')`),
  ],
);

export const visits = pgTable(
  'visits',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    boothId: text('booth_id').notNull(),
    entry: text().$type<Visit['entry']>().notNull(),
    state: text().$type<VisitState>().notNull(),
    end: text('how_ended').$type<VisitEnd>(),
    language: text().$type<Language>().notNull(),
    consentAt: instantColumn('consent_at').notNull(),
    bundleId: text('bundle_id'),
    serviceId: text('service_id'),
    firstAgentId: uuid('first_agent_id'),
    startedAt: instantColumn('started_at').notNull(),
    endedAt: instantColumn('ended_at'),
    /** Where parcels of the visit go. Stands in its seal, as does every column of which a `sealed` column speaks. */
    mailing: jsonb().$type<Mailing>(),
    /** `mailing`, sealed with the key of the visit; null when there is none, empty once its time is over. */
    sealed: bytesColumn(),
  },
  (table) => [
    /** A booth holds one visit at a time. */
    uniqueIndex('visits_active_booth').on(table.boothId).where(sql`${table.state} <> 'ended'`),
    index('visits_started').on(table.startedAt),
  ],
);

/** Agents that were party to a visit's call: what access to the visit rests on. */
export const visitAgents = pgTable(
  'visit_agents',
  {
    visitId: uuid('visit_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    joinedAt: instantColumn('joined_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.visitId, table.agentId] }), index('visit_agents_agent').on(table.agentId)],
);

/**
 * The timeline. `id` is made by the owner of the fact, so a repeat cannot be stored twice; `boothSeq` counts up per booth.
 * No foreign key to the visit: a booth's fact is kept even when its visit never reached the hub.
 */
export const timeline = pgTable(
  'timeline',
  {
    id: uuid().primaryKey(),
    visitId: uuid('visit_id').notNull(),
    order: integer('entry_order').notNull(),
    at: instantColumn().notNull(),
    storedAt: instantColumn('stored_at').notNull(),
    source: text().$type<TimelineEntry['source']>().notNull(),
    sourceId: text('source_id').notNull(),
    fact: jsonb().$type<VisitFact>().notNull(),
    /** The whole `fact`, when it says something of a person. */
    sealed: bytesColumn(),
    boothId: text('booth_id'),
    boothSeq: integer('booth_seq'),
  },
  (table) => [
    uniqueIndex('timeline_visit_order').on(table.visitId, table.order),
    uniqueIndex('timeline_booth_seq').on(table.boothId, table.boothSeq),
    /** Facts of before they were sealed; empty from the first start on. */
    index('timeline_unsealed')
      .on(table.id)
      .where(
        sql`${table.sealed} is null and ${table.fact}->>'type' in ('paper.read', 'paper.confirmed', 'mailing.given', 'call.noted')`,
      ),
  ],
);

export const cases = pgTable(
  'cases',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    visitId: uuid('visit_id').notNull(),
    serviceId: text('service_id').notNull(),
    departmentId: text('department_id').notNull(),
    agentId: uuid('agent_id'),
    state: text().$type<CaseState>().notNull(),
    form: jsonb().$type<Record<string, string>>().notNull(),
    note: text().notNull(),
    sealedForm: bytesColumn('sealed_form'),
    sealedNote: bytesColumn('sealed_note'),
    outcomeTitle: text('outcome_title'),
    verifyCode: text('verify_code').unique(),
    issuedAt: instantColumn('issued_at'),
    openedAt: instantColumn('opened_at').notNull(),
  },
  (table) => [index('cases_visit').on(table.visitId)],
);

export const papers = pgTable(
  'papers',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id').notNull(),
    requiredPaperId: text('required_paper_id').notNull(),
    position: integer().notNull(),
    state: text().$type<PaperState>().notNull(),
    fileId: uuid('file_id'),
    reasonCode: text('reason_code'),
    reason: text(),
    /** `reason`: words of the agent. */
    sealed: bytesColumn(),
  },
  (table) => [uniqueIndex('papers_case_required').on(table.caseId, table.requiredPaperId)],
);

export const files = pgTable(
  'files',
  {
    id: uuid().primaryKey(),
    visitId: uuid('visit_id').notNull(),
    source: text().$type<VisitFile['source']>().notNull(),
    mimeType: text('mime_type').$type<VisitFile['mimeType']>().notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    sha256: text().notNull(),
    widthPx: integer('width_px'),
    heightPx: integer('height_px'),
    createdAt: instantColumn('created_at').notNull(),
    /** Sealed with the key of the visit; null once its time to be kept is over. */
    bytes: bytesColumn(),
    /** Files of before there were keys are sealed when the hub starts. */
    sealed: boolean().notNull().default(false),
    expiredAt: instantColumn('expired_at'),
    /** When its time to be kept may be over; null while the visit runs. */
    keepUntil: instantColumn('keep_until'),
  },
  (table) => [
    index('files_visit').on(table.visitId),
    index('files_keep_until').on(table.keepUntil).where(sql`${table.expiredAt} is null`),
    index('files_unsealed').on(table.id).where(sql`not ${table.sealed} and ${table.expiredAt} is null`),
  ],
);

/** The key of a visit, wrapped by a master key that the database never sees. */
export const visitKeys = pgTable(
  'visit_keys',
  {
    visitId: uuid('visit_id').primaryKey(),
    masterKeyId: text('master_key_id').notNull(),
    /** Null once it was destroyed: what it sealed can be read no more. */
    wrapped: bytesColumn(),
    createdAt: instantColumn('created_at').notNull(),
    destroyedAt: instantColumn('destroyed_at'),
    /** When its time to be kept may be over; null while the visit runs. */
    keepUntil: instantColumn('keep_until'),
  },
  (table) => [index('visit_keys_keep_until').on(table.keepUntil).where(sql`${table.wrapped} is not null`)],
);

export const readings = pgTable(
  'readings',
  {
    fileId: uuid('file_id').primaryKey(),
    visitId: uuid('visit_id').notNull(),
    kind: text().$type<PaperKind>().notNull(),
    fields: jsonb().$type<ReadField[]>().notNull(),
    text: text().notNull(),
    /** `fields` and `text`. */
    sealed: bytesColumn(),
    durationMs: doublePrecision('duration_ms').notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [index('readings_visit').on(table.visitId)],
);

export const parcels = pgTable(
  'parcels',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    visitId: uuid('visit_id').notNull(),
    boothId: text('booth_id').notNull(),
    caseId: uuid('case_id'),
    compartment: integer().notNull(),
    state: text().$type<ParcelState>().notNull(),
    mailing: jsonb().$type<Mailing>(),
    /** `mailing`. */
    sealed: bytesColumn(),
    custody: jsonb().$type<Parcel['custody']>().notNull(),
    /** The citizen declined or the booth refused the order: nothing was ever put in. */
    withdrawn: boolean().notNull(),
    createdAt: instantColumn('created_at').notNull(),
  },
  (table) => [
    index('parcels_visit').on(table.visitId),
    index('parcels_booth').on(table.boothId),
    /** A compartment has one owner: the parcel that is on its way in, lies in it, or has not been seen to leave. */
    uniqueIndex('parcels_compartment')
      .on(table.boothId, table.compartment)
      .where(sql`not ${table.withdrawn} and ${table.state} not in ('collected', 'returned')`),
  ],
);

export const receipts = pgTable(
  'receipts',
  {
    number: text().primaryKey(),
    visitId: uuid('visit_id').notNull(),
    /** A void number was given out but never confirmed by the printer. */
    state: text().$type<'prepared' | 'printed' | 'void'>().notNull(),
    data: jsonb().$type<Receipt>().notNull(),
    /** The whole `data`, when it names whom a parcel goes to. */
    sealed: bytesColumn(),
    createdAt: instantColumn('created_at').notNull(),
  },
  (table) => [index('receipts_visit').on(table.visitId)],
);

export const ratings = pgTable(
  'ratings',
  {
    caseId: uuid('case_id').primaryKey(),
    visitId: uuid('visit_id').notNull(),
    level: integer().notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [index('ratings_visit').on(table.visitId)],
);
