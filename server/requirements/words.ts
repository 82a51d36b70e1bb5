import type { Localized } from '../../contracts/domain/language.ts';
import type { PaperForm } from '../../contracts/domain/paper.ts';
import en from '../../resources/locales/en/notice.json' with { type: 'json' };
import zh from '../../resources/locales/zh-CN/notice.json' with { type: 'json' };

/** Words of a notice that come neither from the catalogue nor from a person. A notice keeps them in both languages. */
export const WORDS = { 'zh-CN': zh, en } as const;

const both = (pick: (words: typeof zh) => string): Localized => ({ 'zh-CN': pick(zh), en: pick(en) });

export const NOT_HANDED_IN = both((words) => words.notHandedIn);
/** Refused before there were reasons to choose from. */
export const REFUSED = both((words) => words.refused);

/** How a paper without advice of its own is handed in. */
export const CURE_BY_FORM: Readonly<Record<PaperForm, Localized>> = {
  original: both((words) => words.cure.original),
  copy: both((words) => words.cure.copy),
  electronic: both((words) => words.cure.electronic),
  shown: both((words) => words.cure.shown),
};
