import type { GreyImage } from '../../../../papers/image.ts';
import type { LineGlyph } from './ctc.ts';

/**
 * Blanks between words of letters. The network gives most of them but leaves out those behind marks and figures, as Chinese print
 * has none there; what it left out is seen in the picture, where no ink is.
 */

/** Width of a blank at least, in heights of the line, where the line's other blanks do not tell. */
const BLANK = 0.17;
/** Or so much of the width that the line's blanks have: what is blurred has narrow ones. */
const SHARE_OF_BLANKS = 0.65;
/** Behind a mark less is enough; between figures, of which 1 stands far from its neighbours, it takes more. */
const BEHIND_MARK = 0.6;
const BESIDE_ONE = 1.4;
/** No blank is narrower, in heights of the line. */
const NARROWEST = 0.1;
/** Light and ink are measured among so many pixels to either side: a shadow may cross the line. */
const PAPER_REACH_PX = 16;
const INK_REACH_PX = 40;
/** A column with a pixel darker than paper by this share of the way to ink holds a part of a letter. */
const INK_SHARE = 0.35;
/** Least way from paper to ink; below it nothing is written there. */
const LEAST_CONTRAST = 24;
/** Rows at either edge in which the next line may show, as a share of the height. */
const EDGE_SHARE = 0.06;

/** Whether each column of a level line holds ink. */
export function inkedColumns({ widthPx, heightPx, data }: GreyImage): boolean[] {
  const edge = Math.floor(heightPx * EDGE_SHARE);
  const darkest = new Uint8Array(widthPx).fill(255);
  const lightest = new Uint8Array(widthPx);
  for (let y = edge; y < heightPx - edge; y++) {
    for (let x = 0; x < widthPx; x++) {
      const value = data[y * widthPx + x] ?? 0;
      if (value < (darkest[x] ?? 0)) darkest[x] = value;
      if (value > (lightest[x] ?? 0)) lightest[x] = value;
    }
  }
  const around = (values: Uint8Array, x: number, reach: number) =>
    values.subarray(Math.max(0, x - reach), Math.min(widthPx, x + reach + 1));
  return Array.from(darkest, (value, x) => {
    const paper = Math.max(...around(lightest, x, PAPER_REACH_PX));
    const way = paper - Math.min(...around(darkest, x, INK_REACH_PX));
    return way >= LEAST_CONTRAST && value < paper - way * INK_SHARE;
  });
}

const LETTER = /^[\x21-\x7e]$/;
const MARK = /^[,;:.!?)，；：！？）]$/;
const CLOSING = /^[,;:.!?)%'"]$/;
const isFigure = (glyph: LineGlyph | undefined) => /^\d$/.test(glyph?.text ?? '');

/** The network tells the second of two equal letters late, often behind the blank that follows it. */
const isDouble = (a: LineGlyph | undefined, b: LineGlyph) => a?.text === b.text && /[A-Za-z]/.test(b.text);

/** Least width of a blank between two characters, in usual ones; null where none can be. */
function leastBetween(before: LineGlyph | undefined, a: LineGlyph, b: LineGlyph): number | null {
  const isMark = MARK.test(a.text);
  if (!(LETTER.test(a.text) || isMark) || !LETTER.test(b.text) || CLOSING.test(b.text)) return null;
  if (isDouble(a, b)) return null;
  if (isFigure(a) && isFigure(b)) return a.text === '1' || b.text === '1' ? BESIDE_ONE : 1;
  // 1,250.00 and 10:30 have none, nor has example.com.
  const isInside = (isFigure(before) && isFigure(b)) || (a.text === '.' && /[a-z]/.test(b.text));
  return isMark && !isInside ? BEHIND_MARK : 1;
}

/** Words, or what has blanks already; the letters of numbers and codes stand as far apart as a form has room. */
const RUNNING_TEXT = /[a-z]{2}|[A-Za-z] | [A-Za-z]/;

/** Whether a line is written in words of letters. */
export const isRunningText = (glyphs: readonly LineGlyph[]) =>
  RUNNING_TEXT.test(glyphs.map(({ text }) => text).join(''));

const middleOf = ({ from, to }: LineGlyph) => (from + to) / 2;

/** The widest gap without ink between two places of a line, in pixels. */
function gapBetween(
  inked: readonly boolean[],
  from: number,
  to: number,
): { readonly end: number; readonly width: number } {
  let [run, width, end] = [0, 0, 0];
  for (let x = Math.floor(from * inked.length); x <= Math.ceil(to * inked.length) && x < inked.length; x++) {
    run = inked[x] ? 0 : run + 1;
    if (run > width) [width, end] = [run, x + 1];
  }
  return { end, width };
}

/** The characters of a line with the blanks that the picture has between them and the network left out. */
export function withBlanks(glyphs: readonly LineGlyph[], line: GreyImage): LineGlyph[] {
  if (!isRunningText(glyphs)) return [...glyphs];
  const inked = inkedColumns(line);
  const gap = (a: LineGlyph, b: LineGlyph) => gapBetween(inked, middleOf(a), middleOf(b));
  const given = glyphs.flatMap((glyph, at) => {
    const [before, after] = [glyphs[at - 1], glyphs[at + 1]];
    return glyph.text === ' ' && before && after ? [gap(before, after).width] : [];
  });
  const usual = given.sort((a, b) => a - b)[Math.floor(given.length / 2)] ?? Number.POSITIVE_INFINITY;
  const enough = Math.max(NARROWEST, Math.min(BLANK, (usual * SHARE_OF_BLANKS) / line.heightPx));
  return glyphs.flatMap((glyph, at) => {
    const next = glyphs[at + 1];
    const least = next ? leastBetween(glyphs[at - 1], glyph, next) : null;
    if (!next || least === null) return [glyph];
    const before = glyphs[at - 1];
    const { width, end } = gap(before && isDouble(before, glyph) ? before : glyph, next);
    if (width < Math.max(NARROWEST, least * enough) * line.heightPx) return [glyph];
    return [glyph, { text: ' ', confidence: 1, from: (end - width) / line.widthPx, to: end / line.widthPx }];
  });
}
