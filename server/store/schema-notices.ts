import { index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Notice } from '../../contracts/domain/notice.ts';
import type { CaseNeeds } from '../../contracts/domain/requirements.ts';
import { bytesColumn, instantColumn } from './columns.ts';

/** Which papers a case needs, and by which rules and answers that was found. */
export const caseNeeds = pgTable(
  'case_needs',
  {
    caseId: uuid('case_id').primaryKey(),
    visitId: uuid('visit_id').notNull(),
    data: jsonb().$type<CaseNeeds>().notNull(),
  },
  (table) => [index('case_needs_visit').on(table.visitId)],
);

/** One-time notices as they were given, word for word. */
export const notices = pgTable(
  'notices',
  {
    id: uuid().primaryKey(),
    number: text().notNull().unique(),
    caseId: uuid('case_id').notNull(),
    visitId: uuid('visit_id').notNull(),
    agentId: uuid('agent_id').notNull(),
    data: jsonb().$type<Notice>().notNull(),
    /** The whole `data`, when the agent added words of their own. */
    sealed: bytesColumn(),
    givenAt: instantColumn('given_at').notNull(),
  },
  (table) => [index('notices_visit').on(table.visitId)],
);
