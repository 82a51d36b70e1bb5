import simplifiedToTraditional from 'opencc-js/dict/STCharacters';
import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

/** Pairs of a dictionary of OpenCC (Apache-2.0): `from to`, parted by `|`. */
function pairsOf(dictionary: string): Map<string, string> {
  return new Map(dictionary.split('|').map((pair) => pair.split(' ') as [string, string]));
}

const TRADITIONAL = pairsOf(simplifiedToTraditional);
const SIMPLIFIED = pairsOf(traditionalToSimplified);

/**
 * Written so in simplified and in traditional print, although the dictionary has another form for traditional: 叁 is the
 * capital figure of both, and the others are words of their own beside what they stand for in simplified print.
 */
const OF_BOTH = new Set('叁干后里余准丑台只面松斗谷几云朱表范姜沈征制');

export const isHan = (text: string) => /^\p{Script=Han}$/u.test(text);
/** The form of a character in simplified print. */
export const simplifiedOf = (text: string) => SIMPLIFIED.get(text) ?? text;
/** The commonest form of a character in traditional print. */
export const traditionalOf = (text: string) => (OF_BOTH.has(text) ? text : (TRADITIONAL.get(text) ?? text));
/** Whether a character stands in traditional print only. */
export const isOnlyTraditional = (text: string) => simplifiedOf(text) !== text;
/** Whether a character stands in simplified print only. */
export const isOnlySimplified = (text: string) => traditionalOf(text) !== text;

/** So many characters of traditional print, and this share of the Chinese ones, make a page a traditional one. */
const LEAST_TRADITIONAL = 4;
const TRADITIONAL_SHARE = 0.06;

/**
 * Whether what was read is traditional print. The network for simplified print reads the many characters it does not know
 * as simplified ones, but it knows some hundred traditional ones, of which simplified papers have none but in a name.
 */
export function isTraditionalPrint(texts: readonly string[]): boolean {
  const han = [...texts.join('')].filter(isHan);
  const traditional = han.filter(isOnlyTraditional).length;
  return traditional >= LEAST_TRADITIONAL && traditional >= TRADITIONAL_SHARE * han.length;
}
