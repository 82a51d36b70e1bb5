import type { Patch } from './patch.ts';

/** Light of one square of the page. */
export interface Block {
  /** Middle of the square, as shares of the page. */
  readonly x: number;
  readonly y: number;
  /** Bright and dark ends of the square's light: the level that nine of ten, or one of ten pixels stay under, 0–255. */
  readonly bright: number;
  readonly dark: number;
}

/** Squares along the page's long side. */
const BLOCKS = 28;
/** The outermost share of the page is left out: shadow, fingers and an outline that is a little off. */
const EDGE_SHARE = 0.02;

/** The page in squares. Light is that of the faintest channel, which coloured paper and ink leave lower. */
export function blocksOf({ picture, left, top, pageWidthPx, pageHeightPx }: Patch): Block[] {
  const size = Math.max(4, Math.round(Math.max(pageWidthPx, pageHeightPx) / BLOCKS));
  const edge = Math.ceil(Math.max(pageWidthPx, pageHeightPx) * EDGE_SHARE);
  const blocks: Block[] = [];
  const values: number[] = [];
  for (let y = edge; y + size <= pageHeightPx - edge; y += size) {
    for (let x = edge; x + size <= pageWidthPx - edge; x += size) {
      values.length = 0;
      for (let row = y; row < y + size; row++) {
        for (let column = x; column < x + size; column++) {
          const at = ((top + row) * picture.widthPx + left + column) * 4;
          if (picture.data[at + 3] === 0) continue;
          values.push(
            Math.min(picture.data[at] as number, picture.data[at + 1] as number, picture.data[at + 2] as number),
          );
        }
      }
      if (values.length < (size * size) / 2) continue;
      values.sort((a, b) => a - b);
      blocks.push({
        x: (x + size / 2) / pageWidthPx,
        y: (y + size / 2) / pageHeightPx,
        bright: values[Math.floor(values.length * 0.9)] as number,
        dark: values[Math.floor(values.length * 0.1)] as number,
      });
    }
  }
  return blocks;
}

/** The value that this share of all stay under; 0 of none. */
export function atShare(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
