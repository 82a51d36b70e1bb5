import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Catalogue } from '../../contracts/domain/catalogue.ts';
import { type Edition, edition, type WorkCalendar, workCalendar } from '../../contracts/domain/requirements.ts';
import { questionsOf, rulesFor } from './needed.ts';

/** All editions of the rules, the oldest first, each complete in itself. */
export class Requirements {
  readonly #editions: readonly Edition[];
  readonly calendar: WorkCalendar;

  constructor(editions: readonly Edition[], calendar: WorkCalendar) {
    this.#editions = [...editions].sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
    this.calendar = calendar;
  }

  get editions(): readonly Edition[] {
    return this.#editions;
  }

  /** The edition that holds on a local day. Throws before the first: a hub without rules tells nobody what is missing. */
  onDay(day: string): Edition {
    const found = this.#editions.findLast((one) => one.effectiveFrom <= day);
    if (!found) throw new Error(`no edition of the requirements holds on ${day}`);
    return found;
  }

  byVersion(version: string): Edition | undefined {
    return this.#editions.find((one) => one.version === version);
  }
}

async function readJson<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
  const parsed = schema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Reads `editions/*.json` and `calendar.json` of a folder; throws naming the file and the fault. */
export async function loadRequirements(folder: string, catalogue: Catalogue): Promise<Requirements> {
  const editionsDir = join(folder, 'editions');
  const names = (await readdir(editionsDir)).filter((name) => name.endsWith('.json')).sort();
  const whole = new Map<string, Edition>();
  for (const name of names) {
    const read = await readJson(join(editionsDir, name), edition);
    whole.set(read.version, completed(read, whole));
  }
  const faults = [...whole.values()].flatMap((one) => editionFaults(one, catalogue));
  if (faults.length > 0) throw new Error(`requirements in ${folder}: ${faults.join('; ')}`);
  return new Requirements([...whole.values()], await readJson(join(folder, 'calendar.json'), workCalendar));
}

/** An edition with everything that it takes over from the one it changes. */
export function completed(one: Edition, earlier: ReadonlyMap<string, Edition>): Edition {
  if (one.basedOn === undefined) return one;
  const base = earlier.get(one.basedOn);
  if (!base) throw new Error(`edition ${one.version} is based on ${one.basedOn}, which is not there`);
  return {
    ...one,
    terms: one.terms ?? base.terms,
    services: { ...base.services, ...one.services },
    regions: { ...base.regions, ...one.regions },
  };
}

/** What is wrong with an edition: names that lead nowhere, conditions on questions that nobody asks. */
export function editionFaults(one: Edition, catalogue: Catalogue): string[] {
  const faults: string[] = [];
  const at = `edition ${one.version}`;
  if (!one.terms) faults.push(`${at}: no terms`);
  const questions = new Map((catalogue.questions ?? []).map((each) => [each.id, each]));
  const serviceIds = new Set(catalogue.services.map(({ id }) => id));
  const regionIds = new Set(catalogue.regions.map(({ id }) => id));
  const named = [one.services, ...Object.values(one.regions).map(({ services }) => services)].flatMap(Object.keys);
  for (const id of named) if (!serviceIds.has(id)) faults.push(`${at}: no service ${id}`);
  for (const id of Object.keys(one.regions)) if (!regionIds.has(id)) faults.push(`${at}: no region ${id}`);
  for (const service of catalogue.services) {
    for (const regionId of regionIds) {
      const { asks, papers } = rulesFor(service, one, regionId);
      const where = `${at}, ${service.id} in ${regionId}`;
      for (const id of asks) if (!questions.has(id)) faults.push(`${where}: no question ${id}`);
      for (const { paper, rule } of papers) {
        if (rule.fromServiceId && !serviceIds.has(rule.fromServiceId))
          faults.push(`${where}, ${paper.id}: no service ${rule.fromServiceId}`);
        for (const id of rule.when ? questionsOf(rule.when) : [])
          if (!asks.includes(id)) faults.push(`${where}, ${paper.id}: ${id} is not asked`);
      }
      const ids = new Set(papers.map(({ paper }) => paper.id));
      const layers = [one.services[service.id], one.regions[regionId]?.services[service.id]];
      const known = new Set([...ids, ...layers.flatMap((layer) => layer?.drop ?? [])]);
      for (const id of layers.flatMap((layer) => Object.keys(layer?.papers ?? {})))
        if (!known.has(id)) faults.push(`${where}: no paper ${id}`);
    }
  }
  return faults;
}
