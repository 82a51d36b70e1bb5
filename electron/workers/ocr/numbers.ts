import {
  CREDIT_CODE_ALPHABET,
  checkCreditCode,
  checkIdNumber,
  type NumberVerdict,
  organisationCodeCheck,
} from '../../../contracts/domain/document-numbers.ts';

/** A number found in read text. */
export interface FoundNumber {
  readonly value: string;
  readonly verdict: NumberVerdict['verdict'];
  /** Index of its first character in the text, and of the first behind it. */
  readonly from: number;
  readonly to: number;
}

const NUMBER_LENGTH = 18;

/** Letters that look like a digit, for places where only a digit can stand. */
const LETTER_AS_DIGIT: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  Q: '0',
  D: '0',
  I: '1',
  l: '1',
  L: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  b: '6',
  G: '6',
};
/** Characters outside the alphabet of GB 32100 with the one that they were. */
const OUTSIDE_ALPHABET: Readonly<Record<string, string>> = { O: '0', I: '1', Z: '2', S: '5', V: 'U', '|': '1' };
/** Pairs that are mistaken for one another in print. */
const LOOK_ALIKES: readonly string[] = ['0D', '0Q', '8B', '6G', '1L', '1T', '7T', '4A'];

/** Neighbours that are one character read twice. */
const READ_TWICE: readonly string[] = [
  'T7',
  '7T',
  'S8',
  '8S',
  'B8',
  '8B',
  'O0',
  '0O',
  'D0',
  '0D',
  'I1',
  '1I',
  'L1',
  '1L',
  'Z2',
  '2Z',
  'S5',
  '5S',
  'UU',
  '88',
  '00',
  '11',
];

/** A text without blanks and full-width forms, with the place of each of its characters in the original. */
function compact(text: string): { characters: string[]; places: number[] } {
  const characters: string[] = [];
  const places: number[] = [];
  [...text].forEach((character, place) => {
    if (/[\s.,·:：_\-—]/.test(character)) return;
    characters.push(character);
    places.push(place);
  });
  return { characters, places };
}

function windows(text: string, length = NUMBER_LENGTH): { raw: string; from: number; to: number }[] {
  const { characters, places } = compact(text);
  const found: { raw: string; from: number; to: number }[] = [];
  for (let at = 0; at + length <= characters.length; at++) {
    const raw = characters.slice(at, at + length).join('');
    const last = places[at + length - 1] ?? 0;
    if (/^[0-9A-Za-z|]+$/.test(raw)) found.push({ raw, from: places[at] ?? 0, to: last + 1 });
  }
  return found;
}

const RANK = { passed: 2, warn: 1, failed: 0 } as const;

function best(found: readonly FoundNumber[]): FoundNumber | null {
  return found.reduce<FoundNumber | null>(
    (chosen, one) => (chosen === null || RANK[one.verdict] > RANK[chosen.verdict] ? one : chosen),
    null,
  );
}

/** Looks for an identity number: letters where digits must stand are mended only when the check digit then agrees. */
export function findIdNumber(text: string): FoundNumber | null {
  return best(
    windows(text).map(({ raw, from, to }) => {
      const mended = [...raw.slice(0, 17)].map((character) => LETTER_AS_DIGIT[character] ?? character).join('');
      const last = raw.charAt(17).toUpperCase();
      const candidates = [`${mended}${last}`, `${mended}${LETTER_AS_DIGIT[raw.charAt(17)] ?? last}`];
      const proven = candidates.find((number) => checkIdNumber(number).verdict === 'passed');
      const value = proven ?? raw.toUpperCase();
      return { value, verdict: checkIdNumber(value).verdict, from, to };
    }),
  );
}

/**
 * One look-alike exchanged in the organisation code that makes both of its checks agree; null when none or several do.
 */
function mendCreditCode(code: string): string | null {
  // Codes whose outer check alone is wrong are in circulation, and one check alone would too often agree by chance.
  if (organisationCodeCheck(code.slice(8, 16)) === code[16]) return null;
  const right = new Set<string>();
  for (let at = 8; at < 17; at++) {
    const character = code.charAt(at);
    for (const pair of LOOK_ALIKES) {
      if (!pair.includes(character)) continue;
      const other = pair.replace(character, '');
      if (!CREDIT_CODE_ALPHABET.includes(other)) continue;
      const mended = code.slice(0, at) + other + code.slice(at + 1);
      if (checkCreditCode(mended).verdict === 'passed') right.add(mended);
    }
  }
  return right.size === 1 ? ([...right][0] ?? null) : null;
}

/**
 * Looks for a credit code. What is outside the alphabet, one look-alike, or one character read twice is mended only when the
 * check characters of GB 32100 and GB 11714 then both agree (one wrong code in 341 would by chance); the latter two are
 * told as `warn`.
 */
export function findCreditCode(text: string): FoundNumber | null {
  return best([...readTwice(text), ...creditWindows(text)]);
}

/** Codes with one character too many, where taking one of a pair away makes both checks agree. */
function readTwice(text: string): FoundNumber[] {
  return windows(text, NUMBER_LENGTH + 1).flatMap(({ raw, from, to }) => {
    const upper = raw.toUpperCase();
    const right = new Set<string>();
    for (let at = 0; at < NUMBER_LENGTH; at++) {
      if (!READ_TWICE.includes(upper.slice(at, at + 2))) continue;
      for (const gone of [at, at + 1]) {
        const shorter = upper.slice(0, gone) + upper.slice(gone + 1);
        if (checkCreditCode(shorter).verdict === 'passed') right.add(shorter);
      }
    }
    const [value] = right;
    return value && right.size === 1 ? [{ value, verdict: 'warn' as const, from, to }] : [];
  });
}

function creditWindows(text: string): FoundNumber[] {
  return windows(text).map(({ raw, from, to }) => {
    const upper = raw.toUpperCase();
    if (checkCreditCode(upper).verdict === 'passed') return { value: upper, verdict: 'passed', from, to };
    const inside = [...upper]
      .map((character, at) =>
        at >= 2 && at < 8 ? (LETTER_AS_DIGIT[character] ?? character) : (OUTSIDE_ALPHABET[character] ?? character),
      )
      .join('');
    if (checkCreditCode(inside).verdict === 'passed') return { value: inside, verdict: 'passed', from, to };
    const mended = mendCreditCode(inside);
    // A code that is wrong on the paper may be one look-alike away from a right one: a person decides.
    if (mended) return { value: mended, verdict: 'warn', from, to };
    return { value: upper, verdict: checkCreditCode(upper).verdict, from, to };
  });
}
