import { describe, expect, it } from 'vitest';
import { CASE_ID, catalogue, clearance, deregistration, taxCase, visitWith } from './fixtures.ts';
import { inOrder, needsMailing, outcomesOf, spineOf, todosOf } from './spine.ts';

const base = { catalogue, uploads: {}, drafts: {} };
const filled = { 'company-name': '演示公司', 'credit-code': '91350100M000100Y43' };

describe('the checklist', () => {
  it('puts a prerequisite before what needs it, whatever the bundle says', () => {
    const steps = spineOf({ ...base, visit: visitWith({ cases: [] }) });
    expect(steps.map((step) => step.service.id)).toEqual(['tax-clearance', 'company-deregistration']);
    expect(steps[1]?.after.map((service) => service.id)).toEqual(['tax-clearance']);
    expect(steps.every((step) => step.state === 'later')).toBe(true);
  });

  it('does not hang on a circle of prerequisites', () => {
    const a = { ...clearance, prerequisiteIds: ['company-deregistration'] };
    const services = new Map([a, deregistration].map((service) => [service.id, service]));
    expect(inOrder(['tax-clearance', 'company-deregistration'], services)).toHaveLength(2);
  });

  it('adds cases that nobody planned', () => {
    const steps = spineOf({ ...base, visit: visitWith({ bundleId: undefined }) });
    expect(steps.map((step) => step.kase?.id)).toEqual([CASE_ID]);
  });

  it('lists what the phone can do: the form, then papers that are sent from it', () => {
    const visit = visitWith();
    expect(todosOf(visit, spineOf({ ...base, visit })).map((todo) => todo.kind)).toEqual(['form', 'paper']);
    const ready = visitWith({ cases: [taxCase({ form: filled })] });
    const [todo] = todosOf(ready, spineOf({ ...base, visit: ready }));
    expect(todo).toMatchObject({ kind: 'paper', paper: { required: { id: 'balance' } } });
  });

  it('asks again for a refused paper, and not for one on its way', () => {
    const papers = taxCase().papers.map((paper) => ({ ...paper, state: 'refused' as const, reason: '看不清' }));
    const visit = visitWith({ cases: [taxCase({ form: filled, papers })] });
    expect(todosOf(visit, spineOf({ ...base, visit }))).toHaveLength(1);
    const uploads = { [`${CASE_ID}/balance`]: { phase: 'sending' as const, share: 0.5, fileName: 'a.jpg' } };
    expect(todosOf(visit, spineOf({ ...base, visit, uploads }))).toHaveLength(0);
  });

  it('counts a doubtful credit code as filled, and a draft as not yet handed in', () => {
    const doubtful = { ...filled, 'credit-code': '91350100M000100Y42' };
    const visit = visitWith({ cases: [taxCase({ form: doubtful })] });
    expect(spineOf({ ...base, visit })[0]?.form).toEqual({ total: 2, filled: 2, complete: true });
    const drafts = { [CASE_ID]: { 'company-name': '另一家' } };
    expect(spineOf({ ...base, visit, drafts })[0]?.form?.complete).toBe(false);
  });

  it('shares the outcome of a prerequisite instead of asking for it', () => {
    const steps = spineOf({ ...base, visit: visitWith() });
    expect(steps[1]?.papers.map((paper) => paper.way)).toEqual(['shared', 'locker']);
  });

  it('asks for postal details once something goes by post', () => {
    const visit = visitWith();
    expect(needsMailing(visit, spineOf({ ...base, visit }))).toBe(false);
    const posted = visitWith({
      cases: [taxCase({ form: filled }), taxCase({ serviceId: 'company-deregistration', papers: [] })],
    });
    expect(todosOf(posted, spineOf({ ...base, visit: posted })).at(-1)).toEqual({ kind: 'mailing' });
  });

  it('finds the outcomes', () => {
    const outcome = { title: '清税证明', verifyCode: 'ABCDEFGH2345', issuedAt: '2026-01-31T08:10:00.000Z' };
    const visit = visitWith({ state: 'ended', cases: [taxCase({ state: 'completed', outcome })] });
    const steps = spineOf({ ...base, visit });
    expect(outcomesOf(steps)).toHaveLength(1);
    expect(todosOf(visit, steps)).toEqual([]);
  });
});
