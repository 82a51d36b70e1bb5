import { and, eq, inArray, max, or } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { BoothFact, VisitFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { clearHealed, clearIncident, raiseIncident } from './incidents.ts';
import { admit, endStaleVisit, endVisit, stepVisit } from './life.ts';
import { storeMailing, storeRating, storeReading } from './papers.ts';
import { moveParcel, visitOfParcel, withdrawParcel } from './parcels.ts';

/** Facts of a booth's journal: stored exactly once in effect, each with what it means for the visit. */

/** Highest sequence number stored for a booth; 0 when none. */
export async function storedSeq(db: Db, boothId: string): Promise<number> {
  const inVisits = await db
    .select({ seq: max(schema.timeline.boothSeq) })
    .from(schema.timeline)
    .where(eq(schema.timeline.boothId, boothId));
  const outside = await db
    .select({ seq: max(schema.boothFacts.seq) })
    .from(schema.boothFacts)
    .where(eq(schema.boothFacts.boothId, boothId));
  return Math.max(inVisits[0]?.seq ?? 0, outside[0]?.seq ?? 0);
}

/** A fact of a visit. */
type FactInVisit = BoothFact & { readonly visitId: string };

export interface Ingested {
  readonly storedSeq: number;
  /** The facts that were new. */
  readonly fresh: readonly BoothFact[];
  /** Sequence numbers that never arrived, before the first fact of this batch. */
  readonly lost: number;
  /** Visits ended by these facts. */
  readonly endedVisitIds: readonly string[];
  /** Facts that may not be without a visit: their numbers count, what they said is dropped. */
  readonly refused: readonly { readonly seq: number; readonly error: XiaowuError }[];
  /** Something that a technician is shown has changed. */
  readonly incidentsChanged: boolean;
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
  const refused: { seq: number; error: XiaowuError }[] = [];
  for (const fact of facts) {
    if (known.ids.has(fact.id)) continue;
    if (known.seqs.has(fact.seq)) return err(fail('wrong_state', `seq ${fact.seq} holds another fact`));
    known.ids.add(fact.id);
    known.seqs.add(fact.seq);
    fresh.push(fact);
    const visitId = fact.visitId ?? (await visitMeant(work, boothId, fact.fact));
    if (visitId === undefined) {
      const error = await storeOutside(work, boothId, fact, actor);
      if (error) refused.push({ seq: fact.seq, error });
      continue;
    }
    const inVisit: FactInVisit = { ...fact, visitId };
    const owner = owners.get(visitId);
    if (owner !== undefined && owner !== boothId) {
      return err(fail('forbidden', `seq ${fact.seq}: visit of another booth`));
    }
    if (owner === undefined && fact.fact.type === 'visit.admitted') {
      await admitLate(work, boothId, inVisit, actor);
      owners.set(visitId, boothId);
    }
    await work.addFact({
      visitId,
      source: 'booth',
      sourceId: boothId,
      fact: fact.fact,
      booth: { id: fact.id, seq: fact.seq, boothId, at: fact.at },
    });
    if (await applyFact(work, boothId, inVisit, actor)) endedVisitIds.push(visitId);
  }
  const highest = Math.max(before, ...fresh.map((fact) => fact.seq));
  const lost = Math.max(0, (fresh[0]?.seq ?? 0) - before - 1);
  // An incident may be told after the device was well again: the line was down in between.
  if (fresh.some(({ fact }) => fact.type === 'incident.raised')) await clearHealed(work, boothId);
  const incidentsChanged = fresh.some(({ fact }) => fact.type.startsWith('incident.') || fact.type === 'parcel.moved');
  return ok({ storedSeq: highest, fresh, lost, endedVisitIds, refused, incidentsChanged });
}

/** A courier comes when the visit is long over: the booth need not know whose the parcel was. */
async function visitMeant(work: Work, boothId: string, fact: VisitFact): Promise<string | undefined> {
  return fact.type === 'parcel.moved' ? visitOfParcel(work.tx, boothId, fact.parcelId) : undefined;
}

/**
 * A fact of the booth itself: an incident or a slip that it gave out. Anything else is refused, and its number is kept as
 * taken, because a booth sends its facts in order and would send a refused one for ever.
 */
async function storeOutside(
  work: Work,
  boothId: string,
  boothFact: BoothFact,
  actor: Actor,
): Promise<XiaowuError | undefined> {
  const { id, seq, at, fact } = boothFact;
  const belongs = fact.type === 'incident.raised' || fact.type === 'incident.cleared' || fact.type === 'slip.printed';
  const error = belongs ? undefined : fail('wrong_state', `seq ${seq}: ${fact.type} without a visit`);
  await work.tx.insert(schema.boothFacts).values({
    id,
    boothId,
    seq,
    at,
    storedAt: work.now,
    fact: belongs ? fact : null,
    refused: error?.detail,
  });
  if (belongs) await applyToBooth(work, boothId, boothFact, actor);
  return error;
}

/** What a fact means for the booth, in a visit or outside one. */
async function applyToBooth(work: Work, boothId: string, boothFact: BoothFact, actor: Actor): Promise<void> {
  const { id, visitId, fact, at } = boothFact;
  switch (fact.type) {
    case 'incident.raised':
      await raiseIncident(work, { ...fact, id, boothId, visitId, at }, actor);
      return;
    case 'incident.cleared':
      await clearIncident(work, { ...fact, boothId, at }, actor);
      return;
    case 'slip.printed': {
      const detail = `${fact.kind}, ${fact.copy === 0 ? 'original' : `copy ${fact.copy}`}`;
      const subject = fact.number;
      await work.audit({ action: 'slip.printed', actor, visitId: visitId ?? undefined, subject, detail });
      return;
    }
    default:
      return;
  }
}

/** Which ids, and which numbers of this booth, are stored already. */
async function findKnown(
  db: Db,
  boothId: string,
  facts: readonly BoothFact[],
): Promise<{ ids: Set<string>; seqs: Set<number | null> }> {
  const ids = facts.map((fact) => fact.id);
  const seqs = facts.map((fact) => fact.seq);
  const same = (columns: { id: PgColumn; boothId: PgColumn; seq: PgColumn }) =>
    or(inArray(columns.id, ids), and(eq(columns.boothId, boothId), inArray(columns.seq, seqs)));
  const { timeline, boothFacts } = schema;
  const ofVisits = { id: timeline.id, boothId: timeline.boothId, seq: timeline.boothSeq };
  const outside = { id: boothFacts.id, boothId: boothFacts.boothId, seq: boothFacts.seq };
  const rows = [
    ...(await db.select(ofVisits).from(timeline).where(same(ofVisits))),
    ...(await db.select(outside).from(boothFacts).where(same(outside))),
  ];
  return {
    ids: new Set(rows.map((row) => row.id)),
    seqs: new Set(rows.filter((row) => row.boothId === boothId).map((row) => row.seq)),
  };
}

/** The booths that the visits of these facts are in. */
async function findOwners(db: Db, facts: readonly BoothFact[]): Promise<Map<string, string>> {
  const visitIds = new Set(facts.flatMap(({ visitId }) => (visitId === null ? [] : [visitId])));
  if (visitIds.size === 0) return new Map();
  const rows = await db
    .select({ id: schema.visits.id, boothId: schema.visits.boothId })
    .from(schema.visits)
    .where(inArray(schema.visits.id, [...visitIds]));
  return new Map(rows.map((row) => [row.id, row.boothId]));
}

/** A visit that began while the line was down reaches the hub by its first fact. */
async function admitLate(work: Work, boothId: string, fact: FactInVisit, actor: Actor): Promise<void> {
  if (fact.fact.type !== 'visit.admitted') return;
  await endStaleVisit(work, boothId, actor);
  await admit(work, { visitId: fact.visitId, boothId, entry: fact.fact.entry, language: fact.fact.language, actor });
}

/** What a fact means for the visit; true when it ended the visit. */
async function applyFact(work: Work, boothId: string, boothFact: FactInVisit, actor: Actor): Promise<boolean> {
  const { id, visitId, fact, at } = boothFact;
  await applyToBooth(work, boothId, boothFact, actor);
  switch (fact.type) {
    case 'citizen.inside':
      await stepVisit(work, visitId, 'entered');
      return false;
    case 'paper.read':
      await storeReading(work, visitId, fact.reading);
      return false;
    case 'pages.arranged':
      work.touch(visitId);
      return false;
    case 'mailing.given':
      await storeMailing(work, visitId, fact.mailing);
      return false;
    case 'rating.given':
      await storeRating(work, visitId, fact.caseId, fact.level, at, actor);
      return false;
    case 'parcel.moved':
      await moveParcel(work, { parcelId: fact.parcelId, visitId, factId: id, state: fact.state, at, actor });
      return false;
    case 'locker.declined':
      await withdrawParcel(work, visitId, fact.parcelId, actor);
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
