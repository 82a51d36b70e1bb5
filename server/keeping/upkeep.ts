import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { type Clock, instantOf, type Timer } from '../../contracts/time.ts';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import type { Logger } from '../log.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Store, Work } from '../store/work.ts';
import { forgetUploads, isPart } from '../uploads/upload-rows.ts';
import { endKeys } from './key-end.ts';
import { ENDED } from './place.ts';
import { type FileUse, keptUntilMs, type RetentionPolicy } from './policy.ts';
import { untilDone } from './until-done.ts';
import { clearAway, sealOldValues } from './values.ts';

/** Documents end on the day, not on the minute; an hour keeps each turn short. */
export const UPKEEP_INTERVAL_MS = 60 * 60 * 1_000;
/** A turn holds the writers' lock: booths wait no longer than for so many rows. */
const BATCH = 100;
/** Documents of before there were keys come whole into memory: up to 20 MB each. */
const SEAL_BATCH = 4;

export interface UpkeepTools {
  readonly store: Store;
  readonly catalogue: Pick<CatalogueIndex, 'service'>;
  readonly policy: RetentionPolicy;
  readonly clock: Clock;
  readonly logger: Logger;
}

const HUB = { kind: 'hub', id: 'hub' } as const;

/** Seals what was stored in clear, wraps with the first master key what older ones wrapped. Run once at start. */
export async function bringUnderKeys({ store, logger }: UpkeepTools): Promise<void> {
  const sealed = await untilDone(() => store.write(sealOld));
  const values = await untilDone(
    () => store.write((work) => sealOldValues(work, BATCH)),
    (all) => logger.info({ values: all }, 'values that stood in clear are being sealed'),
  );
  if (values > 0) await clearAway(store.db);
  const rewrapped = await untilDone(() => store.write((work) => work.vault.rewrap(work.tx, BATCH)));
  if (sealed + values + rewrapped > 0) {
    logger.info({ sealed, values, rewrapped }, 'documents and values were brought under the present keys');
  }
}

async function sealOld(work: Work): Promise<number> {
  const rows = await work.tx
    .select({ id: schema.files.id, visitId: schema.files.visitId, bytes: schema.files.bytes })
    .from(schema.files)
    .where(and(eq(schema.files.sealed, false), isNull(schema.files.expiredAt)))
    .orderBy(asc(schema.files.id))
    .limit(SEAL_BATCH);
  for (const { id, visitId, bytes } of rows) {
    if (!bytes) throw new Error(`file ${id} has no bytes, yet was not ended`);
    const sealed = await work.vault.keepFile(work.tx, visitId, id, bytes);
    await work.tx.update(schema.files).set({ bytes: sealed, sealed: true }).where(eq(schema.files.id, id));
  }
  return rows.length;
}

/** Ends the documents whose time is over; gives how many. */
export async function endExpired({ store, catalogue, policy, clock }: UpkeepTools): Promise<number> {
  const ended: string[] = [];
  await untilDone(() =>
    store.write(async (work) => {
      const due = await dueFiles(work.tx, instantOf(clock));
      for (const { id, visitId, visitEndedAt } of due) {
        const untilMs = keptUntilMs(Date.parse(visitEndedAt), await usesOf(work.tx, catalogue, id), policy);
        if (untilMs > clock.nowMs()) {
          await work.tx
            .update(schema.files)
            .set({ keepUntil: new Date(untilMs).toISOString() })
            .where(eq(schema.files.id, id));
          continue;
        }
        await endFile(work, visitId, id);
        ended.push(id);
      }
      return due.length;
    }),
  );
  await store.vault.dropFiles(ended);
  return ended.length;
}

/** Forgets uploads that nobody waits for, and what a crash left in the folder without a row. */
async function tidyFolder({ store, clock, logger }: UpkeepTools): Promise<void> {
  await store.vault.dropFiles(await store.write(({ tx }) => forgetUploads(tx, clock.nowMs())));
  const orphans: string[] = [];
  for (const name of await store.vault.oldNames()) {
    if (!(await isNamed(store.db, name))) orphans.push(name);
  }
  await store.vault.dropFiles(orphans);
  if (orphans.length > 0) logger.warn({ orphans: orphans.length }, 'documents without a row were removed');
}

