import type { PrintDocument } from '../../contracts/device/print.ts';
import type { Language } from '../../contracts/domain/language.ts';
import type { Notice } from '../../contracts/domain/notice.ts';
import { WORDS } from './words.ts';

type NoticeSlip = Extract<PrintDocument, { kind: 'notice' }>;

/** Longest texts that a slip carries in one place; longer ones are cut with a mark, the phone shows them whole. */
const MAX_LINE_CHARS = 200;
const MAX_TEXT_CHARS = 600;

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The last millisecond of a day; all of China keeps Beijing time. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59.999+08:00`).toISOString();
}

/** A notice as the booth prints it. */
export function slipOf(notice: Notice, language: Language, url: string): NoticeSlip {
  const words = WORDS[language];
  const join = (...parts: readonly (string | undefined)[]) =>
    cut(
      parts.filter((part) => part !== undefined && part !== '').join(language === 'zh-CN' ? '：' : ': '),
      MAX_TEXT_CHARS,
    );
  return {
    kind: 'notice',
    number: notice.number,
    language,
    boothName: notice.boothName,
    at: notice.givenAt,
    caseNumber: notice.caseNumber,
    serviceName: cut(notice.serviceName[language], MAX_LINE_CHARS),
    departmentName: cut(notice.departmentName[language], MAX_LINE_CHARS),
    regionName: cut(notice.regionName[language], MAX_LINE_CHARS),
    withGaps: notice.kind === 'with-gaps',
    items: notice.items.map((item) => ({
      paper: cut(item.name[language], MAX_LINE_CHARS),
      reason: join(item.reason[language], item.remark),
      wanted: join(words.wanted[item.form].replace('{{copies}}', String(item.copies)), item.requirement[language]),
      cure: cut(item.cure[language], MAX_TEXT_CHARS),
      dueBy: endOfDay(item.dueOn),
      basis: cut(item.basis[language], MAX_TEXT_CHARS),
    })),
    basis: cut(notice.basis[language], MAX_TEXT_CHARS),
    objection: {
      where: cut(notice.objection.where[language], MAX_TEXT_CHARS),
      until: endOfDay(notice.objection.until),
      basis: cut(notice.objection.basis[language], MAX_TEXT_CHARS),
    },
    url,
  };
}
