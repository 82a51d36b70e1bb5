import { and, asc, eq, ne } from 'drizzle-orm';
import type { PaperReading, VisitFile } from '../../contracts/domain/paper.ts';
import type { CaseNeeds } from '../../contracts/domain/requirements.ts';
import type { TimelineEntry } from '../../contracts/domain/timeline.ts';
import type { Parcel, Visit, VisitCase } from '../../contracts/domain/visit.ts';
import {
  CASE_FORM,
  CASE_NOTE,
  isHollow,
  NOTICE,
  PAPER_REASON,
  PARCEL_MAILING,
  READING,
  RECEIPT,
  TIMELINE_FACT,
  VISIT_MAILING,
} from '../keeping/places.ts';
import type { Reader, VisitSeal } from '../keeping/vault.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { documentsOf } from './documents.ts';

/** Reads of a visit. `phoneConnected` is not stored: whoever shows a visit fills it in. */

type VisitRow = typeof schema.visits.$inferSelect;
type CaseRow = typeof schema.cases.$inferSelect;
type PaperRow = typeof schema.papers.$inferSelect;
type NoticeRow = typeof schema.notices.$inferSelect;
type ParcelRow = typeof schema.parcels.$inferSelect;

/** The newest are shown; one case has one, seldom two. */
const MOST_NOTICES = 20;

const fileColumns = {
  id: schema.files.id,
  visitId: schema.files.visitId,
  source: schema.files.source,
  mimeType: schema.files.mimeType,
  sizeBytes: schema.files.sizeBytes,
  sha256: schema.files.sha256,
  widthPx: schema.files.widthPx,
  heightPx: schema.files.heightPx,
  createdAt: schema.files.createdAt,
};

export async function findVisitRow(db: Db, visitId: string): Promise<VisitRow | undefined> {
  return (await db.select().from(schema.visits).where(eq(schema.visits.id, visitId)))[0];
}

/** The visit that the hub believes to be in a booth. */
export async function findActiveVisitRow(db: Db, boothId: string): Promise<VisitRow | undefined> {
  const rows = await db
    .select()
    .from(schema.visits)
    .where(and(eq(schema.visits.boothId, boothId), ne(schema.visits.state, 'ended')));
  return rows[0];
}

/** The whole state of a visit. */
export async function loadVisit({ db, vault }: Reader, visitId: string): Promise<Visit | undefined> {
  const found = await findVisitRow(db, visitId);
  if (!found) return undefined;
  // One after the other: within a transaction there is one connection.
  const cases = await db
    .select()
    .from(schema.cases)
    .where(eq(schema.cases.visitId, visitId))
    .orderBy(asc(schema.cases.number));
  const papers = await db
    .select({ paper: schema.papers })
    .from(schema.papers)
    .innerJoin(schema.cases, eq(schema.cases.id, schema.papers.caseId))
    .where(eq(schema.cases.visitId, visitId))
    .orderBy(asc(schema.papers.position));
  const needs = await db.select().from(schema.caseNeeds).where(eq(schema.caseNeeds.visitId, visitId));
  const given = await db
    .select()
    .from(schema.notices)
    .where(eq(schema.notices.visitId, visitId))
    .orderBy(asc(schema.notices.givenAt));
  const files = await db
    .select(fileColumns)
    .from(schema.files)
    .where(eq(schema.files.visitId, visitId))
    .orderBy(asc(schema.files.createdAt));
  const readings = await db
    .select()
    .from(schema.readings)
    .where(eq(schema.readings.visitId, visitId))
    .orderBy(asc(schema.readings.at));
  const parcels = await db
    .select()
    .from(schema.parcels)
    .where(and(eq(schema.parcels.visitId, visitId), eq(schema.parcels.withdrawn, false)))
    .orderBy(asc(schema.parcels.number));
  const receipt = await findReceipt({ db, vault }, visitId);
  const ratings = await db
    .select()
    .from(schema.ratings)
    .where(eq(schema.ratings.visitId, visitId))
    .orderBy(asc(schema.ratings.at));
  const documents = await documentsOf(db, visitId, new Set(files.map(({ id }) => id)));
  // Read last: a key comes into being with the first that it seals.
  const seal = await vault.sealOf(db, visitId);
  const row = VISIT_MAILING.open(seal, found);
  return {
    id: row.id,
    number: row.number,
    boothId: row.boothId,
    entry: row.entry,
    state: row.state,
    end: row.end ?? undefined,
    language: row.language,
    consentAt: row.consentAt,
    bundleId: row.bundleId ?? undefined,
    serviceId: row.serviceId ?? undefined,
    firstAgentId: row.firstAgentId ?? undefined,
    startedAt: row.startedAt,
    endedAt: row.endedAt ?? undefined,
    mailing: row.mailing ?? undefined,
    phoneConnected: false,
    cases: cases.map((one) =>
      caseOf(
        seal,
        one,
        papers.map(({ paper }) => paper).filter((paper) => paper.caseId === one.id),
        needs.find(({ caseId }) => caseId === one.id)?.data,
        given.filter(({ caseId }) => caseId === one.id),
      ),
    ),
    files: files.map(fileOf),
    documents,
    readings: readings
      .map((one) => READING.open(seal, one))
      .map(({ fileId, kind, fields, text, durationMs }): PaperReading => ({ fileId, kind, fields, text, durationMs })),
    parcels: parcels.map((parcel) => parcelOf(PARCEL_MAILING.open(seal, parcel))),
    receipt: receipt?.data,
    ratings: ratings.map(({ caseId, level, at }) => ({ caseId, level, at })),
  };
}

