import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import { greetingOf, momentOf, scriptFacts } from './script-facts.ts';
import { aCase, anAgent, aVisit, BOOTH, CATALOGUE, IDS, OUTCOME } from './testing.ts';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const withPapers: Catalogue = {
  ...CATALOGUE,
  services: CATALOGUE.services.map((service) =>
    service.id === 'end'
      ? {
          ...service,
          papers: ['form', 'licence', 'letter'].map((id) => ({
            id,
            name: both(id),
            requirement: both(`${id} signed`),
            kind: 'form' as const,
            form: 'original' as const,
            optional: id === 'letter',
          })),
        }
      : service,
  ),
};
const paper = (requiredPaperId: string, state: 'accepted' | 'refused') => ({
  id: `${IDS.case.slice(0, -1)}${requiredPaperId.length}`,
  requiredPaperId,
  state,
});
const facts = (change: Parameters<typeof aVisit>[0] = {}, caseId: string | null = IDS.case) =>
  scriptFacts({
    agent: anAgent(IDS.me, 'market'),
    booth: BOOTH,
    visit: aVisit(change),
    catalogue: withPapers,
    caseId,
    language: 'en',
    greeting: 'Good morning',
  });

describe('scriptFacts', () => {
  it('names every paper that is asked for, and those that lack', () => {
    const found = facts({ cases: [aCase('end', { papers: [paper('form', 'accepted')] as never })] });
    expect(found.papers).toEqual([
      { name: 'form', requirement: 'form signed' },
      { name: 'licence', requirement: 'licence signed' },
    ]);
    expect(found.words).toMatchObject({ service: 'end', paperCount: '2', missing: 'licence', agent: 'market' });
    expect(found.holds).toMatchObject({ missing: true, complete: false, bundle: true, 'at-once': true });
  });

  it('says complete when all that is asked for was accepted', () => {
    const papers = [paper('form', 'accepted'), paper('licence', 'accepted')] as never;
    expect(facts({ cases: [aCase('end', { papers })] }).holds).toMatchObject({ missing: false, complete: true });
    expect(facts({ cases: [] }, null).holds.complete).toBe(false);
  });

  it('names the department whose turn it is', () => {
    expect(facts({ cases: [] }).words.colleagueDepartment).toBe('tax');
  });
});

describe('momentOf', () => {
  const at = (change: Parameters<typeof aVisit>[0], more: { isHeld?: boolean; isReading?: boolean } = {}) =>
    momentOf({ visit: aVisit(change), caseId: IDS.case, isHeld: false, isReading: false, ...more });

  it('follows the call from the greeting to the goodbye', () => {
    expect(at({ cases: [] })).toBe('opening');
    expect(at({ cases: [aCase('end')] })).toBe('notice');
    expect(at({ cases: [aCase('end')] }, { isReading: true })).toBe('paper');
    expect(at({ cases: [aCase('end')] }, { isHeld: true, isReading: true })).toBe('hold');
    expect(at({ cases: [aCase('end', { state: 'accepted' })] })).toBe('hand-over');
    expect(at({ cases: [aCase('end', { state: 'completed', outcome: OUTCOME })] })).toBe('closing');
  });

  it('greets by the hour', () => {
    expect([3, 8, 12, 15, 21].map(greetingOf)).toEqual(['night', 'morning', 'noon', 'afternoon', 'evening']);
  });
});
