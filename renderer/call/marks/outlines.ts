import type { PageOutline } from '../../../contracts/domain/marks.ts';
import type { Quad } from '../../../papers/geometry.ts';

/** Outlines kept: more than the time a picture takes from camera to screen, at the pace of the paper's picture. */
const KEPT = 64;
/** Of a page that has lain still for longer nothing is said; between two outlines farther apart it did not glide. */
const GLIDE_MS = 1_000;

/** How far ahead of what was said a hand's push is foreseen. */
const AHEAD_MS = 300;

interface Known {
  /** By this side's clock. */
  readonly frameAtMs: number;
  readonly corners: Quad | null;
}

/**
 * Where the page lay in each picture of the last seconds, as the citizen's side said it. An outline overtakes its picture,
 * which waits in buffers: it is used when the picture that it belongs to is shown.
 */
export class Outlines {
  #known: Known[] = [];
  /** The other clock's now minus ours, and the way here; the least seen is the one with the shortest way. */
  #aheadMs: number | null = null;

  take({ frameAtMs, saidAtMs, corners }: PageOutline, nowMs: number): void {
    const aheadMs = nowMs - saidAtMs;
    if (this.#aheadMs === null || aheadMs < this.#aheadMs) this.#aheadMs = aheadMs;
    this.#known.push({ frameAtMs: frameAtMs + this.#aheadMs, corners });
    this.#known.sort((a, b) => a.frameAtMs - b.frameAtMs);
    if (this.#known.length > KEPT) this.#known.shift();
  }

  /** Whoever says outlines is another, or begins anew with another clock. */
  forget(): void {
    this.#known = [];
    this.#aheadMs = null;
  }

  /**
   * Where the page lies in a picture that was taken at `frameAtMs` by this side's clock, in shares of its size; null for
   * where no page is known. Without a time, in the newest.
   */
  at(frameAtMs: number | null): Quad | null {
    if (frameAtMs === null) return this.#known.at(-1)?.corners ?? null;
    const after = this.#known.findIndex((each) => each.frameAtMs >= frameAtMs);
    if (after === -1) return this.#ahead(frameAtMs);
    const next = this.#known[after] as Known;
    const before = this.#known[after - 1];
    if (!before) return next.corners;
    const apartMs = next.frameAtMs - before.frameAtMs;
    if (!before.corners || !next.corners || apartMs > GLIDE_MS || apartMs === 0) {
      return frameAtMs === next.frameAtMs ? next.corners : before.corners;
    }
    return between(before.corners, next.corners, (frameAtMs - before.frameAtMs) / apartMs);
  }

  /** The outline of this picture is not here yet: a page that was pushed is pushed on, for a little while. */
  #ahead(frameAtMs: number): Quad | null {
    const [before, last] = this.#known.slice(-2);
    if (!before || !last) return (last ?? before)?.corners ?? null;
    const apartMs = last.frameAtMs - before.frameAtMs;
    const beyondMs = frameAtMs - last.frameAtMs;
    if (!before.corners || !last.corners || apartMs <= 0 || apartMs > AHEAD_MS || beyondMs > AHEAD_MS) {
      return last.corners;
    }
    return between(before.corners, last.corners, 1 + beyondMs / apartMs);
  }
}

function between(a: Quad, b: Quad, share: number): Quad {
  const corner = (at: 0 | 1 | 2 | 3) => ({
    x: a[at].x + (b[at].x - a[at].x) * share,
    y: a[at].y + (b[at].y - a[at].y) * share,
  });
  return [corner(0), corner(1), corner(2), corner(3)];
}
