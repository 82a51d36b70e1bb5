import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { CleanAnswer } from './clean.ts';
import { pictureSize } from './picture-size.ts';

/** The largest cameras of phones have 50 megapixels in a JPEG of less than 20 MB; a picture of more is made to fill memory. */
const MAX_PIXELS = 64_000_000;
/** A4 at 400 dots per inch; no reader sees more, and a desk has to load it. */
const MAX_SIDE_PX = 4_700;
const JPEG_QUALITY = 90;

/** Draws a picture anew: upright by its own orientation, without its metadata, place, or anything hung to its end. */
export async function cleanPicture(bytes: Uint8Array, mimeType: 'image/jpeg' | 'image/png'): Promise<CleanAnswer> {
  const size = pictureSize(bytes, mimeType);
  if (!size) return { ok: false, code: 'unreadable_image', detail: 'its head does not say how large it is' };
  if (size.widthPx * size.heightPx > MAX_PIXELS) {
    return { ok: false, code: 'too_large', detail: `${size.widthPx} × ${size.heightPx} pixels` };
  }
  const picture = await loadImage(bytes);
  const shrink = Math.min(1, MAX_SIDE_PX / Math.max(picture.width, picture.height));
  const widthPx = Math.max(1, Math.round(picture.width * shrink));
  const heightPx = Math.max(1, Math.round(picture.height * shrink));
  const canvas = createCanvas(widthPx, heightPx);
  const context = canvas.getContext('2d');
  // Where a PNG is transparent, paper is white.
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, widthPx, heightPx);
  context.drawImage(picture, 0, 0, widthPx, heightPx);
  const drawn = mimeType === 'image/png' ? await canvas.encode('png') : await canvas.encode('jpeg', JPEG_QUALITY);
  return { ok: true, file: { bytes: drawn, mimeType, widthPx, heightPx } };
}
