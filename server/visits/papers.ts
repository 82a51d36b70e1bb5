import { createHash } from 'node:crypto';
import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { checkCreditCode, checkIdNumber } from '../../contracts/domain/document-numbers.ts';
import type { PaperReading, ReadField, VisitFile } from '../../contracts/domain/paper.ts';
import type { Mailing } from '../../contracts/domain/visit.ts';
import { PARCEL_MAILING, READING, VISIT_MAILING } from '../keeping/places.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';

/** Papers, files, readings, mailing details and ratings of a visit. */

export interface NewFile {
  readonly id: string;
  readonly visitId: string;
  readonly source: VisitFile['source'];
  readonly mimeType: VisitFile['mimeType'];
  readonly bytes: Uint8Array;
  readonly widthPx?: number;
  readonly heightPx?: number;
  readonly actor: Actor;
  /** The booth journals the storing of its own stills as a fact. */
  readonly timelineSource?: 'phone';
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function storeFile(work: Work, file: NewFile): Promise<void> {
  const { actor, timelineSource, bytes, ...values } = file;
  await work.tx.insert(schema.files).values({
    ...values,
    sizeBytes: bytes.byteLength,
    sha256: sha256Of(bytes),
    createdAt: work.now,
    bytes: await work.vault.keepFile(work.tx, file.visitId, file.id, bytes),
    sealed: true,
  });
  await work.audit({ action: 'file.stored', actor, visitId: file.visitId, subject: file.id, detail: file.mimeType });
  if (timelineSource) {
    await work.addFact({
      visitId: file.visitId,
      source: timelineSource,
      sourceId: actor.id,
      fact: { type: 'file.stored', fileId: file.id, source: file.source },
    });
  }
  work.touch(file.visitId);
}

export async function storeReading(work: Work, visitId: string, reading: PaperReading): Promise<void> {
  const { fileId, fields, text, ...rest } = reading;
  const values = { ...rest, ...(await READING.keep(work, visitId, fileId, { fields, text })) };
  await work.tx
    .insert(schema.readings)
    .values({ fileId, ...values, visitId, at: work.now })
    .onConflictDoUpdate({
      target: schema.readings.fileId,
      set: values,
      setWhere: eq(schema.readings.visitId, visitId),
    });
  work.touch(visitId);
}

/** What the check digit of a value says, where its field has one. */
function ruleOf(fieldId: string, value: string): ReadField['rule'] {
  if (fieldId === 'id-number') return checkIdNumber(value).verdict;
  return fieldId === 'credit-code' ? checkCreditCode(value).verdict : 'none';
}

/** Fields as a person confirmed them; a value that the person changed is theirs, with its check digit computed anew. */
export function confirmFields(
  read: readonly ReadField[],
  confirmed: readonly { id: string; value: string }[],
): ReadField[] {
  const known = new Map(read.map((field) => [field.id, field]));
  for (const { id, value } of confirmed) {
    const before = known.get(id);
    if (before?.value === value) known.set(id, { ...before, confirmed: true });
    else known.set(id, { ...before, id, value, confidence: 1, rule: ruleOf(id, value), confirmed: true });
  }
  return [...known.values()];
}

export async function storeMailing(work: Work, visitId: string, mailing: Mailing): Promise<boolean> {
  const { visits, parcels } = schema;
  const [visit] = await work.tx.select().from(visits).where(eq(visits.id, visitId));
  if (!visit) return false;
  const seal = await work.vault.sealFor(work.tx, visitId);
  const before = VISIT_MAILING.open(seal, visit).mailing;
  if (before && sameMailing(before, mailing)) return false;
  await work.tx
    .update(visits)
    .set(VISIT_MAILING.close(seal, visitId, { mailing }))
    .where(eq(visits.id, visitId));
  // A sealed parcel keeps the label it was sealed with.
  const unlabelled = and(isNull(parcels.mailing), isNull(parcels.sealed));
  const rows = await work.tx
    .select({ id: parcels.id })
    .from(parcels)
    .where(
      and(
        eq(parcels.visitId, visitId),
        or(inArray(parcels.state, ['requested', 'agreed', 'pulse-sent', 'open', 'closed']), unlabelled),
      ),
    );
  for (const { id } of rows) {
    await work.tx
      .update(parcels)
      .set(PARCEL_MAILING.close(seal, id, { mailing }))
      .where(eq(parcels.id, id));
  }
  work.touch(visitId);
  return true;
}

function sameMailing(a: Mailing, b: Mailing): boolean {
  return a.recipient === b.recipient && a.phone === b.phone && a.address === b.address;
}

/** Stores a rating of a case of this visit; false when it says nothing new or the case is not of this visit. */
export async function storeRating(
  work: Work,
  visitId: string,
  caseId: string,
  level: number,
  at: string,
  actor: Actor,
): Promise<boolean> {
  const owned = await work.tx
    .select({ id: schema.cases.id, number: schema.cases.number })
    .from(schema.cases)
    .where(and(eq(schema.cases.id, caseId), eq(schema.cases.visitId, visitId)));
  if (!owned[0]) return false;
  const before = await work.tx.select().from(schema.ratings).where(eq(schema.ratings.caseId, caseId));
  if (before[0]?.level === level) return false;
  await work.tx
    .insert(schema.ratings)
    .values({ caseId, visitId, level, at })
    .onConflictDoUpdate({ target: schema.ratings.caseId, set: { level, at } });
  // The level stays out of the log: a rating is private until the case closes.
  await work.audit({ action: 'rating.given', actor, visitId, subject: owned[0].number });
  work.touch(visitId);
  return true;
}
