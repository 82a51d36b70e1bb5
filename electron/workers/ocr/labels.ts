import { rowFrom, type Segment } from './page.ts';

/** A label found on the page, with the line that follows it. */
export interface LabelHit {
  readonly label: string;
  /** The line from the label's segment to the right. */
  readonly row: Segment;
  /** Index of the label's first glyph in the row, and of the first glyph behind it. */
  readonly from: number;
  readonly to: number;
  readonly mistakes: number;
}

/** How many characters of a label may be misread: labels are known beforehand, long ones stay unmistakable. */
function mistakesAllowed(label: string): number {
  if (label.length >= 7) return 2;
  return label.length >= 4 ? 1 : 0;
}

/** Number of differing characters at a place of a text, or null when they are more than `most`. */
function differences(text: readonly string[], at: number, label: readonly string[], most: number): number | null {
  if (at + label.length > text.length) return null;
  let count = 0;
  for (let index = 0; index < label.length; index++) {
    if (text[at + index] !== label[index] && ++count > most) return null;
  }
  return count;
}

/** A short label of which one character was misread counts only when it stands alone, as labels in forms do. */
const ALONE_GLYPHS = 3;

/**
 * Every place where one of the labels stands. Each is looked for on the line that begins with each segment, since a
 * label with wide spaces arrives in pieces.
 */
export function findLabels(segments: readonly Segment[], labels: readonly string[]): LabelHit[] {
  const hits: LabelHit[] = [];
  for (const segment of segments) {
    const row = rowFrom(segment, segments);
    const texts = row.glyphs.map(({ text }) => text);
    for (const label of labels) {
      const wanted = [...label];
      for (let from = 0; from < segment.glyphs.length; from++) {
        const mistakes = differences(texts, from, wanted, mistakesAllowed(label));
        if (mistakes !== null) hits.push({ label, row, from, to: from + wanted.length, mistakes });
      }
      const alone = segment.glyphs.length <= ALONE_GLYPHS && wanted.length === 2;
      if (alone && differences(texts, 0, wanted, 1) === 1) hits.push({ label, row, from: 0, to: 2, mistakes: 1 });
    }
  }
  return withoutOverlaps(hits);
}

/** Of labels that claim the same glyphs, the longer and truer stays; of one label, the truest stays. */
function withoutOverlaps(hits: readonly LabelHit[]): LabelHit[] {
  const kept: LabelHit[] = [];
  const better = (a: LabelHit, b: LabelHit) => a.mistakes - b.mistakes || b.label.length - a.label.length;
  for (const hit of [...hits].sort(better)) {
    const claimed = new Set(hit.row.glyphs.slice(hit.from, hit.to));
    const taken = kept.some(
      (other) =>
        other.row.glyphs.slice(other.from, other.to).some((glyph) => claimed.has(glyph)) ||
        (other.label === hit.label && other.mistakes < hit.mistakes),
    );
    if (!taken) kept.push(hit);
  }
  return kept;
}
