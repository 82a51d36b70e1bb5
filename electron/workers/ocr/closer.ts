import type { GreyImage } from '../../../papers/image.ts';
import { crop, type PixelBox, resize } from './image.ts';

/** Height at which the engine reads a line best: its network sees lines 36–48 pixels high. */
const LINE_HEIGHT_PX = 44;
const LARGEST_FACTOR = 3;
/** Darker than this counts as ink. */
const INK_BELOW = 150;

/** Narrows every blank wider than `mostPx` to it: widely set digits are read as a line only when they stand together. */
function narrowed(image: GreyImage, mostPx: number): GreyImage {
  const keep: number[] = [];
  let blank = 0;
  for (let x = 0; x < image.widthPx; x++) {
    let ink = false;
    for (let y = 0; y < image.heightPx && !ink; y++) ink = (image.data[y * image.widthPx + x] ?? 255) < INK_BELOW;
    blank = ink ? 0 : blank + 1;
    if (blank <= mostPx) keep.push(x);
  }
  const data = new Uint8Array(keep.length * image.heightPx);
  for (let y = 0; y < image.heightPx; y++) {
    for (let index = 0; index < keep.length; index++) {
      data[y * keep.length + index] = image.data[y * image.widthPx + (keep[index] ?? 0)] ?? 255;
    }
  }
  return { widthPx: keep.length, heightPx: image.heightPx, data };
}

/** One line cut out of a page for a closer look: enlarged to the height that reads best, blanks narrowed, a white rim. */
export function lineFor(page: GreyImage, place: PixelBox): GreyImage {
  const height = place.y1 - place.y0;
  const around = {
    x0: place.x0 - height * 0.4,
    y0: place.y0 - height * 0.25,
    x1: place.x1 + height * 0.6,
    y1: place.y1 + height * 0.25,
  };
  const line = crop(page, around, 0);
  const factor = Math.max(0.5, Math.min(LARGEST_FACTOR, LINE_HEIGHT_PX / height));
  const close = narrowed(resize(line, factor), Math.round(height * factor * 0.3));
  return crop(close, { x0: 0, y0: 0, x1: close.widthPx, y1: close.heightPx }, 12);
}
