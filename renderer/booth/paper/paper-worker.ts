import { findPage } from '../../../papers/find-page.ts';
import { scaleQuad } from '../../../papers/geometry.ts';
import type { ColourPicture } from '../../../papers/picture.ts';
import type { LookAnswer, LookRequest, PaperAnswer, PaperRequest } from './look.ts';

/** Looks at pictures of papers beside the screen, so that neither the call's pictures nor a press waits for it. */

/** Long side of the live picture that is looked at, in px. */
const LOOK_PX = 960;

const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext('2d', { willReadFrequently: true });

/** The frame as pixels, at most `longSidePx` long. */
function pixelsOf(frame: VideoFrame, longSidePx: number): ColourPicture {
  if (!context) throw new Error('no 2d context');
  const { displayWidth, displayHeight } = frame;
  const scale = Math.min(1, longSidePx / Math.max(displayWidth, displayHeight));
  const widthPx = Math.max(1, Math.round(displayWidth * scale));
  const heightPx = Math.max(1, Math.round(displayHeight * scale));
  if (canvas.width !== widthPx) canvas.width = widthPx;
  if (canvas.height !== heightPx) canvas.height = heightPx;
  context.drawImage(frame, 0, 0, widthPx, heightPx);
  return { widthPx, heightPx, data: context.getImageData(0, 0, widthPx, heightPx).data };
}

function look({ number, frame }: LookRequest): LookAnswer {
  const startedMs = performance.now();
  try {
    const picture = pixelsOf(frame, LOOK_PX);
    const found = findPage(picture);
    const corners = found ? scaleQuad(found.corners, 1 / picture.widthPx, 1 / picture.heightPx) : null;
    return { type: 'looked', number, corners, tookMs: performance.now() - startedMs };
  } finally {
    frame.close();
  }
}

self.addEventListener('message', ({ data }: MessageEvent<PaperRequest>) => {
  let answer: PaperAnswer;
  try {
    answer = look(data);
  } catch (thrown) {
    answer = { type: 'failed', number: data.number, detail: String(thrown) };
  }
  self.postMessage(answer);
});
