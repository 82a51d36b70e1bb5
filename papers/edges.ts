import type { Line } from './geometry.ts';
import type { Plane } from './picture.ts';

/** Slope of brightness at each pixel, along both axes; it points to where it is brighter. */
export interface Slopes {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Directions are counted in steps of two degrees, all around: an edge knows on which side it is brighter. */
const DIRECTIONS = 180;
const STEP = (2 * Math.PI) / DIRECTIONS;
/** The direction of a faint slope is known to about this many steps. */
const SPREAD = 3;
/** Lines nearer to a stronger one than this are the same line. */
const SAME_DIRECTIONS = 4;
const SAME_RHO = 4;
/** Distances are counted in steps of this many pixels. */
const RHO_STEP_PX = 1.5;

export function slopesOf({ widthPx, heightPx, data }: Plane): Slopes {
  const x = new Float32Array(data.length);
  const y = new Float32Array(data.length);
  for (let row = 1; row < heightPx - 1; row++) {
    for (let column = 1; column < widthPx - 1; column++) {
      const at = row * widthPx + column;
      x[at] = ((data[at + 1] as number) - (data[at - 1] as number)) / 2;
      y[at] = ((data[at + widthPx] as number) - (data[at - widthPx] as number)) / 2;
    }
  }
  return { widthPx, heightPx, x, y };
}

/** The slope that a quarter of all pixels exceed: texture and noise of this picture. */
export function usualSlope({ x, y }: Slopes): number {
  const counts = new Uint32Array(256);
  const perLevel = 16;
  for (let at = 0; at < x.length; at += 3) {
    const level = Math.min(255, steepness(x[at] as number, y[at] as number) * perLevel) | 0;
    counts[level] = (counts[level] as number) + 1;
  }
  let left = x.length / 3 / 4;
  for (let level = 255; level > 0; level--) {
    left -= counts[level] as number;
    if (left <= 0) return level / perLevel;
  }
  return 0;
}

const steepness = (gx: number, gy: number) => Math.sqrt(gx * gx + gy * gy);

/** Directions of lines, as unit normals. */
const COS = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.cos(at * STEP));
const SIN = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.sin(at * STEP));

/** Straight edges, longest first: pixels steeper than `least` vote for the line through them (Hough, with direction). */
export function findLines(slopes: Slopes, least: number, most: number): Line[] {
  const { widthPx, heightPx } = slopes;
  const reach = Math.hypot(widthPx, heightPx) / 2;
  const rhos = Math.ceil((2 * reach) / RHO_STEP_PX) + 2;
  const votes = countVotes(slopes, least, reach, rhos);
  const lines: Line[] = [];
  // The strongest line of each direction, so that only those that change are looked through again.
  const peaks = Int32Array.from({ length: DIRECTIONS }, (_, bin) => strongest(votes, bin * rhos, rhos));
  while (lines.length < most) {
    let best = peaks[0] as number;
    for (const cell of peaks) if ((votes[cell] as number) > (votes[best] as number)) best = cell;
    if ((votes[best] as number) < least * MIN_LENGTH_PX) break;
    const bin = Math.floor(best / rhos);
    const rhoBin = best % rhos;
    const nx = COS[bin] as number;
    const ny = SIN[bin] as number;
    lines.push({ nx, ny, rho: rhoBin * RHO_STEP_PX - reach + (nx * widthPx) / 2 + (ny * heightPx) / 2 });
    for (let off = -SAME_DIRECTIONS; off <= SAME_DIRECTIONS; off++) {
      const near = (bin + off + DIRECTIONS) % DIRECTIONS;
      const start = near * rhos;
      votes.fill(0, start + Math.max(0, rhoBin - SAME_RHO), start + Math.min(rhos, rhoBin + SAME_RHO + 1));
      peaks[near] = strongest(votes, start, rhos);
    }
  }
  return lines;
}

function countVotes({ widthPx, heightPx, x, y }: Slopes, least: number, reach: number, rhos: number): Float32Array {
  const votes = new Float32Array(DIRECTIONS * rhos);
  const squared = (at: number) => (x[at] as number) * (x[at] as number) + (y[at] as number) * (y[at] as number);
  for (let row = 2; row < heightPx - 2; row++) {
    for (let column = 2; column < widthPx - 2; column++) {
      const at = row * widthPx + column;
      const gx = x[at] as number;
      const gy = y[at] as number;
      const steep2 = gx * gx + gy * gy;
      if (steep2 < least * least) continue;
      // Only the steepest pixel across an edge votes.
      const across = Math.abs(gx) > Math.abs(gy) ? 1 : widthPx;
      if (steep2 < squared(at - across) || steep2 <= squared(at + across)) continue;
      const weight = Math.min(Math.sqrt(steep2), 3 * least);
      const direction = Math.round(Math.atan2(gy, gx) / STEP);
      for (let off = -SPREAD; off <= SPREAD; off++) {
        const bin = (direction + off + 2 * DIRECTIONS) % DIRECTIONS;
        const rho = (column - widthPx / 2) * (COS[bin] as number) + (row - heightPx / 2) * (SIN[bin] as number);
        const cell = bin * rhos + Math.round((rho + reach) / RHO_STEP_PX);
        votes[cell] = (votes[cell] as number) + weight;
      }
    }
  }
  return votes;
}

/** Where the most votes are among `count` cells. */
function strongest(votes: Float32Array, start: number, count: number): number {
  let best = start;
  for (let cell = start + 1; cell < start + count; cell++) {
    if ((votes[cell] as number) > (votes[best] as number)) best = cell;
  }
  return best;
}

/** A shorter edge at working size is none of a page. */
const MIN_LENGTH_PX = 14;
