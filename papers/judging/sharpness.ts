import type { Patch } from './patch.ts';

/** The patch is blurred once more by this much, in pixels, and edges that were sharp lose more by it than soft ones. */
const MORE_BLUR_PX = 1.4;
/** Edges below this slope, in levels a pixel, are noise or grain of the paper. */
const LEAST_SLOPE = 5;
/** Fewer edges than this tell nothing: a blank page. */
const LEAST_EDGES = 60;
/** Only the steepest of the page's edges are its print. */
const STEEPEST_SHARE = 0.25;
const EDGE_SHARE = 0.04;

/**
 * How wide an edge on the page is, as the sigma of a Gauss blur in pixels of the patch; null for a page without print.
 * From the ratio of an edge's slope before and after a known blur (Zhuo and Sim, "Defocus map estimation from a single
 * image", 2011), so that faint print is not taken for blurred print.
 */
export function edgeWidth(patch: Patch): number | null {
  const { left, top, pageWidthPx, pageHeightPx } = patch;
  const { widthPx } = patch.picture;
  const grey = greyOf(patch);
  const soft = gauss(grey, widthPx, MORE_BLUR_PX);
  const edge = Math.ceil(EDGE_SHARE * Math.max(pageWidthPx, pageHeightPx));
  const found: { slope: number; ratio: number }[] = [];
  for (let y = top + edge; y < top + pageHeightPx - edge; y++) {
    for (let x = left + edge; x < left + pageWidthPx - edge; x++) {
      const at = y * widthPx + x;
      const slope = slopeAt(grey, at, widthPx);
      if (slope < LEAST_SLOPE) continue;
      // The steepest place across the edge.
      const gx = Math.abs((grey[at + 1] as number) - (grey[at - 1] as number));
      const gy = Math.abs((grey[at + widthPx] as number) - (grey[at - widthPx] as number));
      const across = gx > gy ? 1 : widthPx;
      if (slopeAt(grey, at - across, widthPx) > slope || slopeAt(grey, at + across, widthPx) > slope) continue;
      found.push({ slope, ratio: slope / Math.max(0.01, slopeAt(soft, at, widthPx)) });
    }
  }
  if (found.length < LEAST_EDGES) return null;
  found.sort((a, b) => b.slope - a.slope);
  const steepest = found.slice(0, Math.max(LEAST_EDGES, Math.floor(found.length * STEEPEST_SHARE)));
  steepest.sort((a, b) => a.ratio - b.ratio);
  const ratio = (steepest[steepest.length >> 1] as { ratio: number }).ratio;
  return ratio <= 1.001 ? Number.POSITIVE_INFINITY : MORE_BLUR_PX / Math.sqrt(ratio * ratio - 1);
}

function slopeAt(plane: Float32Array, at: number, widthPx: number): number {
  const x = (plane[at + 1] as number) - (plane[at - 1] as number);
  const y = (plane[at + widthPx] as number) - (plane[at - widthPx] as number);
  return Math.hypot(x, y) / 2;
}

function greyOf({ picture: { data, widthPx, heightPx } }: Patch): Float32Array {
  const grey = new Float32Array(widthPx * heightPx);
  for (let to = 0, at = 0; to < grey.length; to++, at += 4) {
    grey[to] = 0.3 * (data[at] as number) + 0.59 * (data[at + 1] as number) + 0.11 * (data[at + 2] as number);
  }
  return grey;
}

function gauss(plane: Float32Array, widthPx: number, sigmaPx: number): Float32Array {
  const reach = Math.ceil(3 * sigmaPx);
  const weights = Array.from({ length: reach + 1 }, (_, off) => Math.exp((-off * off) / (2 * sigmaPx * sigmaPx)));
  const sum = weights.reduce((total, weight, off) => total + (off === 0 ? weight : 2 * weight), 0);
  const along = (from: Float32Array, step: number) => {
    const out = new Float32Array(from);
    const last = from.length - reach * step;
    for (let at = reach * step; at < last; at++) {
      let value = (weights[0] as number) * (from[at] as number);
      for (let off = 1; off <= reach; off++) {
        value += (weights[off] as number) * ((from[at + off * step] as number) + (from[at - off * step] as number));
      }
      out[at] = value / sum;
    }
    return out;
  };
  return along(along(plane, 1), widthPx);
}
