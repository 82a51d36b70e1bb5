import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PaperState } from '../../contracts/domain/paper.ts';
import type { CaseNeeds } from '../../contracts/domain/requirements.ts';
import type { CaseState, VisitCase } from '../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { CASE_NOTE, PAPER_REASON } from '../keeping/places.ts';
import { newVerifyCode, nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { acceptOutcomes, papersFault, type RuleTools, regionOfVisit, storeNeeds } from './needs.ts';
import { mayMoveCase, missingPrerequisites, needsPapers, needsPrerequisites } from './rules.ts';
import { findVisitRow, loadCase } from './visit-store.ts';

/** Cases of a visit: opened, filled in, decided. Each function runs inside a unit of work. */

type CaseResult = Result<VisitCase, XiaowuError>;

/** The case as it is now, after a change of it that the parties of the visit are to hear of. */
async function changed(work: Work, caseId: string): Promise<CaseResult> {
  const found = await loadCase(work, caseId);
  if (!found) return err(fail('not_found', 'case'));
  work.touch(found.visitId);
  return ok(found);
}

/** Opens a case for a service; one that is open already is given back. */
export async function openCase(
  work: Work,
  tools: RuleTools,
  wish: { visitId: string; serviceId: string; agentId: string; agentDepartmentId: string },
): Promise<CaseResult> {
  const { visitId, serviceId, agentId, agentDepartmentId } = wish;
  const service = tools.catalogue.service(serviceId);
  if (!service) return err(fail('not_found', `service ${serviceId}`));
  const same = await work.tx
    .select()
    .from(schema.cases)
    .where(and(eq(schema.cases.visitId, visitId), eq(schema.cases.serviceId, serviceId)));
  const alive = same.find((one) => one.state !== 'refused' && one.state !== 'withdrawn');
  if (alive) return changed(work, alive.id);
  const caseId = v7();
  const number = await nextNumber(work, 'case');
  await work.tx.insert(schema.cases).values({
    id: caseId,
    number,
    visitId,
    serviceId,
    departmentId: service.departmentId,
    agentId: agentDepartmentId === service.departmentId ? agentId : null,
    state: 'open',
    form: {},
    note: '',
    openedAt: work.now,
  });
  const regionId = await regionOfVisit(work, visitId);
  const needs = await storeNeeds(work, tools, { caseId, visitId, serviceId, regionId, answers: {} });
  // A case whose papers nobody can name is not opened: throwing takes back what was written.
  if (!needs.ok) throw new Error(needs.error.detail);
  await work.audit({ action: 'case.opened', actor: { kind: 'agent', id: agentId }, visitId, subject: number });
  const fact = { type: 'case.opened', caseId, serviceId } as const;
  await work.addFact({ visitId, source: 'agent', sourceId: agentId, fact });
  return changed(work, caseId);
}

export async function setPaper(
  work: Work,
  wish: {
    caseId: string;
    requiredPaperId: string;
    state: PaperState;
    fileId?: string;
    reasonCode?: string;
    reason?: string;
    actor: Actor;
  },
): Promise<CaseResult> {
  const { caseId, requiredPaperId, state, fileId, reasonCode, reason, actor } = wish;
  const before = await loadCase(work, caseId);
  const paper = before?.papers.find((one) => one.requiredPaperId === requiredPaperId);
  if (!before || !paper) return err(fail('not_found', 'paper'));
  if (fileId !== undefined) {
    const file = await work.tx
      .select({ visitId: schema.files.visitId })
      .from(schema.files)
      .where(eq(schema.files.id, fileId));
    if (file[0]?.visitId !== before.visitId) return err(fail('not_found', 'file'));
  }
  const told = await PAPER_REASON.keep(work, before.visitId, paper.id, { reason: reason ?? null });
  await work.tx
    .update(schema.papers)
    .set({ state, reasonCode: reasonCode ?? null, ...told, ...(fileId === undefined ? {} : { fileId }) })
    .where(and(eq(schema.papers.caseId, caseId), eq(schema.papers.requiredPaperId, requiredPaperId)));
  await work.audit({
    action: 'case.changed',
    actor,
    visitId: before.visitId,
    subject: before.number,
    detail: `paper ${requiredPaperId} ${state}`,
  });
  return changed(work, caseId);
}

export async function setNote(work: Work, caseId: string, note: string, actor: Actor): Promise<CaseResult> {
  const [row] = await work.tx.select().from(schema.cases).where(eq(schema.cases.id, caseId));
  if (!row) return err(fail('not_found', 'case'));
  await work.tx
    .update(schema.cases)
    .set(await noteOf(work, row, note))
    .where(eq(schema.cases.id, caseId));
  await work.audit({ action: 'case.changed', actor, visitId: row.visitId, subject: row.number, detail: 'note' });
  return changed(work, caseId);
}

/** What a case's row holds of its note. */
function noteOf(work: Work, { id, visitId }: { id: string; visitId: string }, note: string) {
  return CASE_NOTE.keep(work, visitId, id, { note });
}

/** Decides a case. Completing it issues the outcome document, which the citizen's phone shows at once. */
export async function decideCase(
  work: Work,
  { catalogue }: Pick<RuleTools, 'catalogue'>,
  wish: {
    caseId: string;
    state: Exclude<CaseState, 'open'>;
    reason?: string;
    agentId: string;
    departmentId: string;
    /** 容缺受理: what the case needs with the papers that follow. */
    needs?: CaseNeeds;
  },
): Promise<CaseResult> {
  const { caseId, state, agentId } = wish;
  const actor: Actor = { kind: 'agent', id: agentId };
  const before = await loadCase(work, caseId);
  const visit = before && (await findVisitRow(work.tx, before.visitId));
  const service = before && catalogue.service(before.serviceId);
  if (!before || !visit || !service) return err(fail('not_found', 'case'));
  if (before.departmentId !== wish.departmentId) return err(fail('forbidden', 'a case of another department'));
  if (!mayMoveCase(before.state, state)) return err(fail('wrong_state', `${before.state} to ${state}`));
  const { visitId, number } = before;
  if (needsPrerequisites(state)) {
    const cases = await work.tx.select().from(schema.cases).where(eq(schema.cases.visitId, visitId));
    const missing = missingPrerequisites(service, cases);
    if (missing.length > 0) {
      const detail = missing.join(', ');
      await work.audit({ action: 'case.blocked', actor, visitId, subject: number, disposition: 'failure', detail });
      return err(fail('prerequisite_missing', detail));
    }
  }
  const needs = wish.needs ?? before.needs;
  const fault = needsPapers(state) ? papersFault({ needs, papers: before.papers }) : undefined;
  if (fault) {
    const { detail } = fault;
    await work.audit({ action: 'case.blocked', actor, visitId, subject: number, disposition: 'failure', detail });
    return err(fault);
  }
  if (wish.needs) {
    await work.tx.update(schema.caseNeeds).set({ data: wish.needs }).where(eq(schema.caseNeeds.caseId, caseId));
  }
  const title = service.outcome[visit.language].slice(0, 120);
  const outcome =
    state === 'completed' ? { outcomeTitle: title, verifyCode: newVerifyCode(), issuedAt: work.now } : undefined;
  const note = [before.note, wish.reason].filter(Boolean).join('\n').slice(0, 2000);
  await work.tx
    .update(schema.cases)
    .set({ state, agentId, ...(wish.reason && (await noteOf(work, before, note))), ...outcome })
    .where(eq(schema.cases.id, caseId));
  if (state === 'completed') await acceptOutcomes(work, visitId);
  await work.audit({ action: 'case.changed', actor, visitId, subject: number, detail: state });
  const source = { visitId, source: 'agent', sourceId: agentId } as const;
  await work.addFact({ ...source, fact: { type: 'case.changed', caseId, state } });
  if (outcome) {
    await work.audit({ action: 'outcome.issued', actor, visitId, subject: number });
    await work.addFact({ ...source, fact: { type: 'outcome.issued', caseId, title } });
  }
  return changed(work, caseId);
}
