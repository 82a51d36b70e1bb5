import { notInArray } from 'drizzle-orm';
import type { Catalogue } from '../../contracts/domain/catalogue.ts';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';

type CatalogueTable =
  | typeof schema.regions
  | typeof schema.departments
  | typeof schema.services
  | typeof schema.bundles;

/** Makes the tables hold exactly this catalogue: the data files are its source, the tables serve queries beside visits. */
export async function storeCatalogue(work: Work, data: Catalogue): Promise<void> {
  await replaceAll(work, schema.regions, data.regions);
  await replaceAll(work, schema.departments, data.departments);
  await replaceAll(work, schema.services, data.services);
  await replaceAll(work, schema.bundles, data.bundles);
}

async function replaceAll(work: Work, table: CatalogueTable, entries: readonly { id: string }[]): Promise<void> {
  const ids = entries.map((entry) => entry.id);
  await work.tx.delete(table).where(ids.length > 0 ? notInArray(table.id, ids) : undefined);
  for (const [position, entry] of entries.entries()) {
    const values = { id: entry.id, position, data: entry as never };
    await work.tx
      .insert(table)
      .values(values)
      .onConflictDoUpdate({ target: table.id, set: { position, data: entry as never } });
  }
}
