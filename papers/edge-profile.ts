import type { Line } from './geometry.ts';
import type { Plane } from './picture.ts';

/** Step of brightness between both sides of an edge, in levels: about three in a hundred of the light. */
const LEAST_STEP = 3;
/** A step of this many levels is as strong as any. */
export const STRONG_STEP = 24;
/** A line is looked at in places this far apart, in pixels. */
const PLACE_PX = 2;
/** Steps are taken over these distances to both sides: a thin line is a step near it only. */
const NEAR_PX = 2;
const AWAY_PX = 4;
const FAR_PX = 7;

/**
 * What is seen along a line through a picture, added up from its beginning, so that any part of it is told by two
 * look-ups: thousands of outlines are weighed that share the same few lines.
 */
export interface EdgeProfile {
  readonly line: Line;
  /** Where the first place lies, in pixels along the line from the point nearest to the picture's origin. */
  readonly startPx: number;
  /** Places before this one at which there is a step, and their steps in levels, each counted up to `STRONG_STEP`. */
  readonly seen: Float32Array;
  readonly steps: Float32Array;
}

/** Pixels along a line, from the point on it that is nearest to the origin, in the direction (−ny, nx). */
export const alongLine = ({ nx, ny }: Line, x: number, y: number) => y * nx - x * ny;

/** Looks at a line from rim to rim: where it is brighter on the side that its normal points to. */
export function profileOf({ widthPx, heightPx, data }: Plane, line: Line): EdgeProfile {
  const { nx, ny, rho } = line;
  const ends = [
    [0, 0],
    [widthPx, 0],
    [0, heightPx],
    [widthPx, heightPx],
  ].map(([x = 0, y = 0]) => alongLine(line, x, y));
  const startPx = Math.floor(Math.min(...ends));
  const count = Math.ceil((Math.max(...ends) - startPx) / PLACE_PX);
  const seen = new Float32Array(count + 1);
  const steps = new Float32Array(count + 1);
  const value = (x: number, y: number) => {
    const column = Math.round(x);
    const row = Math.round(y);
    return column < 0 || row < 0 || column >= widthPx || row >= heightPx
      ? Number.NaN
      : (data[row * widthPx + column] as number);
  };
  const step = (x: number, y: number, px: number) => value(x + px * nx, y + px * ny) - value(x - px * nx, y - px * ny);
  for (let place = 0; place < count; place++) {
    const t = startPx + (place + 0.5) * PLACE_PX;
    const x = nx * rho - ny * t;
    const y = ny * rho + nx * t;
    const near = step(x, y, NEAR_PX);
    const away = step(x, y, AWAY_PX);
    // Beyond the picture's rim nothing is known, and nothing is held against the page.
    const isStep = near > LEAST_STEP && away > LEAST_STEP && !(step(x, y, FAR_PX) < LEAST_STEP);
    seen[place + 1] = (seen[place] as number) + (isStep ? 1 : 0);
    steps[place + 1] = (steps[place] as number) + (isStep ? Math.min(STRONG_STEP, away) : 0);
  }
  return { line, startPx, seen, steps };
}

/** Share of the places at which there is a step between two distances along the line; outside the picture there is none. */
export const seenBetween = (profile: EdgeProfile, fromPx: number, toPx: number) =>
  meanBetween(profile, profile.seen, fromPx, toPx);

/** Mean step between two distances along the line, in levels; places without one count as 0. */
export const stepBetween = (profile: EdgeProfile, fromPx: number, toPx: number) =>
  meanBetween(profile, profile.steps, fromPx, toPx);

function meanBetween({ startPx }: EdgeProfile, sums: Float32Array, fromPx: number, toPx: number): number {
  const last = sums.length - 1;
  const first = Math.round((Math.min(fromPx, toPx) - startPx) / PLACE_PX);
  const end = Math.max(first + 1, Math.round((Math.max(fromPx, toPx) - startPx) / PLACE_PX));
  const from = Math.max(0, Math.min(last, first));
  const to = Math.max(0, Math.min(last, end));
  return ((sums[to] as number) - (sums[from] as number)) / (end - first);
}
