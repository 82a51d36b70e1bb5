import type { LineFigures } from './line-figures.ts';

/** How a line is to those who talk over it, in a word. `none`: nothing comes in. */
export type Quality = 'good' | 'fair' | 'poor' | 'none';

/** From the best to the worst. */
export const QUALITIES: readonly Quality[] = ['good', 'fair', 'poor', 'none'];

type Limits = Readonly<Pick<LineFigures, 'lostIn' | 'lostOut' | 'madeUp' | 'roundTripMs' | 'frozen'>>;

/**
 * From these on a line is no longer good, or poor. A decoder hides single losses; above 150 ms one way people begin to talk
 * into each other (ITU-T G.114).
 */
const FAIR_FROM: Limits = { lostIn: 0.05, lostOut: 0.05, madeUp: 0.03, roundTripMs: 300, frozen: 0.2 };
const POOR_FROM: Limits = { lostIn: 0.2, lostOut: 0.2, madeUp: 0.1, roundTripMs: 800, frozen: 0.7 };

/** A word gets worse after so many looks that say so, better after so many; one look alone is chance. */
export const WORSE_AFTER_LOOKS = 2;
export const BETTER_AFTER_LOOKS = 4;

/** What one look says. `expected`: somebody is to be heard or seen on this line, so that silence means something. */
export function judge(figures: LineFigures, expected: boolean): Quality {
  if (expected && figures.silent) return 'none';
  if (reaches(figures, POOR_FROM)) return 'poor';
  return reaches(figures, FAIR_FROM) ? 'fair' : 'good';
}

function reaches(figures: LineFigures, limits: Limits): boolean {
  return (Object.keys(limits) as (keyof Limits)[]).some((name) => figures[name] >= limits[name]);
}

/** The word that is shown, and the looks that speak for another. */
export interface Word {
  readonly quality: Quality;
  /** Looks in a row that were all worse, or all better, than the word shown. */
  readonly looks: number;
  readonly direction: 'worse' | 'better' | null;
}

export const FIRST_WORD: Word = { quality: 'good', looks: 0, direction: null };

/** The word after another look. It moves to what the last look of a row says, better by one step at a time. */
export function nextWord(word: Word, look: Quality): Word {
  const shown = QUALITIES.indexOf(word.quality);
  const seen = QUALITIES.indexOf(look);
  if (seen === shown) return { ...word, looks: 0, direction: null };
  const direction = seen > shown ? 'worse' : 'better';
  const looks = direction === word.direction ? word.looks + 1 : 1;
  if (direction === 'worse' && looks >= WORSE_AFTER_LOOKS) return { quality: look, looks: 0, direction: null };
  if (direction === 'better' && looks >= BETTER_AFTER_LOOKS) {
    return { quality: QUALITIES[shown - 1] ?? look, looks: 0, direction: null };
  }
  return { ...word, looks, direction };
}
