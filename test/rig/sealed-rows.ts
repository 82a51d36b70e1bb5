import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PgTable } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/pglite';
import { systemClock } from '../../contracts/time.ts';
import { loadMasterKeys } from '../../server/keeping/master-keys.ts';
import type { SealedPlace } from '../../server/keeping/place.ts';
import { createVault, type VisitSeal } from '../../server/keeping/vault.ts';
import * as schema from '../../server/store/schema.ts';

type AnyPlace = SealedPlace & { open(seal: VisitSeal, row: never): unknown };

/** What a hub that has stopped holds sealed in its own database, opened with its own keys. */
export interface SealedRows {
  /** All rows of a table, with the values of one of its places. */
  of<T extends PgTable>(table: T, place: AnyPlace): Promise<T['$inferSelect'][]>;
  close(): Promise<void>;
}

export async function openSealedRows(hubDataDir: string): Promise<SealedRows> {
  const client = await PGlite.create(join(hubDataDir, 'database'));
  const db = drizzle({ client, schema });
  const vault = createVault(await loadMasterKeys(hubDataDir, undefined), systemClock);
  const cases = await db.select({ id: schema.cases.id, visitId: schema.cases.visitId }).from(schema.cases);
  const visitOfCase = new Map(cases.map(({ id, visitId }) => [id, visitId]));
  return {
    async of<T extends PgTable>(table: T, place: AnyPlace): Promise<T['$inferSelect'][]> {
      const rows: Record<string, unknown>[] = await db.select().from(table as PgTable);
      const visitOf = (row: Record<string, unknown>) => {
        const owner = place.ownerOf(row);
        return place.ownedBy === 'visit' ? owner : (visitOfCase.get(owner) ?? owner);
      };
      const sealOf = await vault.sealsOf(db, rows.map(visitOf));
      return rows.map((row) => place.open(sealOf(visitOf(row)), row as never) as T['$inferSelect']);
    },
    close: () => client.close(),
  };
}
