import { and, asc, eq, sql } from 'drizzle-orm';
import type { PaperDocument } from '../../contracts/domain/pages.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';

/**
 * The documents of a visit page by page, in the order in which they were begun: the last word of its timeline on each.
 * Absent when none was taken page by page.
 * @param fileIds the files of the visit; a page that is none of them is left out
 */
export async function documentsOf(
  db: Db,
  visitId: string,
  fileIds: ReadonlySet<string>,
): Promise<PaperDocument[] | undefined> {
  const { timeline } = schema;
  const rows = await db
    .select({ fact: timeline.fact })
    .from(timeline)
    .where(and(eq(timeline.visitId, visitId), sql`${timeline.fact}->>'type' = 'pages.arranged'`))
    .orderBy(asc(timeline.order));
  const documents = new Map<string, PaperDocument>();
  for (const { fact } of rows) {
    if (fact.type !== 'pages.arranged') continue;
    const { document } = fact;
    documents.set(document.id, { ...document, pages: document.pages.filter(({ fileId }) => fileIds.has(fileId)) });
  }
  return documents.size > 0 ? [...documents.values()] : undefined;
}
