import { type FoundPage, findPage } from '../../../papers/find-page.ts';
import { distance, type Point, type Quad, scaleQuad } from '../../../papers/geometry.ts';
import { judgePage, type PageFault } from '../../../papers/judge.ts';
import { type ColourPicture, shrinkPicture } from '../../../papers/picture.ts';
import { thumbnailOf } from '../../../papers/stillness.ts';
import { aspectOf, straighten } from '../../../papers/straighten.ts';
import type { PaperAnswer, PaperRequest, Studied } from './look.ts';

/** Looks at pictures of papers beside the screen, so that neither the call's pictures nor a press waits for it. */

/** Long side of the live picture that is looked at, in px. */
const LOOK_PX = 960;
/** Long side of a photograph as it is studied, in px: print of every sheet is legible, and twelve million pixels are not held. */
const STUDY_PX = 3_264;
/** Long side of the straight page that the screen shows, in px. */
const PREVIEW_PX = 1_400;
const PREVIEW_QUALITY = 0.85;
/** A page that fills this much of the picture's short side cannot come nearer: the camera has no more pixels to give. */
const FILLS_SHARE = 0.7;
/** Long over short side of a card (ISO/IEC 7810 ID-1), and how near a measured one comes. */
const CARD_ASPECT = 85.6 / 53.98;
const CARD_WITHIN = 0.03;

type Drawable = VideoFrame | ImageBitmap;

const liveCanvas = new OffscreenCanvas(1, 1);

/** A picture as pixels, at most `longSidePx` long. */
function pixelsOf(source: Drawable, width: number, height: number, longSidePx: number, canvas: OffscreenCanvas) {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context');
  const scale = Math.min(1, longSidePx / Math.max(width, height));
  const widthPx = Math.max(1, Math.round(width * scale));
  const heightPx = Math.max(1, Math.round(height * scale));
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
  context.drawImage(source, 0, 0, widthPx, heightPx);
  return { widthPx, heightPx, data: context.getImageData(0, 0, widthPx, heightPx).data };
}

const inShares = (corners: Quad, { widthPx, heightPx }: ColourPicture) => scaleQuad(corners, 1 / widthPx, 1 / heightPx);

/** The gravest fault that somebody can mend. */
function faultOf(picture: ColourPicture, page: FoundPage | null, photoWidthPx: number): PageFault | null {
  const { reasons } = judgePage(picture, page, { stillScale: Math.max(1, photoWidthPx / picture.widthPx) });
  return reasons.find((reason) => reason !== 'too-small' || !page || !fills(page.corners, picture)) ?? null;
}

function fills(corners: Quad, { widthPx, heightPx }: ColourPicture): boolean {
  const longest = Math.max(...corners.map((corner, at) => distance(corner, corners[(at + 1) % 4] as Point)));
  return longest >= FILLS_SHARE * Math.min(widthPx, heightPx);
}

function look({ number, frame, judgeForPx }: Extract<PaperRequest, { type: 'look' }>): PaperAnswer {
  const startedMs = performance.now();
  try {
    const picture = pixelsOf(frame, frame.displayWidth, frame.displayHeight, LOOK_PX, liveCanvas);
    const found = findPage(picture);
    const judged =
      judgeForPx === null ? null : { fault: faultOf(picture, found, judgeForPx), thumbnail: thumbnailOf(picture) };
    const corners = found && inShares(found.corners, picture);
    return { type: 'looked', number, corners, judged, tookMs: performance.now() - startedMs };
  } finally {
    frame.close();
  }
}

async function study(photo: Blob): Promise<Studied> {
  const bitmap = await createImageBitmap(photo);
  const { width } = bitmap;
  let picture: ColourPicture;
  try {
    // A canvas of its own: its memory goes with it.
    picture = pixelsOf(bitmap, bitmap.width, bitmap.height, STUDY_PX, new OffscreenCanvas(1, 1));
  } finally {
    bitmap.close();
  }
  const found = findPage(picture);
  const straight = found && straighten(picture, found.corners, PREVIEW_PX);
  const aspect = found ? aspectOf(found.corners, picture.widthPx, picture.heightPx) : 1;
  return {
    corners: found && inShares(found.corners, picture),
    fault: faultOf(picture, found, width),
    isCard: Math.abs(Math.max(aspect, 1 / aspect) / CARD_ASPECT - 1) < CARD_WITHIN,
    preview: await encode(straight ?? shrinkPicture(picture, PREVIEW_PX).picture),
  };
}

async function encode({ widthPx, heightPx, data }: ColourPicture): Promise<Blob> {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  canvas.getContext('2d')?.putImageData(new ImageData(Uint8ClampedArray.from(data), widthPx, heightPx), 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: PREVIEW_QUALITY });
}

async function answer(request: PaperRequest): Promise<PaperAnswer> {
  const { number } = request;
  try {
    if (request.type === 'look') return look(request);
    return { type: 'studied', number, studied: await study(request.photo) };
  } catch (thrown) {
    return { type: 'failed', number, detail: String(thrown) };
  }
}

self.addEventListener('message', ({ data }: MessageEvent<PaperRequest>) => {
  void (async () => self.postMessage(await answer(data)))();
});
