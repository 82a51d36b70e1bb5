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

/** Binary PGM (netpbm P5): the simplest form that Tesseract's Leptonica reads, without compression. */
export function toPgm({ widthPx, heightPx, data }: GreyImage): Uint8Array {
  const head = new TextEncoder().encode(`P5\n${widthPx} ${heightPx}\n255\n`);
  const out = new Uint8Array(head.length + data.length);
  out.set(head);
  out.set(data, head.length);
  return out;
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

/** The part of the picture inside the box, with a white rim of `rimPx`. */
export function crop(image: GreyImage, box: PixelBox, rimPx: number): GreyImage {
  const x0 = Math.max(0, Math.floor(box.x0));
  const y0 = Math.max(0, Math.floor(box.y0));
  const insideWidth = Math.max(1, Math.min(image.widthPx, Math.ceil(box.x1)) - x0);
  const insideHeight = Math.max(1, Math.min(image.heightPx, Math.ceil(box.y1)) - y0);
  const widthPx = insideWidth + 2 * rimPx;
  const heightPx = insideHeight + 2 * rimPx;
  const data = new Uint8Array(widthPx * heightPx).fill(255);
  for (let y = 0; y < insideHeight; y++) {
    const from = (y0 + y) * image.widthPx + x0;
    data.set(image.data.subarray(from, from + insideWidth), (y + rimPx) * widthPx + rimPx);
  }
  return { widthPx, heightPx, data };
}
