import { CREDIT_CODE_ALPHABET } from '../../../contracts/domain/document-numbers.ts';
import type { PaperKind, PaperReading } from '../../../contracts/domain/paper.ts';
import type { GreyImage } from '../../../papers/image.ts';
import { crossJudged, type Doubt, extract, type FoundField, settleDoubt } from './extract.ts';
import { type Frame, frameOf, glyphsOn, placeOf, shareOf } from './frame.ts';
import { partedAtGaps } from './page.ts';
import type { Recogniser } from './recogniser.ts';

/** Room around a doubtful place, in its heights: its ends may have been misread. */
const CLOSER_RIM = { across: 0.3, down: 0.12 };

/** Kind, text and fields of a picture; without `kind` it is recognised. Rejects when the recogniser does. */
export async function readPage(
  recogniser: Pick<Recogniser, 'page' | 'line'>,
  page: GreyImage,
  kind?: PaperKind,
): Promise<Pick<PaperReading, 'kind' | 'fields' | 'text'>> {
  const lines = await recogniser.page(page);
  const frame = frameOf(page, lines);
  const extraction = extract(
    lines.flatMap((line) => partedAtGaps(glyphsOn(frame, line))),
    kind,
  );
  const fields = new Map(extraction.fields.map((found) => [found.field.id, found]));
  for (const doubt of extraction.doubts) {
    const settled = await lookCloser(recogniser, frame, doubt);
    if (settled) fields.set(doubt.rule.id, settled);
  }
  return {
    kind: extraction.kind,
    fields: crossJudged(extraction.kind, [...fields.values()]).map(({ field, place }) => ({
      ...field,
      box: shareOf(frame, place),
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
  const lines = await recogniser.line(placeOf(frame, doubt.place, CLOSER_RIM), allowedFor(doubt));
  return settleDoubt(
    doubt,
    lines.flatMap((line) => glyphsOn(frame, line)),
  );
}
