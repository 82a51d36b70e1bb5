import { evenLight } from '../../../papers/even-light.ts';
import { type FoundPage, findPage } from '../../../papers/find-page.ts';
import { distance, type Point, type Quad, scaleQuad } from '../../../papers/geometry.ts';
import { judgePage, type PageFault } from '../../../papers/judge.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import { thumbnailOf } from '../../../papers/stillness.ts';
import { aspectOf, straighten } from '../../../papers/straighten.ts';
import { STILL_QUALITY, type Still } from '../state/still.ts';
import type { PaperAnswer, PaperRequest, Studied } from './look.ts';
import { isWhitePaper } from './white-paper.ts';

/** Looks at pictures of papers beside the screen, so that neither the call's pictures nor a press waits for it. */

/** Long side of the live picture that is looked at, in px. */
const LOOK_PX = 960;
/** Long side of a photograph as it is studied, in px: print of every sheet is legible, and few millions of pixels are held. */
const STUDY_PX = 3_264;
/** Long side of the photograph that the page is made straight from, in px: what the document camera is asked for (`media.ts`). */
const SOURCE_PX = 4_096;
/** Long side of a page as it is filed, in px: A4 with 280 dots an inch, where the reading is content with 200. */
const FILED_PX = 3_264;
/** Long side of the page that the screen shows, in px. */
const PREVIEW_PX = 1_400;
const PREVIEW_QUALITY = 0.85;
/** A page that fills this much of the picture's short side cannot come nearer: the camera has no more pixels to give. */
const FILLS_SHARE = 0.7;
/** Long over short side of a card (ISO/IEC 7810 ID-1), and how near a measured one comes. */
const CARD_ASPECT = 85.6 / 53.98;
const CARD_WITHIN = 0.03;
/** What was found may then be a part of the page only: all that the camera saw is filed. */
const PART_ONLY: ReadonlySet<PageFault | null> = new Set(['cut-off', 'too-small']);

type Drawable = VideoFrame | ImageBitmap;

const liveCanvas = new OffscreenCanvas(1, 1);

function contextOf(canvas: OffscreenCanvas, settings?: CanvasRenderingContext2DSettings) {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('no 2d context');
  return context;
}

/** A picture as pixels, at most `longSidePx` long. */
function pixelsOf(source: Drawable, width: number, height: number, longSidePx: number, canvas: OffscreenCanvas) {
  const context = contextOf(canvas, { willReadFrequently: true });
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
  try {
    const picture = pixelsOf(bitmap, bitmap.width, bitmap.height, STUDY_PX, new OffscreenCanvas(1, 1));
    const found = findPage(picture);
    const fault = faultOf(picture, found, bitmap.width);
    const aspect = found ? aspectOf(found.corners, picture.widthPx, picture.heightPx) : 1;
    const isCard = Math.abs(Math.max(aspect, 1 / aspect) / CARD_ASPECT - 1) < CARD_WITHIN;
    const page = found && !PART_ONLY.has(fault) ? straightPage(bitmap, picture, found.corners) : null;
    // Shadow and gradient are divided out of sheets; a card, which may be dark or bear a face, stays as it is.
    const straight = page && onCanvas(!isCard && isWhitePaper(page) ? evenLight(page) : page);
    const [still, small] = await Promise.all([straight && filed(straight), preview(straight ?? bitmap)]);
    return { straight: still, fault, isCard, preview: small };
  } finally {
    bitmap.close();
  }
}

/** The page as seen from straight above, with as many pixels as the photograph has of it. */
function straightPage(photo: ImageBitmap, studied: ColourPicture, corners: Quad): ColourPicture | null {
  const isWhole = Math.max(photo.width, photo.height) <= STUDY_PX;
  // A canvas of its own: its memory goes with it.
  const source = isWhole ? studied : pixelsOf(photo, photo.width, photo.height, SOURCE_PX, new OffscreenCanvas(1, 1));
  return straighten(source, scaleQuad(corners, source.widthPx / studied.widthPx), FILED_PX);
}

function onCanvas({ widthPx, heightPx, data }: ColourPicture): OffscreenCanvas {
  const canvas = new OffscreenCanvas(widthPx, heightPx);
  const image = new ImageData(data as Uint8ClampedArray<ArrayBuffer>, widthPx, heightPx);
  contextOf(canvas).putImageData(image, 0, 0);
  return canvas;
}

async function filed(page: OffscreenCanvas): Promise<Still> {
  const blob = await page.convertToBlob({ type: 'image/jpeg', quality: STILL_QUALITY });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return { mimeType: 'image/jpeg', bytes, widthPx: page.width, heightPx: page.height };
}

async function preview(from: ImageBitmap | OffscreenCanvas): Promise<Blob> {
  const scale = Math.min(1, PREVIEW_PX / Math.max(from.width, from.height));
  const canvas = new OffscreenCanvas(Math.round(from.width * scale), Math.round(from.height * scale));
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(from, 0, 0, canvas.width, canvas.height);
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
  void (async () => {
    const said = await answer(data);
    const bytes = said.type === 'studied' ? said.studied.straight?.bytes : undefined;
    self.postMessage(said, { transfer: bytes ? [bytes.buffer] : [] });
  })();
});
