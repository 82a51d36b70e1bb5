import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Catalogue, catalogue, type Service } from '../../contracts/domain/catalogue.ts';

const folder = new URL('../../resources/catalogue/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const part = catalogue.partial();

function read(name: string): Partial<Catalogue> {
  return part.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
}

const all: Catalogue = { regions: [], departments: [], services: [], bundles: [] };
for (const name of files) {
  const { regions = [], departments = [], services = [], bundles = [] } = read(name);
  all.regions.push(...regions);
  all.departments.push(...departments);
  all.services.push(...services);
  all.bundles.push(...bundles);
}
const serviceById = new Map(all.services.map((service) => [service.id, service]));

/** Every service that must be done before this one, however indirectly; throws on a circle. */
function allBefore(service: Service, path: string[] = []): Set<string> {
  if (path.includes(service.id)) throw new Error(`circle: ${[...path, service.id].join(' → ')}`);
  const found = new Set<string>();
  for (const id of service.prerequisiteIds) {
    found.add(id);
    const prerequisite = serviceById.get(id);
    if (prerequisite) for (const further of allBefore(prerequisite, [...path, service.id])) found.add(further);
  }
  return found;
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describe('the catalogue', () => {
  it.each(files)('%s fits its schema and is not empty', (name) => {
    expect(Object.values(read(name)).flat().length).toBeGreaterThan(0);
  });

  it('is broad enough', () => {
    expect(all.regions.length).toBeGreaterThanOrEqual(3);
    expect(all.departments.length).toBeGreaterThanOrEqual(8);
    expect(all.services.length).toBeGreaterThanOrEqual(40);
    for (const department of all.departments) {
      expect(
        all.services.filter((service) => service.departmentId === department.id).length,
        department.id,
      ).toBeGreaterThan(0);
    }
  });

  it('names nothing twice', () => {
    for (const list of [all.regions, all.departments, all.services, all.bundles]) {
      expect(repeated(list.map(({ id }) => id))).toEqual([]);
    }
    for (const service of all.services) {
      expect(repeated(service.papers.map(({ id }) => id)), service.id).toEqual([]);
      expect(repeated(service.form.map(({ id }) => id)), service.id).toEqual([]);
      for (const field of service.form) {
        expect(repeated((field.choices ?? []).map(({ id }) => id)), `${service.id}/${field.id}`).toEqual([]);
      }
    }
  });

  it('resolves every reference', () => {
    const regionIds = all.regions.map(({ id }) => id);
    const departmentIds = all.departments.map(({ id }) => id);
    for (const department of all.departments) expect(regionIds).toContain(department.regionId);
    for (const service of all.services) {
      expect(departmentIds).toContain(service.departmentId);
      for (const id of service.prerequisiteIds) expect([...serviceById.keys()]).toContain(id);
    }
    for (const bundle of all.bundles) {
      for (const id of bundle.serviceIds) expect([...serviceById.keys()]).toContain(id);
    }
  });

  it('has no circle of prerequisites', () => {
    for (const service of all.services) expect(() => allBefore(service)).not.toThrow();
  });

  it('lists the services of a bundle in an order that their prerequisites allow', () => {
    for (const bundle of all.bundles) {
      bundle.serviceIds.forEach((id, index) => {
        const service = serviceById.get(id);
        if (!service) throw new Error(id);
        for (const earlier of allBefore(service)) {
          if (!bundle.serviceIds.includes(earlier)) continue;
          expect(bundle.serviceIds.indexOf(earlier), `${bundle.id}: ${earlier} before ${id}`).toBeLessThan(index);
        }
      });
    }
  });

  it('makes the one order in which a company is closed', () => {
    const order = ['tax-clearance', 'social-insurance-deregistration', 'company-deregistration'];
    expect(all.bundles.find(({ id }) => id === 'close-a-company')?.serviceIds).toEqual(order);
    order.forEach((id, index) => {
      const service = serviceById.get(id);
      if (!service) throw new Error(id);
      expect([...allBefore(service)].sort()).toEqual(order.slice(0, index).sort());
    });
  });

  it('gives choices to every choice and to nothing else', () => {
    for (const service of all.services) {
      for (const field of service.form) {
        expect((field.choices?.length ?? 0) >= 2, `${service.id}/${field.id}`).toBe(field.kind === 'choice');
      }
    }
  });

  it('has a compartment ready for every service whose outcome asks for originals by post', () => {
    for (const service of all.services) {
      if (!service.needsLocker) continue;
      expect(
        service.papers.some((paper) => paper.form === 'original' || paper.form === 'shown'),
        service.id,
      ).toBe(true);
    }
  });
});
