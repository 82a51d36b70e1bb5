import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { GreyImage } from '../../../papers/image.ts';

/** Pictures beyond this are refused before they are decoded; document cameras stop at 20 megapixels. */
const MAX_MEGAPIXELS = 40;
/** Below this no line of a page can be read. */
const MIN_SIDE_PX = 64;

/**
 * Share of the red channel in the grey: red seals and stamps across the text turn pale, blue and black ink stays dark.
 * The rest is green, which keeps red headlines visible.
 */
const RED_SHARE = 0.8;

function toGrey(rgba: Uint8Array, widthPx: number, heightPx: number): GreyImage {
  const data = new Uint8Array(widthPx * heightPx);
  for (let at = 0, from = 0; at < data.length; at++, from += 4) {
    data[at] = (rgba[from] ?? 0) * RED_SHARE + (rgba[from + 1] ?? 0) * (1 - RED_SHARE);
  }
  return { widthPx, heightPx, data };
}

/** Decodes a JPEG or PNG. `unsupported_type` for another kind, `unreadable_image` for bytes that are not what they claim. */
export function decodeImage(bytes: Uint8Array, mimeType: string): Result<GreyImage, XiaowuError> {
  if (mimeType !== 'image/jpeg' && mimeType !== 'image/png') return err(fail('unsupported_type', mimeType));
  try {
    if (mimeType === 'image/jpeg') {
      const image = jpeg.decode(bytes, {
        useTArray: true,
        maxResolutionInMP: MAX_MEGAPIXELS,
        maxMemoryUsageInMB: 1024,
      });
      return sized(toGrey(image.data, image.width, image.height));
    }
    const { width, height } = pngSize(bytes);
    if (width * height > MAX_MEGAPIXELS * 1e6) return err(fail('unreadable_image', `${width}×${height} is too large`));
    const image = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return sized(toGrey(image.data, image.width, image.height));
  } catch (thrown) {
    return err(fail('unreadable_image', thrown instanceof Error ? thrown.message : String(thrown)));
  }
}

/** Width and height from the IHDR chunk (PNG specification 11.2.1), before anything is unpacked. */
function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function sized(image: GreyImage): Result<GreyImage, XiaowuError> {
  if (image.widthPx < MIN_SIDE_PX || image.heightPx < MIN_SIDE_PX) {
    return err(fail('unreadable_image', `${image.widthPx}×${image.heightPx} is too small`));
  }
  return ok(image);
}

/** Value at a place between pixels; outside is `outside`. */
export function sampleAt(image: GreyImage, x: number, y: number, outside: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= image.widthPx || top + 1 >= image.heightPx) return outside;
  const at = top * image.widthPx + left;
  const dx = x - left;
  const { data, widthPx } = image;
  const upper = (data[at] ?? 0) * (1 - dx) + (data[at + 1] ?? 0) * dx;
  const lower = (data[at + widthPx] ?? 0) * (1 - dx) + (data[at + widthPx + 1] ?? 0) * dx;
  return upper + (lower - upper) * (y - top);
}

/** The same picture at another size, by linear interpolation; for factors between 0.5 and 4. */
export function resize(image: GreyImage, factor: number): GreyImage {
  if (factor === 1) return image;
  const widthPx = Math.max(1, Math.round(image.widthPx * factor));
  const heightPx = Math.max(1, Math.round(image.heightPx * factor));
  const data = new Uint8Array(widthPx * heightPx);
  const last = { x: image.widthPx - 1.001, y: image.heightPx - 1.001 };
  for (let y = 0, to = 0; y < heightPx; y++) {
    const fromY = Math.min(last.y, Math.max(0, (y + 0.5) / factor - 0.5));
    for (let x = 0; x < widthPx; x++, to++) {
      data[to] = sampleAt(image, Math.min(last.x, Math.max(0, (x + 0.5) / factor - 0.5)), fromY, 255);
    }
  }
  return { widthPx, heightPx, data };
}

export interface PixelBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}
