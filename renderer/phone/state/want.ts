import type { Bundle, Catalogue, Department, Service } from '../../../contracts/domain/catalogue.ts';
import type { Localized } from '../../../contracts/domain/language.ts';
import type { Want } from './model.ts';

/** Name of what a citizen comes for; null for a booking (the hub knows), for "ask inside", and for what is no longer offered. */
export function wantName(want: Want | null, catalogue: Catalogue | null): Localized | null {
  if (want === null || catalogue === null) return null;
  if (want.kind === 'bundle') return catalogue.bundles.find((bundle) => bundle.id === want.bundleId)?.name ?? null;
  if (want.kind === 'service') return catalogue.services.find((service) => service.id === want.serviceId)?.name ?? null;
  return null;
}

/** Departments that take part in a bundle, each once, in the bundle's order. */
export function departmentsOf(bundle: Bundle, catalogue: Catalogue): readonly Department[] {
  const ids = bundle.serviceIds.map((id) => catalogue.services.find((service) => service.id === id)?.departmentId);
  return [...new Set(ids)].flatMap((id) => catalogue.departments.find((department) => department.id === id) ?? []);
}

export interface Found {
  readonly bundles: readonly Bundle[];
  readonly services: readonly Service[];
}

/**
 * Bundles and services whose words hold all parts of what was typed, in either language: names count before summaries.
 * Chinese is written without blanks, so a part may also stand scattered: 公司销 finds 公司注销.
 */
export function findServices(catalogue: Catalogue, typed: string): Found {
  const parts = typed
    .toLowerCase()
    .split(/[\s,，。、]+/)
    .filter((part) => part !== '');
  if (parts.length === 0) return { bundles: catalogue.bundles, services: catalogue.services };
  const departments = new Map(catalogue.departments.map((department) => [department.id, department]));
  const services = new Map(catalogue.services.map((service) => [service.id, service]));
  return {
    // Who looks for one of its services is often served best by the whole.
    bundles: best(catalogue.bundles, parts, (bundle) =>
      bundle.serviceIds.flatMap((id) => services.get(id)?.name ?? []),
    ),
    services: best(catalogue.services, parts, (service) => {
      const department = departments.get(service.departmentId);
      return department === undefined ? [] : [department.name, department.shortName];
    }),
  };
}

interface Named {
  readonly name: Localized;
  readonly summary: Localized;
}

function best<T extends Named>(
  items: readonly T[],
  parts: readonly string[],
  more: (item: T) => readonly Localized[],
): T[] {
  const scored = items.flatMap((item) => {
    const scores = parts.map((part) => scoreOf(part, item, more(item)));
    return scores.includes(0) ? [] : [{ item, score: scores.reduce((sum, each) => sum + each, 0) }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

function scoreOf(part: string, item: Named, more: readonly Localized[]): number {
  if (holds([item.name], part)) return 4;
  if (scattered(item.name['zh-CN'], part)) return 3;
  if (holds(more, part) || more.some((text) => scattered(text['zh-CN'], part))) return 2;
  return holds([item.summary], part) ? 1 : 0;
}

function holds(texts: readonly Localized[], part: string): boolean {
  return texts.some((text) => text['zh-CN'].includes(part) || text.en.toLowerCase().includes(part));
}

/** All characters in their order, with others between; only for Chinese, where one character is a word. */
function scattered(text: string, part: string): boolean {
  if (!/^[\u4e00-\u9fff]{2,}$/.test(part)) return false;
  let from = 0;
  for (const character of part) {
    const at = text.indexOf(character, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}
