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
    const level = Math.min(255, Math.hypot(x[at] as number, y[at] as number) * perLevel) | 0;
    counts[level] = (counts[level] as number) + 1;
  }
  let left = x.length / 3 / 4;
  for (let level = 255; level > 0; level--) {
    left -= counts[level] as number;
    if (left <= 0) return level / perLevel;
  }
  return 0;
}

/** Straight edges, longest first: pixels steeper than `least` vote for the line through them (Hough, with direction). */
export function findLines({ widthPx, heightPx, x, y }: Slopes, least: number, most: number): Line[] {
  const reach = Math.hypot(widthPx, heightPx) / 2;
  const rhos = Math.ceil((2 * reach) / RHO_STEP_PX) + 2;
  const votes = new Float32Array(DIRECTIONS * rhos);
  const cos = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.cos(at * STEP));
  const sin = Float64Array.from({ length: DIRECTIONS }, (_, at) => Math.sin(at * STEP));
  for (let row = 2; row < heightPx - 2; row++) {
    for (let column = 2; column < widthPx - 2; column++) {
      const at = row * widthPx + column;
      const gx = x[at] as number;
      const gy = y[at] as number;
      const steep = Math.hypot(gx, gy);
      if (steep < least || !isRidge(at, steep, gx, gy)) continue;
      const weight = Math.min(steep, 3 * least);
      const direction = Math.round(Math.atan2(gy, gx) / STEP);
      for (let off = -SPREAD; off <= SPREAD; off++) {
        const bin = (direction + off + 2 * DIRECTIONS) % DIRECTIONS;
        const rho = (column - widthPx / 2) * (cos[bin] as number) + (row - heightPx / 2) * (sin[bin] as number);
        const cell = bin * rhos + Math.round((rho + reach) / RHO_STEP_PX);
        votes[cell] = (votes[cell] as number) + weight;
      }
    }
  }
  const lines: Line[] = [];
  while (lines.length < most) {
    let best = 0;
    for (let cell = 1; cell < votes.length; cell++) if ((votes[cell] as number) > (votes[best] as number)) best = cell;
    if ((votes[best] as number) < least * MIN_LENGTH_PX) break;
    const bin = Math.floor(best / rhos);
    const rhoBin = best % rhos;
    const nx = cos[bin] as number;
    const ny = sin[bin] as number;
    const rho = rhoBin * RHO_STEP_PX - reach;
    lines.push({ nx, ny, rho: rho + (nx * widthPx) / 2 + (ny * heightPx) / 2 });
    for (let off = -SAME_DIRECTIONS; off <= SAME_DIRECTIONS; off++) {
      const near = ((bin + off + DIRECTIONS) % DIRECTIONS) * rhos;
      votes.fill(0, near + Math.max(0, rhoBin - SAME_RHO), near + Math.min(rhos, rhoBin + SAME_RHO + 1));
    }
  }
  return lines;

  /** Only the steepest pixel across an edge votes. */
  function isRidge(at: number, steep: number, gx: number, gy: number): boolean {
    const across = Math.abs(gx) > Math.abs(gy) ? 1 : widthPx;
    const before = Math.hypot(x[at - across] as number, y[at - across] as number);
    const after = Math.hypot(x[at + across] as number, y[at + across] as number);
    return steep >= before && steep > after;
  }
}

/** A shorter edge at working size is none of a page. */
const MIN_LENGTH_PX = 14;
