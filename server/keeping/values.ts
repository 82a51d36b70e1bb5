import { and, eq, getTableName, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';
import { ENDED, type SealedPlace } from './place.ts';
import { PLACES } from './places.ts';
import type { VisitSeal } from './vault.ts';

/** Seals values of before they were sealed, as many as `limit` of each place; gives how many. */
export async function sealOldValues(work: Work, limit: number): Promise<number> {
  let sealed = 0;
  const seals = new Map<string, VisitSeal>();
  for (const place of PLACES) {
    const { table, columns, inClear } = place;
    const rows = await work.tx
      .select()
      .from(table)
      .where(and(isNull(columns.sealed), inClear))
      .limit(limit);
    for (const row of rows) {
      const visitId = await visitOf(work.tx, place, row);
      const seal = seals.get(visitId) ?? (await work.vault.sealFor(work.tx, visitId));
      seals.set(visitId, seal);
      const sealedRow = place.sealRow(seal, row);
      if (!sealedRow[place.sealedName]) throw new Error(`a row of ${columns.sealed.name} would be sealed for ever`);
      await work.tx
        .update(table)
        .set(sealedRow)
        .where(eq(columns.id, place.idOf(row)));
    }
    sealed += rows.length;
  }
  return sealed;
}

/** Writes the tables anew: a row as it was before it was sealed lies in their pages until then. */
export async function clearAway(db: Db): Promise<void> {
  const names = new Set(PLACES.map(({ table }) => getTableName(table)));
  for (const name of names) await db.execute(sql`vacuum full ${sql.identifier(name)}`);
}

async function visitOf(tx: Db, { ownedBy, ownerOf }: SealedPlace, row: Record<string, unknown>): Promise<string> {
  const owner = ownerOf(row);
  if (ownedBy === 'visit') return owner;
  const { id, visitId } = schema.cases;
  const [found] = await tx.select({ visitId }).from(schema.cases).where(eq(id, owner));
  // A row of a case that is not there belongs to nobody; it is sealed all the same.
  return found?.visitId ?? owner;
}

/** Ends whatever a visit's seals hold: blanks remain. */
export async function endValues(tx: Db, visitId: string): Promise<void> {
  for (const { table, columns, ownedBy, sealedName } of PLACES) {
    await tx
      .update(table)
      .set({ [sealedName]: ENDED })
      .where(and(isNotNull(columns.sealed), ownedByVisit(tx, columns.owner, ownedBy, visitId)));
  }
  // Hubs hold forms ready by their revision: this is another one.
  const { forms } = schema;
  await tx
    .update(forms)
    .set({ rev: sql`${forms.rev} + 1` })
    .where(ownedByVisit(tx, forms.caseId, 'case', visitId));
}

function ownedByVisit(tx: Db, owner: PgColumn, ownedBy: SealedPlace['ownedBy'], visitId: string): SQL {
  if (ownedBy === 'visit') return eq(owner, visitId);
  const cases = tx.select({ id: schema.cases.id }).from(schema.cases).where(eq(schema.cases.visitId, visitId));
  return inArray(owner, cases);
}
