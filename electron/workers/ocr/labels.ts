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

/**
 * A short label of which one character was misread counts only when it stands alone, as labels in forms do: two
 * characters, perhaps with a speck between them that was read as a sign.
 */
const ALONE_GLYPHS = 3;
const HAN = /\p{Script=Han}/u;

const TRADITIONAL =
  '稱類型統會號碼營業執證註冊資額範圍機關當場開戶銀電話聯係絡請書買賣約簽訂發遷貫與職務將總價積產權實據納稅結無東區號';
const SIMPLIFIED =
  '称类型统会号码营业执证注册资额范围机关当场开户银电话联系络请书买卖约签订发迁贯与职务将总价积产权实据纳税结无东区号';

/**
 * Characters that are the same in a label: brackets and colons of both widths, and traditional characters. Values keep theirs.
 */
const FOLDED: Readonly<Record<string, string>> = {
  '(': '（',
  ')': '）',
  ':': '：',
  ...Object.fromEntries([...TRADITIONAL].map((character, at) => [character, SIMPLIFIED.charAt(at)])),
};

/** Whether a text is the label without one of its characters. */
function lacksOne(text: string, label: string): boolean {
  if (text.length !== label.length - 1) return false;
  let at = 0;
  while (at < text.length && text[at] === label[at]) at++;
  return text.slice(at) === label.slice(at + 1);
}

/** Places of a label on the line that begins with a segment; the label begins inside the segment. */
function placesOf(label: string, segment: Segment, row: Segment): LabelHit[] {
  const wanted = [...label];
  const texts = row.glyphs.map(({ text }) => FOLDED[text] ?? text);
  const own = texts.slice(0, segment.glyphs.length);
  const hits: LabelHit[] = [];
  for (let from = 0; from < own.length; from++) {
    // Only a label without mistakes may reach into the next segment: a mistaken end would swallow the value's beginning.
    const mistakes = differences(texts, from, wanted, 0) ?? differences(own, from, wanted, mistakesAllowed(label));
    if (mistakes !== null) hits.push({ label, row, from, to: from + wanted.length, mistakes });
  }
  const cut = own.join('').replace(/：$/, '');
  if (wanted.length >= 4 && lacksOne(cut, label)) {
    hits.push({ label, row, from: 0, to: cut.length, mistakes: 1 });
  }
  const hasSpeck = own.length < ALONE_GLYPHS || !HAN.test(own[1] ?? '');
  if (wanted.length === 2 && own.length <= ALONE_GLYPHS && hasSpeck) {
    const [first, last] = own.length === 1 ? [texts[0], texts[1]] : [own[0], own.at(-1)];
    const wrong = Number(first !== wanted[0]) + Number(last !== wanted[1]);
    if (texts.length >= 2 && wrong <= 1) hits.push({ label, row, from: 0, to: Math.max(2, own.length), mistakes: 1 });
  }
  return hits;
}

/**
 * Every place where one of the labels stands. Each is looked for on the line that begins with each segment, since a
 * label with wide spaces arrives in pieces.
 */
export function findLabels(segments: readonly Segment[], labels: readonly string[]): LabelHit[] {
  return withoutOverlaps(
    segments.flatMap((segment) => {
      const row = rowFrom(segment, segments);
      return labels.flatMap((label) => placesOf(label, segment, row));
    }),
  );
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
