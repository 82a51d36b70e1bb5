import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { PrintDocument } from '../../contracts/device/print.ts';
import type { Notice } from '../../contracts/domain/notice.ts';
import type { CaseNeeds } from '../../contracts/domain/requirements.ts';
import type { VisitCase } from '../../contracts/domain/visit.ts';
import { type ErrorCode, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { findBooth } from '../auth/people-store.ts';
import { FOLLOW_UP, NOTICE, VISIT_MAILING } from '../keeping/places.ts';
import type { Reader } from '../keeping/vault.ts';
import { openQuestions } from '../requirements/needed.ts';
import { followsOf, noticeOf } from '../requirements/notice.ts';
import { endOfDay, slipOf } from '../requirements/slip.ts';
import { spokenNotice } from '../requirements/speech.ts';
import { localDay, nextNumber } from '../store/numbers.ts';
import * as schema from '../store/schema.ts';
import type { Actor, Work } from '../store/work.ts';
import { decideCase } from './cases.ts';
import type { VisitTools } from './context.ts';
import { papersFault } from './needs.ts';
import { findVisitRow, loadCase } from './visit-store.ts';

/** One-time notices of a case: drafted, given with a number, printed. */

type NoticeTools = Pick<VisitTools, 'catalogue' | 'requirements'>;

interface NoticeWish {
  readonly caseId: string;
  /** Papers that the case is to be accepted without. */
  readonly follows: readonly string[];
  readonly agentId: string;
  readonly departmentId: string;
}

/** Stands on a draft and is nobody's. */
const NO_NUMBER = 'N00000000-0000';
/** A follow-up's words may be no longer; the notice itself has them all. */
const MAX_FOLLOW_UP_CHARS = 1000;

/** What a notice would say now. `wrong_state` while a question is open: who is told once is told all. */
export async function draftNotice(
  reader: Reader,
  tools: NoticeTools,
  wish: Pick<NoticeWish, 'caseId' | 'follows'>,
  now: string,
): Promise<Result<{ notice: Notice; kase: VisitCase; needs: CaseNeeds }, XiaowuError>> {
  const { catalogue, requirements } = tools;
  const { db } = reader;
  const kase = await loadCase(reader, wish.caseId);
  const visit = kase && (await findVisitRow(db, kase.visitId));
  const service = kase && catalogue.service(kase.serviceId);
  if (!kase?.needs || !visit || !service) return err(fail('not_found', 'case'));
  if (kase.state !== 'open' && kase.state !== 'accepted') return err(fail('wrong_state', kase.state));
  const open = openQuestions(kase.needs);
  if (open.length > 0) return err(fail('wrong_state', `not answered: ${open.join(', ')}`));
  const today = localDay(now);
  const needs: CaseNeeds =
    wish.follows.length > 0
      ? { ...kase.needs, follows: followsOf(kase.needs, wish.follows, today, requirements.calendar) }
      : kase.needs;
  const region = catalogue.data.regions.find(({ id }) => id === needs.regionId);
  const department = catalogue.data.departments.find(({ id }) => id === kase.departmentId);
  if (!region || !department) return err(fail('not_found', 'region or department'));
  const booth = await findBooth(db, visit.boothId);
  const notice = noticeOf({
    needs,
    papers: kase.papers,
    reasons: catalogue.data.refusalReasons ?? [],
    calendar: requirements.calendar,
    today,
    serviceBasis: service.basis,
    head: {
      id: v7(),
      number: NO_NUMBER,
      caseId: kase.id,
      caseNumber: kase.number,
      serviceName: service.name,
      departmentName: department.name,
      regionName: region.name,
      boothName: booth?.name ?? visit.boothId,
      givenAt: now,
    },
  });
  return ok({ notice, kase, needs });
}

/**
 * Gives the notice a number and keeps it. With papers that follow the case is accepted in the same step, and the department
 * owes to ask for them; the follow-up's number is then given back, so that the department hears of it.
 */
export async function giveNotice(
  work: Work,
  tools: NoticeTools,
  wish: NoticeWish,
): Promise<Result<{ notice: Notice; followUp?: string }, XiaowuError>> {
  const drafted = await draftNotice(work, tools, wish, work.now);
  if (!drafted.ok) return drafted;
  const { kase, needs } = drafted.value;
  const withGaps = wish.follows.length > 0;
  if (withGaps) {
    const fault = acceptFault(wish, drafted.value);
    if (fault) return err(fault);
    const { agentId, departmentId } = wish;
    const accepted = await decideCase(work, tools, {
      caseId: kase.id,
      state: 'accepted',
      needs,
      agentId,
      departmentId,
    });
    if (!accepted.ok) return accepted;
  }
  const notice: Notice = { ...drafted.value.notice, number: await nextNumber(work, 'notice') };
  const { id, number } = notice;
  const told = await NOTICE.keep(work, kase.visitId, id, { data: notice });
  await work.tx.insert(schema.notices).values({
    ...{ id, number, ...told },
    caseId: kase.id,
    visitId: kase.visitId,
    agentId: wish.agentId,
    givenAt: work.now,
  });
  const actor: Actor = { kind: 'agent', id: wish.agentId };
  const detail = `${notice.kind}, papers ${notice.items.length}, case ${kase.number}, rules ${notice.version}`;
  await work.audit({ action: 'notice.given', actor, visitId: kase.visitId, subject: number, detail });
  const fact = { type: 'notice.given', caseId: kase.id, number, papers: notice.items.length } as const;
  await work.addFact({ visitId: kase.visitId, source: 'agent', sourceId: wish.agentId, fact });
  work.touch(kase.visitId);
  return ok(withGaps ? { notice, followUp: await oweFollowUp(work, kase, notice, actor) } : { notice });
}

/** What stands against an acceptance with these gaps: papers that may not follow, or that are not missing at all. */
function acceptFault(
  { follows }: NoticeWish,
  { kase, needs }: { kase: VisitCase; needs: CaseNeeds },
): XiaowuError | undefined {
  if (kase.state !== 'open') return fail('wrong_state', kase.state);
  const mayNot = follows.filter((id) => !needs.follows.some((one) => one.paperId === id));
  if (mayNot.length > 0) return fail('papers_missing', `may not follow: ${mayNot.join(', ')}`);
  return papersFault({ needs, papers: kase.papers });
}

/** 跟进: the department asks for what was promised; the clock runs to the first of the days. */
async function oweFollowUp(work: Work, kase: VisitCase, notice: Notice, actor: Actor): Promise<string> {
  const visit = await findVisitRow(work.tx, kase.visitId);
  const mailing = visit && VISIT_MAILING.open(await work.vault.sealOf(work.tx, visit.id), visit).mailing;
  const owed = notice.items.filter((item) => item.state === 'follows');
  const first = owed.map((item) => item.dueOn).sort()[0] ?? localDay(work.now);
  const number = await nextNumber(work, 'followUp');
  const papers = owed.map((item) => `${item.name['zh-CN']}（${item.dueOn}）`).join('、');
  const id = v7();
  const told = {
    phone: (mailing?.phone ?? kase.form.phone ?? '').slice(0, 20),
    text: `${kase.number} ${papers}`.slice(0, MAX_FOLLOW_UP_CHARS),
  };
  await work.tx.insert(schema.followUps).values({
    id,
    number,
    kind: 'papers',
    departmentId: kase.departmentId,
    visitId: kase.visitId,
    boothId: visit?.boothId ?? '',
    ...(await FOLLOW_UP.keep(work, kase.visitId, id, told)),
    createdAt: work.now,
    dueAt: endOfDay(first),
    state: 'open',
  });
  await work.audit({ action: 'follow-up.made', actor, visitId: kase.visitId, subject: number, detail: 'papers' });
  return number;
}

/** A notice with the slip that a booth prints of it, in the language of the visit. */
export async function findNoticeSlip(
  { db, vault }: Reader,
  { followUrl }: Pick<VisitTools, 'followUrl'>,
  noticeId: string,
): Promise<Result<{ visitId: string; boothId: string; document: PrintDocument }, XiaowuError>> {
  const [row] = await db.select().from(schema.notices).where(eq(schema.notices.id, noticeId));
  const visit = row && (await findVisitRow(db, row.visitId));
  if (!row || !visit) return err(fail('not_found', 'notice'));
  const { data } = NOTICE.open(await vault.sealOf(db, visit.id), row);
  const document = slipOf(data, visit.language, followUrl(visit.id));
  return ok({ visitId: visit.id, boothId: visit.boothId, document });
}

/** Failures after which the number is as good as before: nothing was begun, or there were copies enough. */
const NUMBER_STAYS: readonly ErrorCode[] = ['booth_offline', 'rate_limited', 'not_found'];

/**
 * What a print came to. A number whose first print broke off is void for good, because a piece of it may be on paper: the
 * notice goes on under another. One that was printed before keeps its number, whatever became of a copy.
 */
export async function settlePrint(
  work: Work,
  noticeId: string,
  result: Result<{ printedAt: string }, XiaowuError>,
): Promise<void> {
  const [found] = await work.tx.select().from(schema.notices).where(eq(schema.notices.id, noticeId));
  if (!found || found.data.printedAt !== undefined) return;
  if (!result.ok && NUMBER_STAYS.includes(result.error.code)) return;
  const row = NOTICE.open(await work.vault.sealOf(work.tx, found.visitId), found);
  const number = result.ok ? row.number : await nextNumber(work, 'notice');
  const { spoken: _, ...told } = { ...row.data, number, ...(result.ok && { printedAt: result.value.printedAt }) };
  const data: Notice = { ...told, spoken: spokenNotice(told) };
  await work.tx
    .update(schema.notices)
    .set({ number, ...(await NOTICE.keep(work, row.visitId, noticeId, { data })) })
    .where(eq(schema.notices.id, noticeId));
  work.touch(row.visitId);
  if (result.ok) return;
  const actor: Actor = { kind: 'hub', id: 'hub' };
  const detail = `void after ${result.error.code}, goes on as ${number}`;
  await work.audit({ action: 'notice.renumbered', actor, visitId: row.visitId, subject: row.number, detail });
}
