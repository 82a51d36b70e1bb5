export interface Glyph {
  readonly character: string;
  readonly bold: boolean;
  readonly scaleX: number;
  readonly scaleY: number;
  /** Columns at normal size: 2 for a Chinese character. */
  readonly columns: number;
  /** Dots sent by the host instead of a character: columns of `columns` × 12 dots, three bytes each, from the top. */
  readonly picture?: Uint8Array;
}

/** Stands for a picture in the words of a line. */
export const PICTURE_SIGN = '▦';

export type Align = 'left' | 'centre' | 'right';

/** What stands on the paper, from top to bottom. */
export type Mark =
  | { readonly kind: 'line'; readonly align: Align; readonly glyphs: readonly Glyph[] }
  | {
      readonly kind: 'qr';
      readonly align: Align;
      readonly text: string;
      readonly moduleDots: number;
      readonly level: Level;
    }
  | {
      readonly kind: 'barcode';
      readonly align: Align;
      readonly text: string;
      readonly moduleDots: number;
      readonly heightDots: number;
      /** The text stands below the bars. */
      readonly hasText: boolean;
    }
  | { readonly kind: 'feed'; readonly dots: number };
export type Level = 'L' | 'M' | 'Q' | 'H';

/** Height of a line of normal size, in dots: the default spacing of 1/6 inch at 180 dots an inch is 30. */
export const LINE_DOTS = 30;
/** Font A: 12 by 24 dots, Chinese 24 by 24. */
export const COLUMN_DOTS = 12;
export const BYTES_PER_COLUMN = 3;

/** The words on the paper, a string for each line; a feed of a line or more is an empty one. */
export function linesOf(marks: readonly Mark[]): string[] {
  return marks.flatMap((mark) => {
    if (mark.kind === 'line') {
      const text = mark.glyphs.map((glyph) => glyph.character).join('');
      return [text.trimEnd()];
    }
    if (mark.kind === 'barcode') return mark.hasText ? [mark.text] : [];
    return mark.kind === 'feed' && mark.dots >= LINE_DOTS ? [''] : [];
  });
}
