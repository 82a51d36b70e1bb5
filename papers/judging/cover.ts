import type { Patch } from './patch.ts';

/** Steps in which the page is looked over: this many along its long side. */
const STEPS = 120;
/** Outermost steps that a finger may come in by; an outline is off by less. */
const DOOR_STEPS = 3;
/** Skin is redder than green and greener than blue by these ratios, in any light that is nearly white. */
const RED_OVER_GREEN = [1.14, 1.75] as const;
const GREEN_OVER_BLUE = [1.06, 1.6] as const;
const LEAST_RED = 36;
/** Paper whose colour is within this of grey shows the colour of the light; a coloured card does not. */
const NEARLY_GREY = [0.8, 1.3] as const;

/**
 * How far skin reaches into the page from over its edge, as a share of its short side: a finger that holds it reaches
 * a few hundredths in, one that covers print more. A portrait on a card touches no edge.
 */
export function coverOf(patch: Patch): number {
  const { picture, left, top, pageWidthPx, pageHeightPx } = patch;
  const paper = paperTint(patch);
  const step = Math.max(pageWidthPx, pageHeightPx) / STEPS;
  const columns = Math.floor(pageWidthPx / step);
  const rows = Math.floor(pageHeightPx / step);
  const isSkin = (column: number, row: number): boolean => {
    const x = left + Math.floor((column + 0.5) * step);
    const y = top + Math.floor((row + 0.5) * step);
    const at = (y * picture.widthPx + x) * 4;
    const red = picture.data[at] as number;
    const green = picture.data[at + 1] as number;
    const blue = picture.data[at + 2] as number;
    if (red < LEAST_RED || green === 0 || blue === 0) return false;
    const [a, b] = [red / green / paper.redOverGreen, green / blue / paper.greenOverBlue];
    return a > RED_OVER_GREEN[0] && a < RED_OVER_GREEN[1] && b > GREEN_OVER_BLUE[0] && b < GREEN_OVER_BLUE[1];
  };
  const seen = new Uint8Array(columns * rows);
  let deepest = 0;
  const queue: number[] = [];
  const visit = (column: number, row: number) => {
    if (column < 0 || row < 0 || column >= columns || row >= rows) return;
    const at = row * columns + column;
    if (seen[at] || !isSkin(column, row)) return;
    seen[at] = 1;
    queue.push(at);
  };
  const depth = (column: number, row: number) => Math.min(column, row, columns - 1 - column, rows - 1 - row);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (depth(column, row) >= DOOR_STEPS) continue;
      visit(column, row);
    }
  }
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const column = at % columns;
    const row = Math.floor(at / columns);
    deepest = Math.max(deepest, depth(column, row) + 1);
    visit(column - 1, row);
    visit(column + 1, row);
    visit(column, row - 1);
    visit(column, row + 1);
  }
  return deepest / Math.min(columns, rows);
}

/** Tint of the light, from the paper's own; none where what lies there is not nearly white. */
function paperTint({ picture, left, top, pageWidthPx, pageHeightPx }: Patch) {
  const sums = [0, 0, 0];
  const stride = Math.max(1, Math.floor(pageWidthPx / 40));
  for (let y = top; y < top + pageHeightPx; y += stride) {
    for (let x = left; x < left + pageWidthPx; x += stride) {
      const at = (y * picture.widthPx + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        sums[channel] = (sums[channel] as number) + (picture.data[at + channel] as number);
      }
    }
  }
  const [red, green, blue] = sums as [number, number, number];
  const isGrey = (ratio: number) => ratio > NEARLY_GREY[0] && ratio < NEARLY_GREY[1];
  const tint = { redOverGreen: red / Math.max(1, green), greenOverBlue: green / Math.max(1, blue) };
  return isGrey(tint.redOverGreen) && isGrey(tint.greenOverBlue) ? tint : { redOverGreen: 1, greenOverBlue: 1 };
}
