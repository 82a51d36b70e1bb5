import type { Id } from '../../contracts/ids.ts';
import type { BoothDatabase } from './booth-database.ts';

/** What was typed into shared forms at the screen and is not at the hub: it outlives screen and process, and ends with the visit. */
export interface FormDrafts {
  /** On disk when it returns; null forgets it. The text is the screen's own and is not read here. */
  keep(caseId: Id, kept: string | null): void;
  /** By case. */
  all(): Record<Id, string>;
  forget(): void;
}

const SCHEMA = 'CREATE TABLE IF NOT EXISTS form_drafts (case_id TEXT PRIMARY KEY, kept TEXT NOT NULL) STRICT';

export function openFormDrafts({ sql }: BoothDatabase): FormDrafts {
  sql.exec(SCHEMA);
  const put = sql.prepare(
    'INSERT INTO form_drafts (case_id, kept) VALUES (?, ?) ON CONFLICT (case_id) DO UPDATE SET kept = excluded.kept',
  );
  const drop = sql.prepare('DELETE FROM form_drafts WHERE case_id = ?');
  const read = sql.prepare('SELECT case_id, kept FROM form_drafts');
  const clear = sql.prepare('DELETE FROM form_drafts');
  return {
    keep(caseId, kept) {
      if (kept === null) drop.run(caseId);
      else put.run(caseId, kept);
    },
    all: () =>
      Object.fromEntries((read.all() as { case_id: Id; kept: string }[]).map((row) => [row.case_id, row.kept])),
    forget: () => void clear.run(),
  };
}
