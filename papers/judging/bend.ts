import type { Patch } from './patch.ts';

/** Places along a side at which its edge is looked for. */
const PLACES = 36;
/** Shares of the page's long side by which an edge may lie off the outline's straight line, and by which it may bulge. */
const REACH_SHARE = 0.07;
const BULGE_SHARE = 0.065;
const BOWS = 14;
/** A straight outline laid through a bulging edge may be slanted against its corners by so much, in pixels of the patch. */
const MOST_SLANT_PX = 24;
/** A step of this many levels is as strong as any. */
const STRONG_STEP = 30;
/** An edge that bulges has to be seen so much better than a straight one, in levels and as a share. */
const SURER_LEVELS = 1;
const SURER_SHARE = 1.12;

/**
 * How far two opposite edges of the page bulge the same way, as a share of its short side: paper that curls, or was
 * folded, does not lie flat though its corners do.
 */
export function bendOf(patch: Patch): number {
  const { left, top, pageWidthPx, pageHeightPx } = patch;
  const grey = greyOf(patch);
  const width = patch.picture.widthPx;
  const right = left + pageWidthPx;
  const bottom = top + pageHeightPx;
  const side = (start: number, along: number, across: number, lengthPx: number) =>
    stepsAlong(grey, start, along, across, lengthPx, Math.max(pageWidthPx, pageHeightPx));
  const above = side(top * width + left, 1, width, pageWidthPx);
  const below = side(bottom * width + left, 1, width, pageWidthPx);
  const before = side(top * width + left, width, 1, pageHeightPx);
  const after = side(top * width + right, width, 1, pageHeightPx);
  return Math.max(together(above, below, patch), together(before, after, patch)) / Math.min(pageWidthPx, pageHeightPx);
}

/** Bulges that are tried, in pixels of the patch, towards the lower or right side. */
function bowsOf({ pageWidthPx, pageHeightPx }: Patch): number[] {
  const most = Math.round(BULGE_SHARE * Math.max(pageWidthPx, pageHeightPx));
  const stride = Math.max(1, Math.round(most / BOWS));
  return Array.from({ length: 2 * BOWS + 1 }, (_, at) => (at - BOWS) * stride);
}

/** Both edges of a sheet bulge together: the bulge that suits both best, 0 when straight edges suit as well. */
function together(a: Steps, b: Steps, patch: Patch): number {
  let straight = 0;
  let found = { px: 0, step: 0 };
  for (const px of bowsOf(patch)) {
    const step = strongest(a, px) + strongest(b, px);
    if (px === 0) straight = step;
    if (step > found.step) found = { px, step };
  }
  return found.step > Math.max(straight * SURER_SHARE, straight + 2 * SURER_LEVELS) ? Math.abs(found.px) : 0;
}

interface Steps {
  /** Step of brightness at each place along the side and each offset across it. */
  readonly levels: Float32Array;
  readonly offsets: number;
  readonly reach: number;
}

function stepsAlong(
  grey: Float32Array,
  start: number,
  along: number,
  across: number,
  lengthPx: number,
  longPx: number,
): Steps {
  const reach = Math.round(REACH_SHARE * longPx);
  const offsets = 2 * reach + 1;
  const levels = new Float32Array(PLACES * offsets);
  for (let place = 0; place < PLACES; place++) {
    const middle = start + Math.round(((place + 0.5) / PLACES) * lengthPx) * along;
    for (let off = 0; off < offsets; off++) {
      const at = middle + (off - reach) * across;
      let step = 0;
      for (let near = -1; near <= 1; near++) {
        for (let away = 1; away <= 3; away++) {
          step += (grey[at + near * along + away * across] ?? 0) - (grey[at + near * along - away * across] ?? 0);
        }
      }
      levels[place * offsets + off] = step / 9;
    }
  }
  return { levels, offsets, reach };
}

/** Mean step along the curve of this bulge along which it is strongest, wherever the curve is shifted and slanted. */
function strongest({ levels, offsets, reach }: Steps, px: number): number {
  let most = 0;
  for (let slant = -MOST_SLANT_PX; slant <= MOST_SLANT_PX; slant += 4) {
    for (let shift = -reach; shift <= reach; shift += 2) {
      let sum = 0;
      for (let place = 0; place < PLACES; place++) {
        const t = (place + 0.5) / PLACES;
        const off = reach + Math.round(shift + slant * (t - 0.5) + px * 4 * t * (1 - t));
        const level = off < 0 || off >= offsets ? 0 : (levels[place * offsets + off] as number);
        sum += Math.max(-STRONG_STEP, Math.min(STRONG_STEP, level));
      }
      most = Math.max(most, Math.abs(sum) / PLACES);
    }
  }
  return most;
}

function greyOf({ picture: { data, widthPx, heightPx } }: Patch): Float32Array {
  const grey = new Float32Array(widthPx * heightPx);
  for (let to = 0, at = 0; to < grey.length; to++, at += 4) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    // As the outline is looked for: in the root, so that an edge in the shadow counts as one in the light.
    grey[to] = Math.sqrt(((0.3 * red + 0.59 * green + 0.11 * blue + Math.min(red, green, blue)) / 2) * 255);
  }
  return grey;
}
