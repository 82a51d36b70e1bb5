import type { Bundle, Catalogue, Service } from '../../contracts/domain/catalogue.ts';

/** The catalogue with the questions that the hub asks of it. */
export class CatalogueIndex {
  readonly data: Catalogue;
  readonly #services: Map<string, Service>;
  readonly #bundles: Map<string, Bundle>;

  constructor(data: Catalogue) {
    this.data = data;
    this.#services = new Map(data.services.map((one) => [one.id, one]));
    this.#bundles = new Map(data.bundles.map((one) => [one.id, one]));
  }

  service(serviceId: string): Service | undefined {
    return this.#services.get(serviceId);
  }

  bundle(bundleId: string): Bundle | undefined {
    return this.#bundles.get(bundleId);
  }

  departmentName(departmentId: string, language: 'zh-CN' | 'en'): string {
    return this.data.departments.find((one) => one.id === departmentId)?.name[language] ?? departmentId;
  }

  hasDepartment(departmentId: string): boolean {
    return this.data.departments.some((one) => one.id === departmentId);
  }

  /**
   * The department that receives a citizen who came for this service or bundle. A bundle is named after its goal: the
   * service that rests on others of it and on which none rests. That department knows the whole way and leads it.
   */
  receivingDepartment(wish: { serviceId?: string; bundleId?: string }): string | undefined {
    const direct = wish.serviceId ? this.service(wish.serviceId) : undefined;
    if (direct) return direct.departmentId;
    const bundle = wish.bundleId ? this.bundle(wish.bundleId) : undefined;
    if (!bundle) return undefined;
    const services = bundle.serviceIds.flatMap((id) => this.service(id) ?? []);
    const needed = new Set(services.flatMap((one) => one.prerequisiteIds));
    const goal = services.findLast(
      (one) => !needed.has(one.id) && one.prerequisiteIds.some((id) => bundle.serviceIds.includes(id)),
    );
    return (goal ?? services[0])?.departmentId;
  }
}

/** What is wrong with a catalogue as a whole: doubles, and names that lead nowhere. Empty when nothing is. */
export function catalogueFaults(data: Catalogue): string[] {
  const faults: string[] = [];
  const idsOf = (kind: string, entries: readonly { id: string }[]) => {
    const ids = new Set<string>();
    for (const { id } of entries) {
      if (ids.has(id)) faults.push(`${kind} ${id} is there twice`);
      ids.add(id);
    }
    return ids;
  };
  const regions = idsOf('region', data.regions);
  const departments = idsOf('department', data.departments);
  const services = idsOf('service', data.services);
  idsOf('bundle', data.bundles);
  idsOf('question', data.questions ?? []);
  const codes = (data.refusalReasons ?? []).map(({ code }) => ({ id: code }));
  idsOf('refusal reason', codes);
  const expect = (there: boolean, text: string) => {
    if (!there) faults.push(text);
  };
  for (const one of data.departments)
    expect(regions.has(one.regionId), `department ${one.id}: no region ${one.regionId}`);
  for (const one of data.services) {
    expect(departments.has(one.departmentId), `service ${one.id}: no department ${one.departmentId}`);
    for (const id of one.prerequisiteIds) expect(services.has(id), `service ${one.id}: no prerequisite ${id}`);
  }
  for (const one of data.bundles) {
    for (const id of one.serviceIds) expect(services.has(id), `bundle ${one.id}: no service ${id}`);
  }
  return faults;
}
