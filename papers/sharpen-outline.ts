import { crossing, type Line, type Point, type Quad } from './geometry.ts';
import type { Plane } from './picture.ts';

/** The true edge lies at most this far from the line that was voted for, in pixels of the plane. */
const REACH_PX = 4;
/** Weights fall off at this distance from the line: a finger over the edge has no say. */
const OUTLIER_PX = 1.2;
const ROUNDS = 4;

/** The same outline, each side laid through the steepest places along it, between the pixels. */
export function sharpenOutline(plane: Plane, quad: Quad, inward: 1 | -1): Quad {
  const sides = quad.map((from, at) => fitSide(plane, from, quad[(at + 1) % 4] as Point, inward));
  return quad.map((corner, at) => {
    const before = sides[(at + 3) % 4];
    const after = sides[at];
    const sharp = before && after && crossing(before, after);
    return sharp && Math.hypot(sharp.x - corner.x, sharp.y - corner.y) < 3 * REACH_PX ? sharp : corner;
  }) as unknown as Quad;
}

function fitSide(plane: Plane, from: Point, to: Point, inward: 1 | -1): Line | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const ux = (to.x - from.x) / length;
  const uy = (to.y - from.y) / length;
  const along: number[] = [];
  const off: number[] = [];
  for (let at = 0.04 * length; at <= 0.96 * length; at += 1.5) {
    const place = steepest(plane, from.x + ux * at, from.y + uy * at, -uy, ux, inward);
    if (place === null) continue;
    along.push(at);
    off.push(place);
  }
  if (along.length < 5) return null;
  let slope = 0;
  let start = middle(off);
  for (let round = 0; round < ROUNDS; round++) {
    const scale = OUTLIER_PX * (round === 0 ? 3 : 1);
    let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
    for (let at = 0; at < along.length; at++) {
      const x = along[at] as number;
      const y = off[at] as number;
      const miss = (y - start - slope * x) / scale;
      const weight = 1 / (1 + miss * miss) ** 2;
      w += weight;
      wx += weight * x;
      wy += weight * y;
      wxx += weight * x * x;
      wxy += weight * x * y;
    }
    const spread = w * wxx - wx * wx;
    if (spread < 1e-6) return null;
    slope = (w * wxy - wx * wy) / spread;
    start = (wy - slope * wx) / w;
  }
  const a = { x: from.x - uy * start, y: from.y + ux * start };
  const end = start + slope * length;
  const b = { x: to.x - uy * end, y: to.y + ux * end };
  const fitted = Math.hypot(b.x - a.x, b.y - a.y);
  const nx = -(b.y - a.y) / fitted;
  const ny = (b.x - a.x) / fitted;
  return { nx, ny, rho: nx * a.x + ny * a.y };
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** Where brightness rises most along (nx, ny), as an offset in pixels; null where it does not rise. */
function steepest(plane: Plane, x: number, y: number, nx: number, ny: number, inward: 1 | -1): number | null {
  const step = 0.5;
  const count = (2 * REACH_PX) / step + 1;
  const rises: number[] = [];
  for (let at = 0; at < count; at++) {
    const off = -REACH_PX + at * step;
    const ahead = between(plane, x + nx * (off + 0.75), y + ny * (off + 0.75));
    const behind = between(plane, x + nx * (off - 0.75), y + ny * (off - 0.75));
    rises.push((ahead - behind) * inward);
  }
  let best = 0;
  for (let at = 1; at < count; at++) if ((rises[at] as number) > (rises[best] as number)) best = at;
  const peak = rises[best] as number;
  if (!(peak > 1) || best === 0 || best === count - 1) return null;
  const left = rises[best - 1] as number;
  const right = rises[best + 1] as number;
  const curve = left - 2 * peak + right;
  return -REACH_PX + (best + (curve < 0 ? (left - right) / (2 * curve) : 0)) * step;
}

/** Value between the pixels; NaN outside. */
function between({ widthPx, heightPx, data }: Plane, x: number, y: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 0 || top < 0 || left + 1 >= widthPx || top + 1 >= heightPx) return Number.NaN;
  const at = top * widthPx + left;
  const fx = x - left;
  const upper = (data[at] as number) * (1 - fx) + (data[at + 1] as number) * fx;
  const lower = (data[at + widthPx] as number) * (1 - fx) + (data[at + widthPx + 1] as number) * fx;
  return upper + (lower - upper) * (y - top);
}
