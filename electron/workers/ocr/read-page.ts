import { CREDIT_CODE_ALPHABET } from '../../../contracts/domain/document-numbers.ts';
import type { PaperKind, PaperReading } from '../../../contracts/domain/paper.ts';
import type { GreyImage } from '../../../papers/image.ts';
import { isProven, readAgain } from './again.ts';
import { crossJudged, type Doubt, extract, type FoundField, settleDoubt } from './extract.ts';
import { type Frame, frameOf, glyphsOn, placeOf, shareOf, uprightTurn } from './frame.ts';
import { partedAtGaps, withoutTwins } from './page.ts';
import type { Recogniser } from './recogniser.ts';

/** One way to look closer at a doubtful place: room around it, in its heights, and how wide it is drawn. */
const CLOSER_LOOKS = [
  { across: 0.3, down: 0.12, stretch: 1 },
  // Figures that stand close are lost where the same one follows, and the ends where light is poor.
  { across: 1, down: 0.05, stretch: 1.35 },
  { across: 0.5, down: 0.2, stretch: 1.2 },
  { across: 0.5, down: 0.1, stretch: 1.7 },
] as const;

/** Kind, text and fields of a picture; without `kind` it is recognised. Rejects when the recogniser does. */
export async function readPage(
  recogniser: Pick<Recogniser, 'page' | 'line'>,
  page: GreyImage,
  kind?: PaperKind,
): Promise<Pick<PaperReading, 'kind' | 'fields' | 'text'>> {
  const lines = await recogniser.page(page);
  const frame = frameOf(page, lines);
  const segments = withoutTwins(lines.map((line) => glyphsOn(frame, line))).flatMap(partedAtGaps);
  const extraction = extract(segments, kind);
  const fields = new Map(extraction.fields.map((found) => [found.field.id, found]));
  const closer = await Promise.all(extraction.doubts.map((doubt) => lookCloser(recogniser, frame, doubt)));
  for (const [at, { rule }] of extraction.doubts.entries()) {
    const settled = closer[at];
    if (settled) fields.set(rule.id, settled);
  }
  const all = [...fields.values()];
  const glyphs = segments.flatMap((segment) => segment.glyphs);
  const unproven = all.filter((found) => !isProven(extraction.kind, found, all));
  const again = unproven.map((found) => {
    const own = new Set(found.glyphs);
    const others = glyphs.filter((glyph) => !own.has(glyph));
    return readAgain(recogniser, frame, extraction.kind, found, others);
  });
  for (const found of await Promise.all(again)) fields.set(found.field.id, found);
  const turn = uprightTurn(frame);
  return {
    kind: extraction.kind,
    fields: crossJudged(extraction.kind, [...fields.values()]).map(({ field, place }) => ({
      ...field,
      box: shareOf(frame, place),
      ...(turn === 0 ? {} : { turn }),
    })),
    text: extraction.text,
  };
}

/** Characters that a closer look allows for a field. */
function allowedFor({ rule, label }: Doubt): string {
  if (rule.kind === 'id-number') return '0123456789X';
  if (rule.kind === 'credit-code') return CREDIT_CODE_ALPHABET;
  return `${rule.only ?? ''}${label}`;
}

async function lookCloser(
  recogniser: Pick<Recogniser, 'line'>,
  frame: Frame,
  doubt: Doubt,
): Promise<FoundField | null> {
  for (const { stretch, ...rim } of CLOSER_LOOKS) {
    const lines = await recogniser.line(placeOf(frame, doubt.place, rim), { only: allowedFor(doubt), stretch });
    const glyphs = lines.flatMap((line) => glyphsOn(frame, line));
    const settled = settleDoubt(doubt, glyphs);
    if (settled) return settled;
  }
  return null;
}