async function isNamed(db: Db, name: string): Promise<boolean> {
  if (name.includes('.')) return isPart(db, name);
  const { id, expiredAt } = schema.files;
  const rows = await db
    .select({ id })
    .from(schema.files)
    .where(and(eq(id, name), isNull(expiredAt)));
  return rows.length > 0;
}

/** Whose time may be over: the papers of a case change after the visit, so that each is looked at again when it is due. */
async function dueFiles(tx: Db, now: string) {
  const rows = await tx
    .select({ id: schema.files.id, visitId: schema.files.visitId, visitEndedAt: schema.visits.endedAt })
    .from(schema.files)
    .innerJoin(schema.visits, eq(schema.visits.id, schema.files.visitId))
    .where(
      and(
        isNull(schema.files.expiredAt),
        isNotNull(schema.visits.endedAt),
        or(isNull(schema.files.keepUntil), lte(schema.files.keepUntil, now)),
      ),
    )
    .orderBy(asc(schema.files.id))
    .limit(BATCH);
  return rows.map(({ visitEndedAt, ...row }) => ({ ...row, visitEndedAt: visitEndedAt ?? now }));
}

async function usesOf(tx: Db, catalogue: UpkeepTools['catalogue'], fileId: string): Promise<FileUse[]> {
  const rows = await tx
    .select({
      serviceId: schema.cases.serviceId,
      requiredPaperId: schema.papers.requiredPaperId,
      paperState: schema.papers.state,
      caseState: schema.cases.state,
    })
    .from(schema.papers)
    .innerJoin(schema.cases, eq(schema.cases.id, schema.papers.caseId))
    .where(eq(schema.papers.fileId, fileId));
  return rows.map(({ serviceId, requiredPaperId, paperState, caseState }) => ({
    // A service that left the catalogue leaves its papers of no known kind.
    kind: catalogue.service(serviceId)?.papers.find(({ id }) => id === requiredPaperId)?.kind ?? 'other',
    paperState,
    caseState,
  }));
}

/** The bytes go, and what was read from them, also from the timeline; that there was such a file stays. */
async function endFile(work: Work, visitId: string, fileId: string): Promise<void> {
  await work.tx
    .update(schema.files)
    .set({ bytes: null, expiredAt: work.now, keepUntil: null })
    .where(eq(schema.files.id, fileId));
  await work.tx.delete(schema.readings).where(eq(schema.readings.fileId, fileId));
  const { timeline } = schema;
  const saysOfFile = sql`(
    (${timeline.fact}->>'type' = 'paper.read' and ${timeline.fact}->'reading'->>'fileId' = ${fileId}) or
    (${timeline.fact}->>'type' = 'paper.confirmed' and ${timeline.fact}->>'fileId' = ${fileId}))`;
  await work.tx
    .update(timeline)
    .set({ sealed: ENDED })
    .where(and(eq(timeline.visitId, visitId), saysOfFile));
  await work.audit({ action: 'file.expired', actor: HUB, visitId, subject: fileId });
}

/** Looks every hour for documents whose time is over; a failed turn is logged and tried again. Gives what stops it. */
export function startUpkeep(tools: UpkeepTools): () => Promise<void> {
  const { clock, logger } = tools;
  let timer: Timer | undefined;
  let turn: Promise<void> = Promise.resolve();
  let stopped = false;
  const run = async () => {
    try {
      await tidyFolder(tools);
      const ended = await endExpired(tools);
      const keys = await endKeys(tools, BATCH);
      if (ended + keys > 0) {
        logger.info({ ended, keys, policy: tools.policy.version }, 'documents and keys were ended by their retention');
      }
    } catch (thrown) {
      logger.error({ err: thrown }, 'the retention of documents could not be kept');
    }
    if (!stopped) arm();
  };
  const arm = () => {
    timer = clock.after(UPKEEP_INTERVAL_MS, () => {
      turn = run();
    });
  };
  turn = run();
  return async () => {
    stopped = true;
    timer?.cancel();
    await turn;
  };
}
