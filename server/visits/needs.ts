import { and, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Answers, CaseNeeds } from '../../contracts/domain/requirements.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { needsOf, openQuestions } from '../requirements/needed.ts';
import { blockingGaps } from '../requirements/notice.ts';
import { localDay } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import type { VisitTools } from './context.ts';
import { loadCase } from './visit-store.ts';

/** Which papers a case needs: found when it is opened, anew with each answer, and kept with it. */

export type RuleTools = Pick<VisitTools, 'catalogue' | 'requirements'>;

interface NewNeeds {
  readonly caseId: string;
  readonly visitId: string;
  readonly serviceId: string;
  readonly regionId: string;
  readonly answers: Answers;
  /** Absent: the edition of today. */
  readonly version?: string;
}

/** Finds and keeps what a case needs. Papers that were handed in stay, also those that are not asked for any more. */
export async function storeNeeds(
  work: Work,
  tools: RuleTools,
  wish: NewNeeds,
): Promise<Result<CaseNeeds, XiaowuError>> {
  const { catalogue, requirements } = tools;
  const { caseId, visitId, serviceId, regionId, answers, version } = wish;
  const service = catalogue.service(serviceId);
  const edition = version === undefined ? requirements.onDay(localDay(work.now)) : requirements.byVersion(version);
  if (!service || !edition) return err(fail('not_found', `rules ${version ?? ''} of ${serviceId}`));
  const data = needsOf(service, regionId, answers, edition);
  await work.tx
    .insert(schema.caseNeeds)
    .values({ caseId, visitId, data })
    .onConflictDoUpdate({ target: schema.caseNeeds.caseId, set: { data } });
  const known = await work.tx
    .select({ id: schema.papers.requiredPaperId })
    .from(schema.papers)
    .where(eq(schema.papers.caseId, caseId));
  const fresh = data.papers
    .map(({ id }, position) => ({ id: v7(), caseId, requiredPaperId: id, position, state: 'missing' as const }))
    .filter(({ requiredPaperId }) => !known.some(({ id }) => id === requiredPaperId));
  if (fresh.length > 0) await work.tx.insert(schema.papers).values(fresh);
  await acceptOutcomes(work, visitId);
  return ok(data);
}

/** A paper that is the outcome of a service completed in the same visit need not be handed in: it is there. */
export async function acceptOutcomes(work: Work, visitId: string): Promise<void> {
  const cases = await work.tx.select().from(schema.cases).where(eq(schema.cases.visitId, visitId));
  const completed = new Set(cases.filter((one) => one.state === 'completed').map((one) => one.serviceId));
  const rows = await work.tx.select().from(schema.caseNeeds).where(eq(schema.caseNeeds.visitId, visitId));
  for (const { caseId, data } of rows) {
    const given = data.papers
      .filter((one) => one.fromServiceId && completed.has(one.fromServiceId))
      .map(({ id }) => id);
    if (given.length === 0) continue;
    await work.tx
      .update(schema.papers)
      .set({ state: 'accepted', reason: null, sealed: null, reasonCode: null })
      .where(and(eq(schema.papers.caseId, caseId), inArray(schema.papers.requiredPaperId, given)));
  }
}

/** What citizen and agent answered. The edition stays that of the day on which the case was opened. */
export async function answerQuestions(
  work: Work,
  tools: RuleTools,
  wish: { caseId: string; answers: Answers; regionId?: string; actor: Actor },
): Promise<Result<null, XiaowuError>> {
  const before = await loadCase(work, wish.caseId);
  if (!before) return err(fail('not_found', 'case'));
  // What a citizen was told of an accepted case is not turned over by another answer.
  if (before.state !== 'open') return err(fail('wrong_state', before.state));
  const { questions = [], regions } = tools.catalogue.data;
  for (const [id, choice] of Object.entries(wish.answers)) {
    const asked = questions.find((one) => one.id === id);
    if (!asked?.choices.some((one) => one.id === choice)) return err(fail('invalid_input', `${id}: ${choice}`));
  }
  const regionId = wish.regionId ?? before.needs?.regionId ?? (await regionOfVisit(work, before.visitId));
  if (!regions.some(({ id }) => id === regionId)) return err(fail('invalid_input', `no region ${regionId}`));
  const { id: caseId, visitId, serviceId, number: subject, needs } = before;
  const stored = await storeNeeds(work, tools, {
    ...{ caseId, visitId, serviceId, regionId },
    answers: wish.answers,
    version: needs?.version,
  });
  if (!stored.ok) return stored;
  const { version, papers } = stored.value;
  const detail = `papers by rules ${version} of ${regionId}: ${papers.length}`;
  await work.audit({ action: 'case.changed', actor: wish.actor, visitId, subject, detail });
  return ok(null);
}

/** Rules are those of the place where the citizen is, until the agent says otherwise. */
export async function regionOfVisit(work: Work, visitId: string): Promise<string> {
  const [row] = await work.tx
    .select({ regionId: schema.booths.regionId })
    .from(schema.visits)
    .innerJoin(schema.booths, eq(schema.booths.id, schema.visits.boothId))
    .where(eq(schema.visits.id, visitId));
  return row?.regionId ?? '';
}

/** Why a case may not be accepted or completed: an open question, or papers that are not there and were not allowed to follow. */
export function papersFault(
  { needs, papers }: { needs?: CaseNeeds; papers: Parameters<typeof blockingGaps>[1] },
  follows: CaseNeeds['follows'] = needs?.follows ?? [],
): XiaowuError | undefined {
  if (!needs) return undefined;
  const open = openQuestions(needs);
  if (open.length > 0) return fail('papers_missing', `not answered: ${open.join(', ')}`);
  const gaps = blockingGaps({ ...needs, follows }, papers);
  return gaps.length > 0 ? fail('papers_missing', gaps.map(({ id }) => id).join(', ')) : undefined;
}
