import { expect, it } from 'vitest';
import { PROJECT_DIRS } from '../config.ts';
import { CatalogueIndex, catalogueFaults } from './catalogue.ts';
import { loadCatalogue } from './load.ts';

const index = new CatalogueIndex(await loadCatalogue(PROJECT_DIRS.catalogueDir));

it('is received by the department of the goal of a bundle', () => {
  expect(index.receivingDepartment({ bundleId: 'close-a-company' })).toBe('market-regulation');
  expect(index.receivingDepartment({ bundleId: 'draw-housing-fund' })).toBe('housing-fund');
  expect(index.receivingDepartment({ serviceId: 'tax-clearance', bundleId: 'close-a-company' })).toBe('tax');
  expect(index.receivingDepartment({})).toBeUndefined();
});

it('finds doubles and names that lead nowhere', () => {
  const { data } = index;
  expect(catalogueFaults(data)).toEqual([]);
  const broken = { ...data, departments: [], bundles: [...data.bundles, ...data.bundles.slice(0, 1)] };
  expect(catalogueFaults(broken)).toContain('service tax-clearance: no department tax');
  expect(catalogueFaults(broken)).toContain('bundle close-a-company is there twice');
});
