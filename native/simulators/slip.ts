import { LINE_DOTS, type Mark } from './escpos-machine.ts';
import { renderSlip } from './slip-image.ts';
import type { Slip } from './types.ts';

/** The words on the paper, a string for each line; a feed of a line or more is an empty one. */
export function linesOf(marks: readonly Mark[]): string[] {
  return marks.flatMap((mark) => {
    if (mark.kind === 'line')
      return [
        mark.glyphs
          .map((glyph) => glyph.character)
          .join('')
          .trimEnd(),
      ];
    return mark.kind === 'feed' && mark.dots >= LINE_DOTS ? [''] : [];
  });
}

export function makeSlip(marks: readonly Mark[], raw: readonly number[], dots: number): Slip {
  return {
    raw: Buffer.from(raw),
    lines: linesOf(marks),
    codes: marks.flatMap((mark) => (mark.kind === 'qr' ? [mark.text] : [])),
    png: () => renderSlip(marks, dots),
  };
}
