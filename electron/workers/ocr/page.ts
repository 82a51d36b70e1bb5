import type { PixelBox } from './image.ts';

/** One character as the engine read it. */
export interface Glyph {
  readonly text: string;
  /** 0–1 */
  readonly confidence: number;
  readonly box: PixelBox;
  /** Whether a blank stands before it. */
  readonly isSpaced?: boolean;
}

/** A piece of a line: glyphs that stand together, left to right. */
export interface Segment {
  readonly glyphs: readonly Glyph[];
  readonly text: string;
  readonly box: PixelBox;
}

/** What the engine gives for a line: words with a box and a confidence (0–100), and the glyphs inside. */
export interface EngineWord {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: PixelBox;
  readonly symbols?: readonly { readonly text: string; readonly bbox: PixelBox }[];
}

/** Marks that the engine invents between Chinese characters (specks, rules, edges of the page). */
const SPECKS = /^[“”‘’'"`|_~\-—=^*·•…\\「」]+$/;
const MARKS = /^[:：;；.．,，。、!！]+$/;
/** A gap wider than this many line heights parts two segments of one line. */
const PARTING_GAP = 0.9;

export function boxAround(boxes: readonly PixelBox[]): PixelBox {
  return {
    x0: Math.min(...boxes.map(({ x0 }) => x0)),
    y0: Math.min(...boxes.map(({ y0 }) => y0)),
    x1: Math.max(...boxes.map(({ x1 }) => x1)),
    y1: Math.max(...boxes.map(({ y1 }) => y1)),
  };
}

export const heightOf = (box: PixelBox) => box.y1 - box.y0;

export function segmentOf(glyphs: readonly Glyph[]): Segment {
  return { glyphs, text: glyphs.map(({ text }) => text).join(''), box: boxAround(glyphs.map(({ box }) => box)) };
}

/** What a blank parts: letters, figures and their marks; between Chinese characters it says nothing. */
const WORD_END = /[\x21-\x7e]$/;
const WORD_BEGIN = /^(?![.,;:!?)%'])[\x21-\x7e]/;

/** Marks of Chinese print, which the engine writes between words of letters too, and what stands there. */
const NARROW: Readonly<Record<string, string>> = {
  '，': ',',
  '。': '.',
  '：': ':',
  '；': ';',
  '（': '(',
  '）': ')',
  '！': '!',
  '？': '?',
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '％': '%',
};

/** Text of letters alone has the marks that belong to letters. */
function narrowed(texts: readonly string[]): readonly string[] {
  const text = texts.join('');
  const isOfLetters = /[A-Za-z]/.test(text) && !/\p{Script=Han}/u.test(text);
  return isOfLetters ? texts.map((one) => NARROW[one] ?? one) : texts;
}

/** The text of a segment with the blanks between its words. */
export function wordsOf({ glyphs }: Segment): string {
  const texts = narrowed(glyphs.map(({ text }) => text));
  return texts.reduce(
    (text, next, at) => text + (glyphs[at]?.isSpaced && WORD_END.test(text) && WORD_BEGIN.test(next) ? ' ' : '') + next,
    '',
  );
}

function glyphsOf(word: EngineWord): Glyph[] {
  const confidence = Math.max(0, Math.min(1, word.confidence / 100));
  const symbols = word.symbols?.length ? word.symbols : spreadOver(word);
  return symbols
    .filter(({ text }) => text.trim() && !SPECKS.test(text))
    .map(({ text, bbox }) => ({ text: text.trim(), confidence, box: bbox }));
}

/** A box for each character of a word whose characters have none: equal shares of the word's width. */
function spreadOver(word: EngineWord): { text: string; bbox: PixelBox }[] {
  const characters = [...word.text];
  const width = (word.bbox.x1 - word.bbox.x0) / Math.max(1, characters.length);
  return characters.map((text, index) => ({
    text,
    bbox: { ...word.bbox, x0: word.bbox.x0 + index * width, x1: word.bbox.x0 + (index + 1) * width },
  }));
}

/** Segments of one line of words. */
export function segmentsOfLine(words: readonly EngineWord[]): Segment[] {
  return partedAtGaps(words.flatMap(glyphsOf)).flatMap((segment) => {
    // A segment never begins with a mark; there it is a speck.
    const [first] = segment.glyphs;
    const rest = first && MARKS.test(first.text) ? segment.glyphs.slice(1) : segment.glyphs;
    return rest.length > 0 ? [segmentOf(rest)] : [];
  });
}

/** The pieces of a line of characters, parted where a wide gap is. */
export function partedAtGaps(glyphs: readonly Glyph[]): Segment[] {
  const segments: Segment[] = [];
  let current: Glyph[] = [];
  for (const glyph of glyphs) {
    const last = current.at(-1);
    if (last && glyph.box.x0 - last.box.x1 > PARTING_GAP * heightOf(last.box)) {
      segments.push(segmentOf(current));
      current = [];
    }
    current.push(glyph);
  }
  if (current.length > 0) segments.push(segmentOf(current));
  return segments;
}

/** Whether two boxes lie on one line: they share at least half the height of the lower one. */
export function onOneRow(a: PixelBox, b: PixelBox): boolean {
  const shared = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return shared >= 0.5 * Math.min(heightOf(a), heightOf(b));
}

/** Lines are found a little longer than they are: so far, in heights, one may reach into the next. */
const OVERLAP = 0.7;

/** Everything on the line of a segment, from it to the right, as one segment. */
export function rowFrom(segment: Segment, all: readonly Segment[]): Segment {
  const row = all
    .filter(
      (other) =>
        other === segment ||
        (other.box.x0 >= segment.box.x1 - OVERLAP * heightOf(segment.box) && onOneRow(segment.box, other.box)),
    )
    .sort((a, b) => a.box.x0 - b.box.x0);
  return segmentOf(row.flatMap(({ glyphs }) => glyphs));
}

/** Of two readings of one character, their middles lie closer than this, in heights. */
const SAME_PLACE = 0.45;

/**
 * Without what was read twice: neighbouring lines are found a little longer than they are, and the character where they
 * meet is then the end of one and the beginning of the other. The surer of both stays.
 */
export function withoutTwins(lines: readonly (readonly Glyph[])[]): Glyph[][] {
  const middle = ({ box }: Glyph) => ({ x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 });
  const dropped = new Set<Glyph>();
  const ends = lines.map((line) => [line[0], line.at(-1)] as const);
  for (const [, end] of ends) {
    for (const [begin] of ends) {
      if (!end || !begin || end === begin || end.text !== begin.text) continue;
      const [a, b] = [middle(end), middle(begin)];
      if (Math.hypot(a.x - b.x, a.y - b.y) < SAME_PLACE * heightOf(end.box)) {
        dropped.add(end.confidence < begin.confidence ? end : begin);
      }
    }
  }
  return lines.map((line) => line.filter((glyph) => !dropped.has(glyph)));
}

/** Segments from top to bottom, those of one row from left to right. */
export function inReadingOrder(segments: readonly Segment[]): Segment[] {
  const left = [...segments].sort((a, b) => a.box.y0 - b.box.y0);
  const ordered: Segment[] = [];
  while (left.length > 0) {
    const first = left[0] as Segment;
    const row = left.filter((other) => onOneRow(first.box, other.box)).sort((a, b) => a.box.x0 - b.box.x0);
    ordered.push(...row);
    for (const member of row) left.splice(left.indexOf(member), 1);
  }
  return ordered;
}
