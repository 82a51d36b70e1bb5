import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AskPurpose } from '../../contracts/domain/call.ts';
import type { FollowUp } from '../../contracts/hub/agent.ts';
import type { Call, CallEndReason } from '../calls/state.ts';
import { bytesColumn, instantColumn } from './columns.ts';

/** Tables of calls: what is running, who is on duty, what was asked and answered, what citizens are owed. */

/** A call, running while `endedAt` is null: `state` is then all that a hub needs to go on with it. */
export const calls = pgTable(
  'calls',
  {
    id: uuid().primaryKey(),
    visitId: uuid('visit_id').notNull(),
    boothId: text('booth_id').notNull(),
    /** Null while the citizen has named none: whoever is free takes it. */
    departmentId: text('department_id'),
    state: jsonb().$type<Call>().notNull(),
    /** The whole `state`, when somebody who is asked was told something. */
    sealed: bytesColumn(),
    rev: integer().notNull(),
    /** Who answers for it; null while nobody is in it. */
    ownerAgentId: uuid('owner_agent_id'),
    askedAt: instantColumn('asked_at').notNull(),
    /** When the first agent came. */
    answeredAt: instantColumn('answered_at'),
    endedAt: instantColumn('ended_at'),
    endReason: text('end_reason').$type<CallEndReason>(),
    /** From asking to the first agent; null when nobody came. */
    waitMs: integer('wait_ms'),
    /** From the first agent to the end; null until then. */
    talkMs: integer('talk_ms'),
  },
  (table) => [
    /** A visit is in one call at a time. */
    uniqueIndex('calls_open_visit').on(table.visitId).where(sql`${table.endedAt} is null`),
    index('calls_visit').on(table.visitId),
    index('calls_asked').on(table.askedAt),
  ],
);

/** Each request for a person, of a citizen or of a colleague: one row when asked, completed when it is over. */
export const callAsks = pgTable(
  'call_asks',
  {
    id: uuid().primaryKey(),
    callId: uuid('call_id').notNull(),
    visitId: uuid('visit_id').notNull(),
    /** Null when the citizen named none and nobody took it yet; the department of who took it afterwards. */
    departmentId: text('department_id'),
    purpose: text().$type<AskPurpose>().notNull(),
    /** Who asked; null for the citizen's own request. */
    byAgentId: uuid('by_agent_id'),
    askedAt: instantColumn('asked_at').notNull(),
    /** Who took it; null when nobody did. */
    agentId: uuid('agent_id'),
    answeredAt: instantColumn('answered_at'),
    /** It ended without anybody: the citizen gave up or chose another way, the asker cancelled, the call ended. */
    abandonedAt: instantColumn('abandoned_at'),
    /** Why it ended without anybody. */
    abandonReason: text('abandon_reason'),
    /** From asking until answered or abandoned. */
    waitMs: integer('wait_ms'),
    /** How long who took it stayed in the call; null until they went. */
    talkMs: integer('talk_ms'),
  },
  (table) => [index('call_asks_asked').on(table.askedAt), index('call_asks_call').on(table.callId)],
);

/** What each person wants to be when nothing holds them, and what still holds them, so that a hub that starts asks nobody wrongly. */
export const agentDuty = pgTable('agent_duty', {
  agentId: uuid('agent_id').primaryKey(),
  wish: text().$type<'available' | 'break' | 'not-responding' | 'offline'>().notNull(),
  /** Why they rest. */
  reason: text(),
  /** Since when they are so. */
  since: instantColumn().notNull(),
  /** Offers missed in a row. */
  misses: integer().notNull(),
  /** Somebody stands at their counter. */
  counter: boolean().notNull(),
  /** Notes that they are still finishing. */
  wrapUps: jsonb('wrap_ups')
    .$type<{ workId: string; departmentId: string; assignedAtMs: number; endsAtMs: number }[]>()
    .notNull(),
});

/** What citizens are owed. */
export const followUps = pgTable(
  'follow_ups',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    kind: text().$type<FollowUp['kind']>().notNull(),
    departmentId: text('department_id').notNull(),
    visitId: uuid('visit_id').notNull(),
    /** Null: it came of a case, not of a request that nobody answered. */
    callId: uuid('call_id'),
    boothId: text('booth_id').notNull(),
    phone: text().notNull(),
    text: text().notNull(),
    /** `phone` and `text`. */
    sealed: bytesColumn(),
    createdAt: instantColumn('created_at').notNull(),
    dueAt: instantColumn('due_at').notNull(),
    state: text().$type<FollowUp['state']>().notNull(),
    /** Who took it. */
    agentId: uuid('agent_id'),
    outcome: text(),
    sealedOutcome: bytesColumn('sealed_outcome'),
    doneAt: instantColumn('done_at'),
  },
  (table) => [index('follow_ups_open').on(table.departmentId, table.dueAt).where(sql`${table.state} <> 'done'`)],
);

/** How long calls last, as the routing measured it: one row, kept so that a hub that starts does not guess anew. */
export const routingMeasures = pgTable('routing_measures', {
  id: text().primaryKey(),
  data: jsonb().notNull(),
  updatedAt: instantColumn('updated_at').notNull(),
});
