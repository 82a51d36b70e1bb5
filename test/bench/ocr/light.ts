import { sampleAt } from '../../../electron/workers/ocr/image.ts';
import type { GreyImage } from '../../../papers/image.ts';

/** The background is looked for on a picture this many times smaller: paper is smooth, and noise averages out. */
const BACKGROUND_SHRINK = 8;
/** Reach of the search for paper around a pixel, as a share of the longer side; wider than any stroke, narrower than a shadow. */
const REACH_SHARE = 0.02;

/** Largest value within `reach` pixels along rows, then along columns: a square window in two passes. */
function spreadBright(image: GreyImage, reach: number): GreyImage {
  const { widthPx, heightPx } = image;
  const pass = (source: Uint8Array, length: number, lines: number, step: number, lineStep: number) => {
    const out = new Uint8Array(source.length);
    for (let line = 0; line < lines; line++) {
      for (let at = 0; at < length; at++) {
        let brightest = 0;
        const to = Math.min(length - 1, at + reach);
        for (let near = Math.max(0, at - reach); near <= to; near++) {
          const value = source[line * lineStep + near * step] ?? 0;
          if (value > brightest) brightest = value;
        }
        out[line * lineStep + at * step] = brightest;
      }
    }
    return out;
  };
  const rows = pass(image.data, widthPx, heightPx, 1, widthPx);
  return { widthPx, heightPx, data: pass(rows, heightPx, widthPx, widthPx, 1) };
}

/** Mean over a square of `2 × reach + 1` pixels, by running sums. */
export function blur(image: GreyImage, reach: number): GreyImage {
  const { widthPx, heightPx } = image;
  const pass = (source: Uint8Array, length: number, lines: number, step: number, lineStep: number) => {
    const out = new Uint8Array(source.length);
    for (let line = 0; line < lines; line++) {
      const start = line * lineStep;
      let sum = 0;
      let count = 0;
      for (let at = 0; at < Math.min(reach, length); at++, count++) sum += source[start + at * step] ?? 0;
      for (let at = 0; at < length; at++) {
        if (at + reach < length) {
          sum += source[start + (at + reach) * step] ?? 0;
          count++;
        }
        if (at - reach - 1 >= 0) {
          sum -= source[start + (at - reach - 1) * step] ?? 0;
          count--;
        }
        out[start + at * step] = sum / count;
      }
    }
    return out;
  };
  const rows = pass(image.data, widthPx, heightPx, 1, widthPx);
  return { widthPx, heightPx, data: pass(rows, heightPx, widthPx, widthPx, 1) };
}

/**
 * Makes the paper white everywhere: each pixel is divided by the light that falls on the paper around it, so that dim
 * light and the edge of a shadow vanish while ink stays dark.
 */
export function evenLight(image: GreyImage): GreyImage {
  const small = shrink(image, BACKGROUND_SHRINK);
  const reach = Math.max(2, Math.round(Math.max(small.widthPx, small.heightPx) * REACH_SHARE));
  const background = blur(spreadBright(small, reach), reach);
  const { widthPx, heightPx } = image;
  const data = new Uint8Array(image.data.length);
  const lastX = background.widthPx - 1.001;
  const lastY = background.heightPx - 1.001;
  for (let y = 0, at = 0; y < heightPx; y++) {
    const fromY = Math.min(lastY, Math.max(0, (y + 0.5) / BACKGROUND_SHRINK - 0.5));
    for (let x = 0; x < widthPx; x++, at++) {
      const fromX = Math.min(lastX, Math.max(0, (x + 0.5) / BACKGROUND_SHRINK - 0.5));
      const light = Math.max(8, sampleAt(background, fromX, fromY, 255));
      data[at] = Math.min(255, ((image.data[at] ?? 0) * 255) / light);
    }
  }
  return { widthPx, heightPx, data };
}

/** Mean of `factor` × `factor` pixels each; a rim that does not fill a square is dropped. */
export function shrink(image: GreyImage, factor: number): GreyImage {
  if (factor <= 1) return image;
  const widthPx = Math.floor(image.widthPx / factor);
  const heightPx = Math.floor(image.heightPx / factor);
  const data = new Uint8Array(widthPx * heightPx);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        let at = (y * factor + dy) * image.widthPx + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += image.data[at++] ?? 0;
      }
      data[to] = sum / (factor * factor);
    }
  }
  return { widthPx, heightPx, data };
}
