import { and, asc, eq, isNotNull, isNull, lte, ne, or, sql } from 'drizzle-orm';
import type { Clock } from '../../contracts/time.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Store, Work } from '../store/work.ts';
import { type RetentionPolicy, recordKeptUntilMs } from './policy.ts';
import { untilDone } from './until-done.ts';
import { endValues } from './values.ts';

/** A visit that still needs its key is looked at again after this, at the soonest. */
const LOOK_AGAIN_MS = 24 * 60 * 60 * 1_000;

interface KeyEndTools {
  readonly store: Store;
  readonly policy: RetentionPolicy;
  readonly clock: Clock;
}

/**
 * Ends keys of visits of which nothing is kept any more, with the values that they sealed: the time of the record is over, no
 * document is left, and nobody is owed an answer. Gives how many.
 * @param limit how many are looked at under one writers' lock
 */
export async function endKeys(tools: KeyEndTools, limit: number): Promise<number> {
  const ended: string[] = [];
  await untilDone(() => tools.store.write((work) => endSome(work, tools, limit, ended)));
  return ended.length;
}

async function endSome(work: Work, { policy, clock }: KeyEndTools, limit: number, ended: string[]): Promise<number> {
  const due = await dueKeys(work.tx, work.now, limit);
  for (const { visitId, endedAt } of due) {
    const untilMs = Math.max(
      recordKeptUntilMs(Date.parse(endedAt), await caseStates(work.tx, visitId), policy),
      (await isNeeded(work.tx, visitId)) ? clock.nowMs() + LOOK_AGAIN_MS : 0,
      await lastFileUntilMs(work.tx, visitId),
    );
    if (untilMs > clock.nowMs()) {
      await work.tx
        .update(schema.visitKeys)
        .set({ keepUntil: new Date(untilMs).toISOString() })
        .where(eq(schema.visitKeys.visitId, visitId));
      continue;
    }
    await endValues(work.tx, visitId);
    await work.vault.destroyKey(work.tx, visitId);
    await work.audit({ action: 'visit-key.destroyed', actor: { kind: 'hub', id: 'hub' }, visitId });
    ended.push(visitId);
  }
  return due.length;
}

/** Keys whose time may be over: cases change after the visit, so that each is looked at again when it is due. */
async function dueKeys(tx: Db, now: string, limit: number): Promise<{ visitId: string; endedAt: string }[]> {
  const { visitKeys, visits } = schema;
  const rows = await tx
    .select({ visitId: visitKeys.visitId, createdAt: visitKeys.createdAt, endedAt: visits.endedAt })
    .from(visitKeys)
    .leftJoin(visits, eq(visits.id, visitKeys.visitId))
    .where(
      and(
        isNotNull(visitKeys.wrapped),
        or(isNull(visitKeys.keepUntil), lte(visitKeys.keepUntil, now)),
        // Facts of a booth are kept though their visit never reached the hub.
        or(isNull(visits.id), isNotNull(visits.endedAt)),
      ),
    )
    .orderBy(asc(visitKeys.visitId))
    .limit(limit);
  return rows.map(({ visitId, createdAt, endedAt }) => ({ visitId, endedAt: endedAt ?? createdAt }));
}

async function caseStates(tx: Db, visitId: string) {
  const rows = await tx
    .select({ state: schema.cases.state })
    .from(schema.cases)
    .where(eq(schema.cases.visitId, visitId));
  return rows.map(({ state }) => state);
}

/** Whether a document or something owed holds the key. */
async function isNeeded(tx: Db, visitId: string): Promise<boolean> {
  const { files, followUps } = schema;
  const [file] = await tx
    .select({ id: files.id })
    .from(files)
    .where(and(eq(files.visitId, visitId), isNull(files.expiredAt)))
    .limit(1);
  if (file) return true;
  const [owed] = await tx
    .select({ id: followUps.id })
    .from(followUps)
    .where(and(eq(followUps.visitId, visitId), ne(followUps.state, 'done')))
    .limit(1);
  return owed !== undefined;
}

/** When the last document of the visit is looked at; 0 without any. */
async function lastFileUntilMs(tx: Db, visitId: string): Promise<number> {
  const { files } = schema;
  const [row] = await tx
    .select({ until: sql<string | Date | null>`max(${files.keepUntil})` })
    .from(files)
    .where(and(eq(files.visitId, visitId), isNull(files.expiredAt)));
  return row?.until ? new Date(row.until).getTime() : 0;
}
