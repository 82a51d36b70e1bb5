import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { ErrorCode } from '../../contracts/errors.ts';
import { bytesColumn, instantColumn } from './columns.ts';

/** A file on its way from a phone. It becomes a file of the visit when its last byte is here and it was found clean. */
export const uploads = pgTable(
  'uploads',
  {
    id: uuid().primaryKey(),
    checkinId: uuid('checkin_id').notNull(),
    visitId: uuid('visit_id').notNull(),
    caseId: uuid('case_id').notNull(),
    requiredPaperId: text('required_paper_id').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    /** Bytes that are here, without a gap. */
    offsetBytes: integer('offset_bytes').notNull(),
    createdAt: instantColumn('created_at').notNull(),
    /** The file that it became. */
    fileId: uuid('file_id'),
    /** Why it became none. */
    refused: text().$type<ErrorCode>(),
  },
  (table) => [index('uploads_created').on(table.createdAt)],
);

/** The bytes of an upload as they came, each part sealed with the key of its visit; gone when the upload is over. */
export const uploadParts = pgTable(
  'upload_parts',
  {
    uploadId: uuid('upload_id').notNull(),
    offsetBytes: integer('offset_bytes').notNull(),
    bytes: bytesColumn().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.offsetBytes] })],
);
