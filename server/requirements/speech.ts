import type { Language, Localized } from '../../contracts/domain/language.ts';
import type { Notice } from '../../contracts/domain/notice.ts';
import { WORDS } from './words.ts';

/** A notice as words for reading aloud: no figure is left that a voice could read wrong. */

const ZH_DIGITS = '零一二三四五六七八九';
const EN_DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const EN_TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const EN_TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const EN_MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** 0 to 99 in words; a notice counts no further. */
export function spokenCount(value: number, language: Language): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  if (language === 'zh-CN') {
    if (tens === 0) return ZH_DIGITS[ones] ?? '';
    return `${tens === 1 ? '' : ZH_DIGITS[tens]}十${ones === 0 ? '' : ZH_DIGITS[ones]}`;
  }
  if (tens === 0) return EN_DIGITS[ones] ?? '';
  if (tens === 1) return EN_TEENS[ones] ?? '';
  return ones === 0 ? (EN_TENS[tens] ?? '') : `${EN_TENS[tens]}-${EN_DIGITS[ones]}`;
}

/** So many of something: Chinese counts two things as 两. */
function spokenMany(value: number, language: Language): string {
  return language === 'zh-CN' && value === 2 ? '两' : spokenCount(value, language);
}

/** Every character by itself, digits as words: numbers that are compared, not counted. 1 is 幺, which cannot be heard as 七. */
export function spelled(number: string, language: Language): string {
  if (language === 'zh-CN')
    return [...number].map((char) => (char === '1' ? '幺' : (ZH_DIGITS[Number(char)] ?? char))).join('');
  return [...number].map((char) => EN_DIGITS[Number(char)] ?? char).join(' ');
}

/** `2026-12-07`: 二零二六年十二月七日; December seven, twenty twenty-six. */
export function spokenDay(day: string, language: Language): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  if (language === 'zh-CN') {
    const years = [...String(year)].map((char) => ZH_DIGITS[Number(char)]).join('');
    return `${years}年${spokenCount(month, language)}月${spokenCount(date, language)}日`;
  }
  const years = [Math.floor(year / 100), year % 100].map((part) => spokenCount(part, language)).join(' ');
  return `${EN_MONTHS[month - 1]} ${spokenCount(date, language)}, ${years}`;
}

/** Runs of figures in words: short ones counted, codes and telephone numbers digit by digit. */
function voiced(text: string, language: Language): string {
  return text.replace(/\d+/g, (run) => {
    const isCounted = run.length <= 2 && (run.length === 1 || run[0] !== '0');
    return isCounted ? spokenCount(Number(run), language) : spelled(run, language);
  });
}

/** The number without its hyphen, which a voice would read as 减 or "minus". */
function spokenNumber(number: string, language: Language): string {
  return spelled(number.replaceAll('-', ''), language);
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}

/** A sentence's end that is not doubled where the text brings its own. */
function sentence(text: string, language: Language): string {
  const words = text.replace(/[。.；;\s]+$/u, '');
  return language === 'zh-CN' ? `${words}。` : `${words}. `;
}

function spokenIn(notice: Omit<Notice, 'spoken'>, language: Language): string {
  const { spoken } = WORDS[language];
  const service = notice.serviceName[language];
  const number = fill(spoken.number, { number: spokenNumber(notice.number, language) });
  if (notice.items.length === 0) return `${fill(spoken.none, { service })}${number}`;
  const many = notice.items.length;
  const papers = many === 1 ? 'one paper' : `${spokenCount(many, 'en')} papers`;
  const count = language === 'zh-CN' ? fill(spoken.count, { count: spokenMany(many, language) }) : papers;
  const open = fill(notice.kind === 'with-gaps' ? spoken.openWithGaps : spoken.openOneTime, { service, count });
  const items = notice.items.map((item, index) =>
    fill(spoken.item, {
      place: spokenCount(index + 1, language),
      paper: voiced(item.name[language], language),
      reason: item.reason[language],
      remark: item.remark === undefined ? '' : sentence(voiced(item.remark, language), language),
      wanted: fill(spoken.wanted[item.form], { copies: spokenMany(item.copies, language) }),
      cure: sentence(voiced(item.cure[language], language), language).trim(),
      day: spokenDay(item.dueOn, language),
    }),
  );
  const { where, until } = notice.objection;
  const objection = fill(spoken.objection, {
    day: spokenDay(until, language),
    where: voiced(where[language], language),
  });
  return [open, ...items, objection, number].join(language === 'zh-CN' ? '' : ' ');
}

export function spokenNotice(notice: Omit<Notice, 'spoken'>): Localized {
  return { 'zh-CN': spokenIn(notice, 'zh-CN'), en: spokenIn(notice, 'en') };
}
