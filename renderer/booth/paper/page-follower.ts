import { distance, type Quad, turnQuad } from '../../../papers/geometry.ts';

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
