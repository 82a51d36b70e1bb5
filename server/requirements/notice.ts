import type { Localized } from '../../contracts/domain/language.ts';
import type { Notice, NoticeItem } from '../../contracts/domain/notice.ts';
import type { Paper } from '../../contracts/domain/paper.ts';
import type { CaseNeeds, NeededPaper, RefusalReason, WorkCalendar } from '../../contracts/domain/requirements.ts';
import { addDays, addWorkingDays } from './calendar.ts';
import { spokenNotice } from './speech.ts';
import { CURE_BY_FORM, NOT_HANDED_IN, REFUSED } from './words.ts';

/** What a notice says: pure, from what a case needs and how far its papers have come. */

/** A paper's state as a notice sees it. */
export type PaperStanding = Pick<Paper, 'requiredPaperId' | 'state' | 'reasonCode' | 'reason'>;

/** What stands in the way: papers that are needed and not there, and every paper that was refused. */
export function gapsOf(needs: CaseNeeds, papers: readonly PaperStanding[]): NeededPaper[] {
  return needs.papers.filter((needed) => {
    const state = papers.find((one) => one.requiredPaperId === needed.id)?.state ?? 'missing';
    return state === 'refused' || (state === 'missing' && !needed.optional);
  });
}

/** Gaps that the case was not accepted without: with one of them it cannot be completed. */
export function blockingGaps(needs: CaseNeeds, papers: readonly PaperStanding[]): NeededPaper[] {
  return gapsOf(needs, papers).filter((gap) => !needs.follows.some((one) => one.paperId === gap.id));
}

/** Papers that may follow, with the day until which each is owed. */
export function followsOf(
  needs: CaseNeeds,
  paperIds: readonly string[],
  day: string,
  calendar: WorkCalendar,
): CaseNeeds['follows'] {
  return needs.papers.flatMap(({ id, mayFollowDays }) =>
    mayFollowDays !== undefined && paperIds.includes(id)
      ? [{ paperId: id, dueOn: addWorkingDays(day, mayFollowDays, calendar) }]
      : [],
  );
}

export interface NoticeSources {
  readonly needs: CaseNeeds;
  readonly papers: readonly PaperStanding[];
  readonly reasons: readonly RefusalReason[];
  readonly calendar: WorkCalendar;
  /** Local day on which it is given. */
  readonly today: string;
  /** Law that the service rests on. */
  readonly serviceBasis: Localized;
  /** Who it is for and from, as the notice shows it. */
  readonly head: Pick<
    Notice,
    | 'id'
    | 'number'
    | 'caseId'
    | 'caseNumber'
    | 'serviceName'
    | 'departmentName'
    | 'regionName'
    | 'boothName'
    | 'givenAt'
  >;
}

/** The notice: exactly the gaps, each with why, what is wanted, how it is cured, and until when. */
export function noticeOf(sources: NoticeSources): Notice {
  const { needs, papers, calendar, today, head } = sources;
  const { cureWorkingDays, basis, objection } = needs.terms;
  const cureBy = addWorkingDays(today, cureWorkingDays, calendar);
  const items = gapsOf(needs, papers).map((gap) => itemOf(gap, sources, cureBy));
  const untold = {
    ...head,
    kind: items.some((item) => item.state === 'follows') ? ('with-gaps' as const) : ('one-time' as const),
    version: needs.version,
    items,
    basis,
    objection: { where: objection.where, until: addDays(today, objection.days), basis: objection.basis },
  };
  return { ...untold, spoken: spokenNotice(untold) };
}

function itemOf(gap: NeededPaper, { needs, papers, reasons, serviceBasis }: NoticeSources, cureBy: string): NoticeItem {
  const standing = papers.find((one) => one.requiredPaperId === gap.id);
  const follow = needs.follows.find((one) => one.paperId === gap.id);
  const isRefused = standing?.state === 'refused';
  const reason = isRefused ? reasons.find((one) => one.code === standing.reasonCode) : undefined;
  return {
    paperId: gap.id,
    name: gap.name,
    state: follow ? 'follows' : isRefused ? 'refused' : 'missing',
    reason: reason?.label ?? (isRefused ? REFUSED : NOT_HANDED_IN),
    ...(reason && { reasonCode: reason.code }),
    ...(isRefused && standing.reason && { remark: standing.reason }),
    requirement: gap.requirement,
    form: gap.form,
    copies: gap.copies,
    cure: reason?.cure ?? gap.cure ?? CURE_BY_FORM[gap.form],
    dueOn: follow?.dueOn ?? cureBy,
    basis: gap.basis ?? serviceBasis,
  };
}
