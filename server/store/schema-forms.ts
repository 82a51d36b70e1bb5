import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { FormFieldState, FormOutcome, FormSignature, FormWriter } from '../../contracts/domain/form.ts';
import { bytesColumn, instantColumn } from './columns.ts';

/** The shared forms of cases. `cases.form` holds what counts of each, for whoever only reads. */
export const forms = pgTable('forms', {
  caseId: uuid('case_id').primaryKey(),
  /** The texts, as one Yjs update. */
  doc: bytesColumn().notNull(),
  fields: jsonb().$type<Record<string, FormFieldState>>().notNull(),
  /** `doc` and `fields`. */
  sealed: bytesColumn(),
  rev: integer().notNull(),
  version: integer().notNull(),
  updatedAt: instantColumn('updated_at').notNull(),
});

/** What people did to fields besides typing, in full; the id is made by who did it, so that a repeat is known. */
export const formActs = pgTable(
  'form_acts',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id').notNull(),
    fieldId: text('field_id').notNull(),
    type: text().notNull(),
    /** The value confirmed, or the reason of a doubt. */
    value: text(),
    /** `value`. */
    sealed: bytesColumn(),
    by: jsonb().$type<FormWriter>().notNull(),
    outcome: text().$type<FormOutcome>().notNull(),
    at: instantColumn().notNull(),
  },
  (table) => [index('form_acts_case').on(table.caseId)],
);

export const formSignatures = pgTable(
  'form_signatures',
  {
    id: uuid().primaryKey(),
    caseId: uuid('case_id').notNull(),
    version: integer().notNull(),
    hash: text().notNull(),
    device: text().$type<FormSignature['device']>().notNull(),
    /** Booth or check-in at which it was given. */
    signedAtId: text('signed_at_id').notNull(),
    signedAt: instantColumn('signed_at').notNull(),
    /** Content, strokes and picture as JSON, sealed with the key of the visit. */
    sealed: bytesColumn().notNull(),
    fileId: uuid('file_id'),
    voidedAt: instantColumn('voided_at'),
  },
  (table) => [index('form_signatures_case').on(table.caseId)],
);