/** The receipt that counts: the last one whose number is not void. */
export async function findReceipt(
  { db, vault }: Reader,
  visitId: string,
): Promise<typeof schema.receipts.$inferSelect | undefined> {
  const rows = await db
    .select()
    .from(schema.receipts)
    .where(and(eq(schema.receipts.visitId, visitId), ne(schema.receipts.state, 'void')))
    .orderBy(asc(schema.receipts.createdAt));
  const last = rows.at(-1);
  return last && RECEIPT.open(await vault.sealOf(db, visitId), last);
}

function caseOf(
  seal: VisitSeal,
  row: CaseRow,
  papers: readonly PaperRow[],
  needs: CaseNeeds | undefined,
  notices: readonly NoticeRow[],
): VisitCase {
  const issued = row.outcomeTitle !== null && row.verifyCode !== null && row.issuedAt !== null;
  return {
    id: row.id,
    number: row.number,
    visitId: row.visitId,
    serviceId: row.serviceId,
    departmentId: row.departmentId,
    agentId: row.agentId ?? undefined,
    state: row.state,
    form: CASE_FORM.open(seal, row).form,
    papers: papers
      .map((paper) => PAPER_REASON.open(seal, paper))
      .map((paper) => ({
        id: paper.id,
        caseId: paper.caseId,
        requiredPaperId: paper.requiredPaperId,
        state: paper.state,
        fileId: paper.fileId ?? undefined,
        reasonCode: paper.reasonCode ?? undefined,
        reason: paper.reason ?? undefined,
      })),
    needs,
    notices: notices.slice(-MOST_NOTICES).map((one) => NOTICE.open(seal, one).data),
    outcome: issued
      ? { title: row.outcomeTitle ?? '', verifyCode: row.verifyCode ?? '', issuedAt: row.issuedAt ?? '' }
      : undefined,
    note: CASE_NOTE.open(seal, row).note,
  };
}

/** @param row with its mailing opened */
export function parcelOf(row: ParcelRow): Parcel {
  return {
    id: row.id,
    number: row.number,
    visitId: row.visitId,
    caseId: row.caseId ?? undefined,
    compartment: row.compartment,
    state: row.state,
    mailing: row.mailing ?? undefined,
    custody: row.custody,
  };
}

/** A parcel without its recipient: a booth, a courier and a technician need to know where it lies, not whose it is. */
export function anonymousParcelOf(row: ParcelRow): Parcel {
  return { ...parcelOf(row), mailing: undefined };
}

export async function findParcelRow(db: Db, parcelId: string): Promise<ParcelRow | undefined> {
  return (await db.select().from(schema.parcels).where(eq(schema.parcels.id, parcelId)))[0];
}

function fileOf(row: { [K in keyof typeof fileColumns]: (typeof schema.files.$inferSelect)[K] }): VisitFile {
  return { ...row, widthPx: row.widthPx ?? undefined, heightPx: row.heightPx ?? undefined };
}

/** What of a case says whose it is and how far it is. */
export type CaseHead = Pick<CaseRow, 'id' | 'number' | 'visitId' | 'serviceId' | 'departmentId' | 'state'>;

export async function findCaseHead(db: Db, caseId: string): Promise<CaseHead | undefined> {
  const { id, number, visitId, serviceId, departmentId, state } = schema.cases;
  const head = { id, number, visitId, serviceId, departmentId, state };
  return (await db.select(head).from(schema.cases).where(eq(id, caseId)))[0];
}

export async function loadCase({ db, vault }: Reader, caseId: string): Promise<VisitCase | undefined> {
  const row = (await db.select().from(schema.cases).where(eq(schema.cases.id, caseId)))[0];
  if (!row) return undefined;
  const papers = await db
    .select()
    .from(schema.papers)
    .where(eq(schema.papers.caseId, caseId))
    .orderBy(asc(schema.papers.position));
  const [needs] = await db.select().from(schema.caseNeeds).where(eq(schema.caseNeeds.caseId, caseId));
  const given = await db
    .select()
    .from(schema.notices)
    .where(eq(schema.notices.caseId, caseId))
    .orderBy(asc(schema.notices.givenAt));
  return caseOf(await vault.sealOf(db, row.visitId), row, papers, needs?.data, given);
}

export async function loadTimeline({ db, vault }: Reader, visitId: string): Promise<TimelineEntry[]> {
  const rows = await db
    .select()
    .from(schema.timeline)
    .where(eq(schema.timeline.visitId, visitId))
    .orderBy(asc(schema.timeline.order));
  const seal = await vault.sealOf(db, visitId);
  return rows
    .map((row) => TIMELINE_FACT.open(seal, row))
    .filter(({ fact }) => !isHollow(fact))
    .map(({ id, order, at, source, sourceId, fact }) => ({ id, order, visitId, at, source, sourceId, fact }));
}

/** Whether an agent is or was party to the visit's call: what access to it rests on. */
export async function isParty(db: Db, visitId: string, agentId: string): Promise<boolean> {
  const rows = await db
    .select({ agentId: schema.visitAgents.agentId })
    .from(schema.visitAgents)
    .where(and(eq(schema.visitAgents.visitId, visitId), eq(schema.visitAgents.agentId, agentId)));
  return rows.length > 0;
}
