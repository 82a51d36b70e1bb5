import { expect, it } from 'vitest';
import type { Condition, Edition } from '../../contracts/domain/requirements.ts';
import { completed, editionFaults } from './load.ts';
import { holds, needsOf, openQuestions, requiredPapers } from './needed.ts';
import { CATALOGUE, REQUIREMENTS } from './testing.ts';

const edition = REQUIREMENTS.onDay('2026-11-23');

function service(id: string) {
  const found = CATALOGUE.services.find((one) => one.id === id);
  if (!found) throw new Error(`no service ${id}`);
  return found;
}

const idsOf = (serviceId: string, regionId: string, answers: Record<string, string>, rules = edition) =>
  requiredPapers(service(serviceId), regionId, answers, rules)
    .filter(({ optional }) => !optional)
    .map(({ id }) => id);

it('decides a condition as soon as the answers that matter are there', () => {
  const buys: Condition = { question: 'way', is: 'buy' };
  const owner: Condition = { question: 'who', is: 'owner' };
  expect(holds(buys, {})).toBeUndefined();
  expect(holds({ not: buys }, { way: 'rent' })).toBe(true);
  expect(holds({ all: [buys, owner] }, { way: 'rent' })).toBe(false);
  expect(holds({ all: [buys, owner] }, { way: 'buy' })).toBeUndefined();
  expect(holds({ any: [buys, owner] }, { way: 'buy' })).toBe(true);
  expect(holds({ any: [buys, { not: owner }] }, { way: 'rent', who: 'owner' })).toBe(false);
});

it('asks for other papers of whoever rents, buys, or acts for the owner', () => {
  const self = { applicant: 'self', married: 'no', 'lease-registered': 'yes' };
  expect(idsOf('fund-withdrawal-rent', 'guangzhou-panyu', self)).toEqual([
    'id-card',
    'lease',
    'no-home-proof',
    'bank-card',
  ]);
  const agent = { applicant: 'agent', married: 'yes', 'lease-registered': 'no' };
  expect(idsOf('fund-withdrawal-rent', 'guangzhou-panyu', agent)).toEqual([
    'id-card',
    'no-home-proof',
    'marriage-certificate',
    'bank-card',
    'power-of-attorney',
  ]);
  const purchase = { applicant: 'self', 'spouse-draws': 'no' };
  const bought = (kind: string) =>
    idsOf('fund-withdrawal-purchase', 'guangzhou-panyu', { ...purchase, 'home-kind': kind });
  expect(bought('new')).toEqual(['id-card', 'sale-contract', 'payment-invoice', 'bank-card']);
  expect(bought('second-hand')).toEqual([
    'id-card',
    'sale-contract',
    'bank-card',
    'deed-tax-proof',
    'ownership-certificate',
  ]);
});

it('is another list in another region, as its data say: added, dropped, changed in form, copies and time', () => {
  const answers = { applicant: 'self', married: 'yes', 'lease-registered': 'no' };
  const inRegion = (regionId: string) => needsOf(service('fund-withdrawal-rent'), regionId, answers, edition);
  const [panyu, beihu, nansha] = [
    inRegion('guangzhou-panyu'),
    inRegion('chenzhou-beihu'),
    inRegion('guangzhou-nansha'),
  ];
  const ids = (needs: typeof panyu) => needs.papers.map(({ id }) => id);
  expect(ids(panyu)).not.toContain('lease');
  expect(ids(beihu)).toEqual(expect.arrayContaining(['lease', 'rent-receipts']));
  expect(beihu.papers.find(({ id }) => id === 'lease')).toMatchObject({ form: 'copy', copies: 2 });
  expect(beihu.papers.find(({ id }) => id === 'lease')?.mayFollowDays).toBeUndefined();
  expect(ids(nansha)).not.toContain('no-home-proof');
  expect([panyu, beihu].map(({ terms }) => terms.cureWorkingDays)).toEqual([15, 10]);
  expect(beihu.questionIds).toEqual(['applicant', 'married']);
  // An answer to what this region does not ask is not kept.
  expect(beihu.answers).toEqual({ applicant: 'self', married: 'yes' });
  expect(panyu.terms.objection.where['zh-CN']).not.toBe(beihu.terms.objection.where['zh-CN']);
});

it('lists what may be needed as optional until it is known', () => {
  const open = needsOf(service('property-certificate-reissue'), 'guangzhou-panyu', {}, edition);
  expect(openQuestions(open)).toEqual(['applicant', 'ownership-fate']);
  expect(open.papers.filter(({ optional }) => optional).map(({ id }) => id)).toEqual([
    'ownership-certificate',
    'loss-notice',
    'power-of-attorney',
  ]);
});

it('holds by the day, and a later edition takes over what it does not change', () => {
  const answers = { applicant: 'self', married: 'no', 'lease-registered': 'no' };
  const next = REQUIREMENTS.onDay('2027-01-01');
  expect([REQUIREMENTS.onDay('2026-12-31').version, next.version]).toEqual(['2026-01', '2027-01']);
  expect(idsOf('fund-withdrawal-rent', 'guangzhou-panyu', answers)).toContain('no-home-proof');
  expect(idsOf('fund-withdrawal-rent', 'guangzhou-panyu', answers, next)).not.toContain('no-home-proof');
  expect(next.services['deed-tax']).toEqual(edition.services['deed-tax']);
  expect(REQUIREMENTS.byVersion('2026-01')).toEqual(edition);
  expect(() => REQUIREMENTS.onDay('2025-12-31')).toThrow('no edition');
});

it('has rules for every service, and finds names and conditions that lead nowhere', () => {
  expect(Object.keys(edition.services).sort()).toEqual(CATALOGUE.services.map(({ id }) => id).sort());
  const wrong: Edition = {
    ...{ version: '2030-01', effectiveFrom: '2030-01-01', basedOn: '2026-01' },
    services: { 'deed-tax': { papers: { 'family-proof': { when: { question: 'reduction', is: 'yes' } } } } },
    regions: { atlantis: { services: {} } },
  };
  const faults = editionFaults(completed(wrong, new Map([['2026-01', edition]])), CATALOGUE);
  expect(faults).toContain('edition 2030-01: no region atlantis');
  expect(faults).toContain('edition 2030-01, deed-tax in guangzhou-panyu, family-proof: reduction is not asked');
  expect(() => completed(wrong, new Map())).toThrow('2026-01');
});
