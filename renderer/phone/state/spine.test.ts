import { describe, expect, it } from 'vitest';
import type { RequiredPaper } from '../../../contracts/domain/catalogue.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';
import { CASE_ID, catalogue, clearance, deregistration, taxCase, visitWith } from './fixtures.ts';
import { inOrder, needsMailing, outcomesOf, spineOf, todosOf } from './spine.ts';

const base = { catalogue, uploads: {} };
const TEXT = { 'zh-CN': '一', en: 'one' };
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

  it('counts a doubtful credit code as filled', () => {
    const doubtful = { ...filled, 'credit-code': '91350100M000100Y42' };
    const visit = visitWith({ cases: [taxCase({ form: doubtful })] });
    expect(spineOf({ ...base, visit })[0]?.form).toEqual({ total: 2, filled: 2, complete: true });
  });

  it('shares the outcome of a prerequisite instead of asking for it', () => {
    const steps = spineOf({ ...base, visit: visitWith() });
    expect(steps[1]?.papers.map((paper) => paper.way)).toEqual(['shared', 'locker']);
  });

  const needs: NonNullable<VisitCase['needs']> = {
    ...{ version: '2026-01', regionId: 'r', answers: {}, questionIds: [] },
    // What was answered takes the identity card away and asks for another paper.
    papers: [
      { ...(clearance.papers[0] as RequiredPaper), copies: 2 },
      { ...(clearance.papers[0] as RequiredPaper), id: 'lease', copies: 1, mayFollowDays: 5 },
    ],
    terms: { cureWorkingDays: 15, basis: TEXT, objection: { where: TEXT, days: 60, basis: TEXT } },
    follows: [],
  };

  it('follows the papers that the answers ask for, and takes those that may follow after the acceptance', () => {
    const papers = taxCase().papers.map((paper) => ({ ...paper, state: 'accepted' as const }));
    const visit = (kase: Partial<VisitCase>) =>
      visitWith({ cases: [taxCase({ form: filled, papers, needs, ...kase })] });
    const todos = (kase: Partial<VisitCase>) =>
      todosOf(visit(kase), spineOf({ ...base, visit: visit(kase) })).map((todo) =>
        todo.kind === 'paper' ? todo.paper.required.id : todo.kind,
      );
    expect(spineOf({ ...base, visit: visit({}) })[0]?.papers.map(({ required }) => required.id)).toEqual([
      'balance',
      'lease',
    ]);
    expect(todos({})).toEqual(['lease']);
    expect(todos({ state: 'accepted' })).toEqual([]);
    const follows = [{ paperId: 'lease', dueOn: '2026-12-01' }];
    expect(todos({ state: 'accepted', needs: { ...needs, follows } })).toEqual(['lease']);
  });

  it('tells why a paper was refused, and what cures it', () => {
    const refusal = { code: 'not-stamped', label: TEXT, cure: TEXT };
    const papers = taxCase().papers.map((paper) => ({
      ...paper,
      state: 'refused' as const,
      reasonCode: 'not-stamped',
    }));
    const given = { ...base, catalogue: { ...catalogue, refusalReasons: [refusal] } };
    const [step] = spineOf({ ...given, visit: visitWith({ cases: [taxCase({ papers })] }) });
    expect(step?.papers[0]).toMatchObject({ state: 'refused', reason: null, refusal });
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
