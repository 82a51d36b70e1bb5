import { z } from 'zod';
import { call } from '../channel.ts';
import { notice } from '../domain/notice.ts';
import { answers } from '../domain/requirements.ts';
import { visitCase } from '../domain/visit.ts';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';

/** Papers that the case is to be accepted without; each must be allowed to follow. */
const follows = z.array(slug).max(40);

/** What a desk does about papers that are missing. */
export const noticeCalls = {
  /**
   * What citizen and agent answered, all of it; the papers of the case follow. The rules stay those of the day on which the
   * case was opened. `wrong_state` once the case is decided, `invalid_input` for an unknown answer or region.
   */
  'case.answers': call(z.strictObject({ caseId: id, answers, regionId: slug.optional() }), visitCase),
  /** What `notice.give` would give now, without a number; nothing is stored. `wrong_state` while a question is open. */
  'notice.draft': call(z.strictObject({ caseId: id, follows }), notice),
  /**
   * 一次性告知: numbered, kept, and on the phone at once. With `follows` the case is accepted with gaps (容缺受理) and the
   * department owes to follow up; `papers_missing` names what may not follow. `wrong_state` while a question is open.
   */
  'notice.give': call(z.strictObject({ caseId: id, follows }), notice),
  /** Prints it in the booth of its visit, as its next copy when it was printed before. */
  'notice.print': call(z.strictObject({ noticeId: id }), z.strictObject({ printedAt: instant })),
} as const;
