import { type Quad, quadDistance } from './geometry.ts';
import { type ColourPicture, shrinkPicture } from './picture.ts';

/** A picture in a few thousand grey levels, rows from the top: enough to see a hand or another page, too few for noise. */
export type Thumbnail = Readonly<Uint8Array>;

/** What one picture of the paper's camera showed. */
export interface Glimpse {
  /** When the picture was taken, in ms by any one clock. */
  readonly atMs: number;
  /** Corners of the page in shares of the picture; null when none is seen whole. */
  readonly corners: Quad | null;
  readonly thumbnail: Thumbnail;
  /** Whether this picture would be filed: the verdict of `judgePage`. */
  readonly isGood: boolean;
}

/** What a row of pictures shows: a value to hand on from one `afterGlimpse` to the next. */
export interface Stillness {
  /** `away`: there is no page; `moving`: the page, or something over it, moves; `still`: nothing does. */
  readonly motion: 'away' | 'moving' | 'still';
  /** Since when page and picture have been still; null while they are not. */
  readonly stillSinceMs: number | null;
  /** Since when every picture has been still and good as well. */
  readonly goodSinceMs: number | null;
  readonly last: Glimpse | null;
  /** How it looked when it was captured last: a page that still looks so is not captured again. */
  readonly captured: Glimpse | null;
}

export const NOTHING_SEEN: Stillness = {
  motion: 'away',
  stillSinceMs: null,
  goodSinceMs: null,
  last: null,
  captured: null,
};

/** A page is captured by itself when it has been still and good for so long: the hand that laid it has drawn back. */
export const CAPTURE_AFTER_MS = 900;
/** Corners of a page that lies still differ by less than this share of the picture: what noise makes of them. */
const CORNERS_STILL = 0.004;
/** A page whose corners differ by more, as a share of the picture, was laid anew. */
const LAID_ANEW = 0.04;
/** A place of the thumbnail has changed when it differs by more levels than noise and flicker make. */
const CHANGED_LEVELS = 14;
/** Share of all places that change when a fingertip comes in, and when another page lies there. */
const MOVED_PLACES = 0.002;
const OTHER_PLACES = 0.02;
/** After a pause as long as this nobody knows what happened meanwhile. */
const LONGEST_PAUSE_MS = 1_500;
const THUMBNAIL_PX = 64;

/** The picture as it is compared with others of the same camera. */
export function thumbnailOf(picture: ColourPicture): Thumbnail {
  const { data } = shrinkPicture(picture, THUMBNAIL_PX).picture;
  const grey = new Uint8Array(data.length / 4);
  for (let to = 0, at = 0; to < grey.length; to++, at += 4) {
    grey[to] = 0.3 * (data[at] as number) + 0.59 * (data[at + 1] as number) + 0.11 * (data[at + 2] as number);
  }
  return grey;
}

/** What is known after one more picture. Pictures come in the order in which they were taken. */
export function afterGlimpse({ last, captured, ...before }: Stillness, glimpse: Glimpse): Stillness {
  const { corners, atMs, isGood } = glimpse;
  if (!corners) return { ...NOTHING_SEEN, last: glimpse };
  if (!last?.corners || atMs - last.atMs > LONGEST_PAUSE_MS || differs(last, glimpse, CORNERS_STILL, MOVED_PLACES)) {
    return { motion: 'moving', stillSinceMs: null, goodSinceMs: null, last: glimpse, captured };
  }
  // A page that moved, or one that was laid on top, is news as soon as it lies still.
  const isSame = captured !== null && !differs(captured, glimpse, LAID_ANEW, OTHER_PLACES);
  return {
    motion: 'still',
    stillSinceMs: before.stillSinceMs ?? last.atMs,
    goodSinceMs: isGood ? (before.goodSinceMs ?? atMs) : null,
    last: glimpse,
    captured: isSame ? captured : null,
  };
}

/** Whether the page should be captured now. */
export function isDue({ goodSinceMs, captured, last }: Stillness, afterMs: number = CAPTURE_AFTER_MS): boolean {
  return captured === null && goodSinceMs !== null && last !== null && last.atMs - goodSinceMs >= afterMs;
}

/** What is known once the page that lies there was captured. */
export const afterCapture = (before: Stillness): Stillness => ({ ...before, captured: before.last });

function differs(a: Glimpse, b: Glimpse, corners: number, places: number): boolean {
  if (a.corners && b.corners && quadDistance(a.corners, b.corners) > corners) return true;
  if (a.thumbnail.length !== b.thumbnail.length) return true;
  let changed = 0;
  for (let at = 0; at < a.thumbnail.length; at++) {
    if (Math.abs((a.thumbnail[at] as number) - (b.thumbnail[at] as number)) > CHANGED_LEVELS) changed++;
  }
  return changed > places * a.thumbnail.length;
}
