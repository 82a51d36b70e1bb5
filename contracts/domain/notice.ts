import { z } from 'zod';
import { caseNumber, id, slipNumber, slug } from '../ids.ts';
import { day, instant } from '../time.ts';
import { localized } from './language.ts';
import { paperForm } from './paper.ts';

/** One paper of a notice: what is wrong with it, what is wanted, by when. */
export const noticeItem = z.strictObject({
  paperId: slug,
  name: localized,
  /** `follows`: the case is accepted without it. */
  state: z.enum(['missing', 'refused', 'follows']),
  /** Code of the refusal's reason; absent when nothing was handed in. */
  reasonCode: slug.optional(),
  reason: localized,
  /** Words that the agent added, as they were typed. */
  remark: z.string().max(500).optional(),
  requirement: localized,
  form: paperForm,
  copies: z.int().min(1).max(9),
  cure: localized,
  dueOn: day,
  basis: localized,
});
export type NoticeItem = z.infer<typeof noticeItem>;

/**
 * 一次性告知书: everything that is missing, told once; with `follows` items it is the note of an acceptance with gaps
 * (容缺受理). It holds every word that the citizen was told, so nothing that changes later changes it.
 */
export const notice = z.strictObject({
  id,
  number: slipNumber,
  caseId: id,
  caseNumber,
  kind: z.enum(['one-time', 'with-gaps']),
  /** Edition of the rules that it rests on. */
  version: z.string().max(20),
  serviceName: localized,
  departmentName: localized,
  regionName: localized,
  boothName: z.string().max(60),
  givenAt: instant,
  items: z.array(noticeItem).max(40),
  basis: localized,
  objection: z.strictObject({ where: localized, until: day, basis: localized }),
  /** When a printer confirmed it first; absent while it is only on the phone. */
  printedAt: instant.optional(),
  /** The same as words for reading aloud: numbers and dates are spelled. */
  spoken: localized,
});
export type Notice = z.infer<typeof notice>;
