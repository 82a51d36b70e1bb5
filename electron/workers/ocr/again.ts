import type { PaperKind } from '../../../contracts/domain/paper.ts';
import { crossJudged, type FoundField, judgedRaw, ruleOf } from './extract.ts';
import { type Frame, glyphsOn, placeOf } from './frame.ts';
import { boxAround, type Glyph, heightOf, onOneRow } from './page.ts';
import type { Recogniser } from './recogniser.ts';

/**
 * How a value is looked at again: room around it in heights of its line, so that an end which was not found is found, and
 * drawn wider, so that the network sees other pictures of its characters than before.
 */
const LOOKS = [
  { across: 1, down: 0.05, stretch: 1.25 },
  { across: 0.5, down: 0.15, stretch: 1.4 },
] as const;

/** Confidence of a value that not every reading gave: never enough to be accepted. */
const DISPUTED_CONFIDENCE = 0.6;

/** The characters of a value, parted into its lines. */
function rowsOf(glyphs: readonly Glyph[]): Glyph[][] {
  const rows: Glyph[][] = [];
  for (const glyph of glyphs) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && onOneRow(last.box, glyph.box) && glyph.box.x0 > last.box.x0) row.push(glyph);
    else rows.push([glyph]);
  }
  return rows;
}

const apart = (a: Glyph, b: Glyph) =>
  Math.hypot(a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1, a.box.y0 + a.box.y1 - b.box.y0 - b.box.y1) / 2;
const nearest = (glyph: Glyph, all: readonly Glyph[]) =>
  all.reduce((least, other) => Math.min(least, apart(glyph, other)), Number.POSITIVE_INFINITY);
/** A character within this of one that was read before, in heights, is that one again. */
const SAME_PLACE = 0.5;

/** Whether a character is one of those that stand beside the value. */
function isBeside(glyph: Glyph, own: readonly Glyph[], others: readonly Glyph[]): boolean {
  const away = nearest(glyph, others);
  return away < SAME_PLACE * heightOf(glyph.box) && away < nearest(glyph, own);
}

/** What check digits or other fields prove needs no second look. */
export function isProven(kind: PaperKind, found: FoundField, all: readonly FoundField[]): boolean {
  const rule = ruleOf(kind, found.field.id);
  const judged = crossJudged(kind, all).find(({ field }) => field.id === found.field.id);
  if (!rule || judged?.field.rule !== 'passed') return false;
  if (rule.kind === 'id-number' || rule.kind === 'credit-code' || rule.proves) return true;
  // What another field must agree with, and does.
  return (rule.provenBy ?? []).some((id) => all.some(({ field }) => field.id === id && field.rule === 'passed'));
}

/**
 * Reads a value a second time, and a third when both differ. What two readings agree on is as sure as the surer of them;
 * of a value in dispute the likeliest stays, for a person to look at. `others` are the characters of the page that are not
 * the value's.
 */
export async function readAgain(
  recogniser: Pick<Recogniser, 'line'>,
  frame: Frame,
  kind: PaperKind,
  first: FoundField,
  others: readonly Glyph[],
): Promise<FoundField> {
  const rule = ruleOf(kind, first.field.id);
  if (!rule) return first;
  const rows = rowsOf(first.glyphs);
  const readings: FoundField[] = [first];
  for (const { stretch, ...rim } of LOOKS) {
    const glyphs: Glyph[] = [];
    for (const row of rows) {
      const place = placeOf(frame, boxAround(row.map(({ box }) => box)), rim);
      const lines = await recogniser.line(place, { stretch });
      const seen = lines.flatMap((line) => glyphsOn(frame, line));
      glyphs.push(...seen.filter((glyph) => !isBeside(glyph, row, others)));
    }
    const again = judgedRaw(rule, glyphs);
    if (again) readings.push(again);
    if (again?.field.value === first.field.value) break;
  }
  return settled(readings);
}

/** The value that most readings gave, or that its rule passes, or that is surest. */
function settled(readings: readonly FoundField[]): FoundField {
  const votes = (one: FoundField) => readings.filter(({ field }) => field.value === one.field.value).length;
  const worth = (one: FoundField) => votes(one) + (one.field.rule === 'failed' ? 0 : 1);
  const best = readings.reduce((chosen, one) => {
    const more = worth(one) - worth(chosen);
    return more > 0 || (more === 0 && one.field.confidence > chosen.field.confidence) ? one : chosen;
  });
  if (votes(best) === readings.length && readings.length > 1) return best;
  const confidence = Math.min(best.field.confidence, DISPUTED_CONFIDENCE);
  return { ...best, field: { ...best.field, confidence } };
}
