import type { LineGlyph } from './ctc.ts';
import { isHan, isOnlySimplified, isOnlyTraditional, simplifiedOf, traditionalOf } from './han.ts';

/**
 * Two readings of one line of traditional print in one. The first network sees figures, letters, marks and the characters
 * that both prints share best; it writes traditional ones that it does not know as simplified ones, as others, or not at
 * all. The second engine knows these and confuses the rest more often.
 */
export interface MergeOptions {
  /** Whether the first network could have read a character. */
  readonly first: (text: string) => boolean;
  /** Whether the second engine could have. */
  readonly second: (text: string) => boolean;
  /** Height of the line as a share of its length: the measure of places along it. */
  readonly height: number;
}

/** From this on the first network is believed against the second engine about a character that it knows. */
const SURE = 0.85;
/** A character that only the second engine saw counts from here. */
const LEAST_SEEN = 0.6;

type Pair = readonly [first: LineGlyph | null, second: LineGlyph | null];

const middleOf = ({ from, to }: LineGlyph) => (from + to) / 2;
const areForms = (a: string, b: string) => simplifiedOf(a) === simplifiedOf(b);

/** Costs of the alignment: a character without a partner, two that differ, a letter and a Chinese one, two a height apart. */
const ALONE = 0.7;
const DIFFERENT = 0.6;
const OTHER_SORT = 1;
const APART = 0.25;

function costOf(a: LineGlyph, b: LineGlyph, height: number): number {
  const apart = Math.min(2, Math.abs(middleOf(a) - middleOf(b)) / height) * APART;
  if (areForms(a.text, b.text)) return apart;
  return (isHan(a.text) === isHan(b.text) ? DIFFERENT : OTHER_SORT) + apart;
}

/** The characters of both readings in pairs, by the least sum of costs (Needleman & Wunsch 1970). */
function aligned(first: readonly LineGlyph[], second: readonly LineGlyph[], height: number): Pair[] {
  const width = second.length + 1;
  const least = new Float64Array((first.length + 1) * width);
  const at = (i: number, j: number) => least[i * width + j] ?? 0;
  const pairCost = (i: number, j: number) => costOf(first[i - 1] as LineGlyph, second[j - 1] as LineGlyph, height);
  for (let i = 0; i <= first.length; i++) {
    for (let j = 0; j <= second.length; j++) {
      if (i === 0 || j === 0) least[i * width + j] = (i + j) * ALONE;
      else {
        least[i * width + j] = Math.min(at(i - 1, j - 1) + pairCost(i, j), at(i - 1, j) + ALONE, at(i, j - 1) + ALONE);
      }
    }
  }
  const pairs: Pair[] = [];
  let [i, j] = [first.length, second.length];
  while (i > 0 || j > 0) {
    const isPair = i > 0 && j > 0 && at(i, j) === at(i - 1, j - 1) + pairCost(i, j);
    // At the border only one way is left, whatever sums of fractions say.
    const isFirst = !isPair && (j === 0 || (i > 0 && at(i, j) === at(i - 1, j) + ALONE));
    pairs.push([isPair || isFirst ? (first[--i] ?? null) : null, isFirst ? null : (second[--j] ?? null)]);
  }
  return pairs.reverse();
}

const inTraditional = (glyph: LineGlyph): LineGlyph => ({ ...glyph, text: traditionalOf(glyph.text) });

/** Marks of traditional print; what else the first network saw for a mark was a speck of another shape. */
const MARKS = /[，。、：；！？（）()「」『』《》〈〉—…·~～-]/;
/** Marks as the second engine writes them, in the width of Chinese print. */
const WIDE: Readonly<Record<string, string>> = { ',': '，', '.': '。', ':': '：', ';': '；', '!': '！', '?': '？' };

/** Strokes that are characters, and as good as never meant. */
const STROKES = /[丶丨丿]/;

function judgedMark(first: LineGlyph, second: LineGlyph): LineGlyph {
  const { from, to } = first;
  if (isHan(second.text)) {
    return second.confidence > first.confidence && first.confidence < SURE ? { ...second, from, to } : first;
  }
  const wide = WIDE[second.text] ?? second.text;
  return (STROKES.test(first.text) || !/[\p{L}\p{N}]/u.test(first.text)) && !MARKS.test(first.text) && MARKS.test(wide)
    ? { ...second, text: wide, from, to }
    : first;
}

