import { and, eq, inArray, max, or } from 'drizzle-orm';
import type { BoothFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { admit, endStaleVisit, endVisit, stepVisit } from './life.ts';
import { storeMailing, storeRating, storeReading } from './papers.ts';
import { moveParcel, withdrawParcel } from './parcels.ts';

/** Facts of a booth's journal: stored exactly once in effect, each with what it means for the visit. */

/** Highest sequence number stored for a booth; 0 when none. */
export async function storedSeq(db: Db, boothId: string): Promise<number> {
  const rows = await db
    .select({ seq: max(schema.timeline.boothSeq) })
    .from(schema.timeline)
    .where(eq(schema.timeline.boothId, boothId));
  return rows[0]?.seq ?? 0;
}

export interface Ingested {
  readonly storedSeq: number;
  /** The facts that were new. */
  readonly fresh: readonly BoothFact[];
  /** Sequence numbers that never arrived, before the first fact of this batch. */
  readonly lost: number;
  /** Visits ended by these facts. */
  readonly endedVisitIds: readonly string[];
}

export async function ingestFacts(
  work: Work,
  boothId: string,
  facts: readonly BoothFact[],
): Promise<Result<Ingested, XiaowuError>> {
  const actor: Actor = { kind: 'booth', id: boothId };
  const before = await storedSeq(work.tx, boothId);
  const known = await findKnown(work.tx, boothId, facts);
  const owners = await findOwners(work.tx, facts);
  const fresh: BoothFact[] = [];
  const endedVisitIds: string[] = [];
  for (const fact of facts) {
    if (known.ids.has(fact.id)) continue;
    if (known.seqs.has(fact.seq)) return err(fail('wrong_state', `seq ${fact.seq} holds another fact`));
    const owner = owners.get(fact.visitId);
    if (owner !== undefined && owner !== boothId) {
      return err(fail('forbidden', `seq ${fact.seq}: visit of another booth`));
    }
    if (owner === undefined && fact.fact.type === 'visit.admitted') {
      await admitLate(work, boothId, fact, actor);
      owners.set(fact.visitId, boothId);
    }
    await work.addFact({
      visitId: fact.visitId,
      source: 'booth',
      sourceId: boothId,
      fact: fact.fact,
      booth: { id: fact.id, seq: fact.seq, boothId, at: fact.at },
    });
    known.ids.add(fact.id);
    known.seqs.add(fact.seq);
    fresh.push(fact);
    if (await applyFact(work, boothId, fact, actor)) endedVisitIds.push(fact.visitId);
  }
  const highest = Math.max(before, ...fresh.map((fact) => fact.seq));
  const lost = Math.max(0, (fresh[0]?.seq ?? 0) - before - 1);
  return ok({ storedSeq: highest, fresh, lost, endedVisitIds });
}

/** Which ids, and which numbers of this booth, are stored already. */
async function findKnown(
  db: Db,
  boothId: string,
  facts: readonly BoothFact[],
): Promise<{ ids: Set<string>; seqs: Set<number | null> }> {
  const rows = await db
    .select({ id: schema.timeline.id, boothId: schema.timeline.boothId, seq: schema.timeline.boothSeq })
    .from(schema.timeline)
    .where(
      or(
        inArray(
          schema.timeline.id,
          facts.map((fact) => fact.id),
        ),
        and(
          eq(schema.timeline.boothId, boothId),
          inArray(
            schema.timeline.boothSeq,
            facts.map((fact) => fact.seq),
          ),
        ),
      ),
    );
  return {
    ids: new Set(rows.map((row) => row.id)),
    seqs: new Set(rows.filter((row) => row.boothId === boothId).map((row) => row.seq)),
  };
}

/** The booths that the visits of these facts are in. */
async function findOwners(db: Db, facts: readonly BoothFact[]): Promise<Map<string, string>> {
  const rows = await db
    .select({ id: schema.visits.id, boothId: schema.visits.boothId })
    .from(schema.visits)
    .where(inArray(schema.visits.id, [...new Set(facts.map((fact) => fact.visitId))]));
  return new Map(rows.map((row) => [row.id, row.boothId]));
}

/** A visit that began while the line was down reaches the hub by its first fact. */
async function admitLate(work: Work, boothId: string, fact: BoothFact, actor: Actor): Promise<void> {
  if (fact.fact.type !== 'visit.admitted') return;
  await endStaleVisit(work, boothId, actor);
  await admit(work, { visitId: fact.visitId, boothId, entry: fact.fact.entry, language: fact.fact.language, actor });
}

/** What a fact means for the visit; true when it ended the visit. */
async function applyFact(work: Work, boothId: string, boothFact: BoothFact, actor: Actor): Promise<boolean> {
  const { visitId, fact, at } = boothFact;
  switch (fact.type) {
    case 'citizen.inside':
      await stepVisit(work, visitId, 'entered');
      return false;
    case 'paper.read':
      await storeReading(work, visitId, fact.reading);
      return false;
    case 'mailing.given':
      await storeMailing(work, visitId, fact.mailing);
      return false;
    case 'rating.given':
      await storeRating(work, visitId, fact.caseId, fact.level, at, actor);
      return false;
    case 'parcel.moved':
      await moveParcel(work, { parcelId: fact.parcelId, visitId, state: fact.state, at, actor });
      return false;
    case 'locker.declined':
      await withdrawParcel(work, visitId, fact.parcelId);
      return false;
    case 'receipt.printed':
    case 'receipt.failed':
      await settleReceipt(work, visitId, fact.number, fact.type, actor);
      return false;
    case 'visit.ended':
      return endVisit(work, visitId, fact.end, actor);
    case 'booth.wiped':
      await work.audit({ action: 'booth.wiped', actor, visitId, subject: boothId });
      return false;
    default:
      return false;
  }
}

async function settleReceipt(
  work: Work,
  visitId: string,
  number: string,
  action: 'receipt.printed' | 'receipt.failed',
  actor: Actor,
): Promise<void> {
  await work.tx
    .update(schema.receipts)
    .set({ state: action === 'receipt.printed' ? 'printed' : 'void' })
    .where(and(eq(schema.receipts.number, number), eq(schema.receipts.visitId, visitId)));
  work.touch(visitId);
  const disposition = action === 'receipt.printed' ? 'success' : 'failure';
  await work.audit({ action, actor, visitId, subject: number, disposition });
}
