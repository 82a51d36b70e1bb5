import { findPage } from '../../../papers/find-page.ts';
import { distance, type Quad, scaleQuad, turnQuad } from '../../../papers/geometry.ts';

/** Long side of the picture in which the page is looked for; `findPage` looks at no more. */
const LOOK_PX = 400;
/** Between two looks: each picture of a page that is pushed, at the pace of the paper's camera. */
const LOOK_MS = 80;
/** After a look as many times its own length passes: on a slow machine the call comes first. */
const REST_TIMES = 2;
/** A hand over the page hides its edges; where it lay before holds so long. */
const HELD_MS = 2_000;
/** A page that lies still is said again after this, for who has begun to look meanwhile. */
const AGAIN_MS = 2_000;
/** Corners that move less than this share of the picture have not moved: it is what noise makes of them. */
const STILL_SHARE = 0.002;

export type OnOutline = (corners: Quad | null, frameAtMs: number) => void;

/** From page looked for to page said: keeps which corner is which, holds through a hand, and says only what is news. */
export class PageFollower {
  readonly #say: OnOutline;
  #corners: Quad | null = null;
  #foundAtMs = 0;
  #moved = false;
  #saidAtMs: number | null = null;

  constructor(say: OnOutline) {
    this.#say = say;
  }

  /** @param found corners in shares of a picture that was taken at `frameAtMs`, or null */
  saw(found: Quad | null, frameAtMs: number): void {
    if (!found) {
      if (this.#corners && frameAtMs - this.#foundAtMs <= HELD_MS) return;
      this.#news(null, frameAtMs, this.#corners !== null);
      return;
    }
    this.#foundAtMs = frameAtMs;
    const kept = this.#corners ? sameTurn(this.#corners, found) : found;
    const moved = !this.#corners || farthest(this.#corners, kept) > STILL_SHARE;
    // That it stopped is news as well: else it would be thought to go on.
    const stopped = !moved && this.#moved;
    this.#moved = moved;
    this.#news(moved ? kept : this.#corners, frameAtMs, moved || stopped);
  }

  #news(corners: Quad | null, frameAtMs: number, isNew: boolean): void {
    if (!isNew && this.#saidAtMs !== null && frameAtMs - this.#saidAtMs < AGAIN_MS) return;
    this.#corners = corners;
    this.#saidAtMs = frameAtMs;
    this.#say(corners, frameAtMs);
  }
}

const farthest = (a: Quad, b: Quad) => Math.max(...a.map((corner, at) => distance(corner, b[at] ?? corner)));

/** The corners of `next` beginning with the one that was the first before: a page that is turned stays the same page. */
function sameTurn(before: Quad, next: Quad): Quad {
  return [0, 1, 2, 3]
    .map((steps) => turnQuad(next, steps))
    .reduce((best, each) => (farthest(before, each) < farthest(before, best) ? each : best));
}

/** Looks for the page in the live picture of the document camera; returns the function that stops it. */
export function watchPage(track: MediaStreamTrack, onOutline: OnOutline): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const follower = new PageFollower(onOutline);
  let stopped = false;
  let notBefore = 0;
  const look = (): void => {
    video.requestVideoFrameCallback((now, { captureTime }) => {
      if (stopped) return;
      look();
      const { videoWidth, videoHeight } = video;
      if (now < notBefore || !context || videoWidth === 0) return;
      const scale = Math.min(1, LOOK_PX / Math.max(videoWidth, videoHeight));
      canvas.width = Math.round(videoWidth * scale);
      canvas.height = Math.round(videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const found = findPage({ widthPx: canvas.width, heightPx: canvas.height, data });
      const done = performance.now();
      notBefore = now + Math.max(LOOK_MS, REST_TIMES * (done - now));
      const frameAtMs = Date.now() - (done - (captureTime ?? now));
      follower.saw(found ? scaleQuad(found.corners, 1 / canvas.width, 1 / canvas.height) : null, frameAtMs);
    });
  };
  look();
  // Refused only when the source is taken away, which is how it ends.
  video.play().catch(() => undefined);
  return () => {
    stopped = true;
    video.srcObject = null;
  };
}
