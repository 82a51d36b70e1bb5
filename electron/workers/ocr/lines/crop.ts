import type { GreyImage } from '../../../../papers/image.ts';
import { heightOfRect, pointAt, type Slanted, widthOf } from './rect.ts';

/** Value between pixels; beyond the edge the edge goes on. */
function sample({ widthPx, heightPx, data }: GreyImage, x: number, y: number): number {
  const inX = Math.min(widthPx - 1.001, Math.max(0, x));
  const inY = Math.min(heightPx - 1.001, Math.max(0, y));
  const left = Math.floor(inX);
  const top = Math.floor(inY);
  const at = top * widthPx + left;
  const dx = inX - left;
  const upper = (data[at] ?? 0) * (1 - dx) + (data[at + 1] ?? 0) * dx;
  const lower = (data[at + widthPx] ?? 0) * (1 - dx) + (data[at + widthPx + 1] ?? 0) * dx;
  return upper + (lower - upper) * (inY - top);
}

/** How a part is cut out: `stepPx` its width is a multiple of, `stretch` times as wide as it is in the picture. */
export interface CutOptions {
  readonly stepPx?: number;
  readonly stretch?: number;
}

/** A slanted part of a picture laid level, `heightPx` high and as wide as it then is, but no less than `leastWidthPx`. */
export function cutOut(
  image: GreyImage,
  rect: Slanted,
  heightPx: number,
  leastWidthPx: number,
  { stepPx = 8, stretch = 1 }: CutOptions = {},
): GreyImage {
  const natural = (widthOf(rect) / Math.max(1e-6, heightOfRect(rect))) * heightPx * stretch;
  const widthPx = Math.max(leastWidthPx, Math.round(natural / stepPx) * stepPx);
  const data = new Uint8Array(widthPx * heightPx);
  // A picture that shrinks is averaged over as many points each way as it shrinks.
  const taps = Math.min(4, Math.max(1, Math.round(heightOfRect(rect) / heightPx)));
  const origin = pointAt(rect, 0, 0);
  const right = pointAt(rect, 1, 0);
  const below = pointAt(rect, 0, 1);
  const dx = { x: (right.x - origin.x) / widthPx, y: (right.y - origin.y) / widthPx };
  const dy = { x: (below.x - origin.x) / heightPx, y: (below.y - origin.y) / heightPx };
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to++) {
      let sum = 0;
      for (let tapY = 0; tapY < taps; tapY++) {
        for (let tapX = 0; tapX < taps; tapX++) {
          const u = x + (tapX + 0.5) / taps;
          const v = y + (tapY + 0.5) / taps;
          sum += sample(image, origin.x + u * dx.x + v * dy.x - 0.5, origin.y + u * dx.y + v * dy.y - 0.5);
        }
      }
      data[to] = sum / (taps * taps);
    }
  }
  return { widthPx, heightPx, data };
}