/** What stands where the first network read one character and the second engine another. */
function judged(first: LineGlyph, second: LineGlyph, knows: MergeOptions): LineGlyph {
  const { from, to } = first;
  if (first.text === second.text) return { ...first, confidence: Math.max(first.confidence, second.confidence) };
  if (!isHan(first.text) || STROKES.test(first.text)) return judgedMark(first, second);
  const own = inTraditional(first);
  if (!isHan(second.text)) return own;
  const other = { ...second, from, to };
  // The forms of one character: the second engine tells them apart, unless the first knows its one and is sure. A form that both
  // prints have, as 后, is what the first learnt to write for 後.
  if (areForms(first.text, second.text)) {
    const isBelieved = knows.first(second.text) && first.confidence >= SURE && !isOnlySimplified(first.text);
    const isOfTwo = isOnlyTraditional(second.text) && !isOnlyTraditional(first.text);
    return isBelieved && !isOfTwo ? first : { ...other, confidence: Math.max(first.confidence, second.confidence) };
  }
  // Who could have said what the other did, and did not, speaks against it; who could not says nothing.
  const couldFirst = knows.first(second.text);
  const couldSecond = knows.second(own.text);
  if (couldFirst && !couldSecond) return own;
  if (couldFirst && isOnlySimplified(first.text) && !knows.first(own.text)) return own;
  return first.confidence >= second.confidence ? own : other;
}

const isBlank = ({ text }: LineGlyph) => text.trim() === '';

/** One reading of both. Blanks are the first network's, and stay before what is not Chinese. */
export function merged(first: readonly LineGlyph[], second: readonly LineGlyph[], knows: MergeOptions): LineGlyph[] {
  const blanks = new Map(first.flatMap((glyph, at) => (isBlank(glyph) ? [[first[at + 1], glyph] as const] : [])));
  const pairs = aligned(
    first.filter((glyph) => !isBlank(glyph)),
    second,
    knows.height,
  );
  const glyphs = pairs.flatMap(([one, other], at) => {
    if (one) {
      const glyph = other ? judged(one, other, knows) : inTraditional(one);
      const blank = blanks.get(one);
      return blank && !isHan(glyph.text) ? [blank, glyph] : [glyph];
    }
    if (!other) return [];
    // In poor light the full stop is the first thing that gets lost.
    const isStop = other.text === '。' && at === pairs.length - 1;
    // What else the first network left out is mostly what it does not know.
    const isSeen = isHan(other.text) && other.confidence >= (knows.first(other.text) ? SURE : LEAST_SEEN);
    if (isStop || isSeen) return [between(pairs, at, other)];
    return isLostComma(pairs, at, other, knows.height) ? [between(pairs, at, { ...other, text: '，' })] : [];
  });
  return narrowInNumbers(withoutSpeck(glyphs));
}

/** Characters further apart than this, in heights, have something between them. */
const ROOM_FOR_MARK = 0.95;

/** Whether the second engine saw a comma where the first network left room and read nothing. */
function isLostComma(pairs: readonly Pair[], at: number, glyph: LineGlyph, height: number): boolean {
  const [left, right] = [pairs[at - 1]?.[0], pairs[at + 1]?.[0]];
  if (!left || !right || !/^[,，]$/.test(glyph.text) || glyph.confidence < LEAST_SEEN) return false;
  const isAtMark = [left, right].some(({ text }) => !/[\p{L}\p{N}]/u.test(text));
  return !isAtMark && middleOf(right) - middleOf(left) > ROOM_FOR_MARK * height;
}

/** Without what the first network took the ring of the last full stop for, when that was seen too. */
function withoutSpeck(glyphs: readonly LineGlyph[]): readonly LineGlyph[] {
  const [speck, stop] = glyphs.slice(-2);
  return stop?.text === '。' && /^[°º·.]$/.test(speck?.text ?? '') ? glyphs.filter((glyph) => glyph !== speck) : glyphs;
}

/** Marks inside a number are of its width: 1,250 and the check digit of A123456(7). */
function narrowInNumbers(glyphs: readonly LineGlyph[]): LineGlyph[] {
  const isPlain = (at: number) => /^[A-Za-z0-9]$/.test(glyphs[at]?.text ?? '');
  return glyphs.map((glyph, at) => {
    if (glyph.text === '，' && isPlain(at - 1) && isPlain(at + 1)) return { ...glyph, text: ',' };
    if (glyph.text === '（' && isPlain(at - 1) && glyphs[at + 2]?.text === '）') return { ...glyph, text: '(' };
    if (glyph.text === '）' && glyphs[at - 2]?.text === '（' && isPlain(at - 3)) return { ...glyph, text: ')' };
    return glyph;
  });
}

/**
 * A character that only the second engine saw, at its place: that engine measures badly along the line, so it stands
 * evenly between the neighbours that the first network saw.
 */
function between(pairs: readonly Pair[], at: number, glyph: LineGlyph): LineGlyph {
  let [before, after] = [at - 1, at + 1];
  while (before >= 0 && !pairs[before]?.[0]) before--;
  while (after < pairs.length && !pairs[after]?.[0]) after++;
  const [left, right] = [pairs[before]?.[0], pairs[after]?.[0]];
  if (!left || !right) return glyph;
  const middle = middleOf(left) + ((middleOf(right) - middleOf(left)) * (at - before)) / (after - before);
  const half = (glyph.to - glyph.from) / 2;
  return { ...glyph, from: middle - half, to: middle + half };
}
