import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Catalogue, catalogue } from '../../contracts/domain/catalogue.ts';
import { catalogueFaults } from './catalogue.ts';

/** One data file holds any part of the catalogue; all files of the folder together are the catalogue. */
const part = catalogue.partial();

/** Reads and merges every JSON file of a folder; throws naming the file and the fault. */
export async function loadCatalogue(folder: string): Promise<Catalogue> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const merged: Required<Catalogue> = {
    ...{ regions: [], departments: [], services: [], bundles: [] },
    ...{ questions: [], refusalReasons: [] },
  };
  for (const name of names) {
    const path = join(folder, name);
    const parsed = part.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
    merged.regions.push(...(parsed.data.regions ?? []));
    merged.departments.push(...(parsed.data.departments ?? []));
    merged.services.push(...(parsed.data.services ?? []));
    merged.bundles.push(...(parsed.data.bundles ?? []));
    merged.questions.push(...(parsed.data.questions ?? []));
    merged.refusalReasons.push(...(parsed.data.refusalReasons ?? []));
  }
  const faults = catalogueFaults(merged);
  if (faults.length > 0) throw new Error(`catalogue in ${folder}: ${faults.join('; ')}`);
  return merged;
}
