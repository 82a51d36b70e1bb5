import { findLines, slopesOf, usualSlope } from './edges.ts';
import { crossing, fromUpperLeft, type Line, type Point, type Quad, quadArea, scaleQuad } from './geometry.ts';
import { type ColourPicture, dropThin, type Plane, paperness, shrinkPicture, smooth } from './picture.ts';
import { sharpenOutline } from './sharpen-outline.ts';

/** Where a page lies in a picture. */
export interface FoundPage {
  /** Corners in pixels of the picture, clockwise, from the one nearest to the picture's upper left. */
  readonly corners: Quad;
  /** Share of the outline that was seen, 0–1. */
  readonly confidence: number;
}

/** Long side of the picture that is searched, in pixels: pages of a fifth of it are found, within a live frame's time. */
const WORKING_PX = 400;
/** Print at working size is thinner than twice this. */
const PRINT_PX = 3;
const MOST_LINES = 36;
/** Slope of the brightness root that is no noise, in levels a pixel. */
const LEAST_SLOPE = 1.1;
/** Step of brightness between both sides of the outline, in levels: about three in a hundred of the light. */
const LEAST_STEP = 3;
/** Sides of a page lie opposite, and cross, within these angles. */
const OPPOSITE_COS = -Math.cos((24 * Math.PI) / 180);
const CROSSING_COS = Math.cos((58 * Math.PI) / 180);
/** Both sides of a page are at least this long, as a share of the picture's long side. */
const LEAST_SIDE = 0.05;
/** Below this the outline is none of a page. */
const LEAST_CONFIDENCE = 0.72;
/** Of two outlines that are nearly as well seen, the larger is the page and the smaller something on it. */
const LARGER_IS_WORTH = 0.22;
/** A strong step all around is the page's; faint ones are grain and printed lines of the table. */
const STRENGTH_IS_WORTH = 0.35;
/** A step of this many levels is as strong as any. */
const STRONG_STEP = 24;
/** Edges that go on beyond the corners belong to the table. */
const OVERRUN_COSTS = 0.3;

/** The page in the picture, or null when none is seen whole. */
export function findPage(picture: ColourPicture): FoundPage | null {
  const { picture: small, scale } = shrinkPicture(picture, WORKING_PX);
  const raw = paperness(small);
  const found = [smooth(dropThin(raw, PRINT_PX)), smooth(raw)]
    .map(search)
    .filter((one) => one !== null)
    .sort((a, b) => b.score - a.score)[0];
  if (!found) return null;
  const corners = sharpenOutline(smooth(raw), found.corners, found.inward);
  return { corners: fromUpperLeft(scaleQuad(corners, 1 / scale)), confidence: Math.min(1, found.confidence) };
}

interface Candidate {
  readonly corners: Quad;
  readonly confidence: number;
  readonly score: number;
  /** 1 when the page is brighter than what it lies on, −1 when it is darker. */
  readonly inward: 1 | -1;
}

function search(plane: Plane): Candidate | null {
  const slopes = slopesOf(plane);
  const least = Math.max(LEAST_SLOPE, 0.8 * usualSlope(slopes));
  const lines = findLines(slopes, least, MOST_LINES);
  const pairs = oppositePairs(lines, LEAST_SIDE * Math.max(plane.widthPx, plane.heightPx));
  let best: Candidate | null = null;
  for (let first = 0; first < pairs.length; first++) {
    for (let second = first + 1; second < pairs.length; second++) {
      const a = pairs[first] as Pair;
      const b = pairs[second] as Pair;
      if (a.inward !== b.inward) continue;
      const corners = cornersOf(a, b, plane);
      if (!corners) continue;
      const rated = rate(plane, corners, a.inward);
      if (rated && rated.confidence >= LEAST_CONFIDENCE && rated.score > (best?.score ?? 0)) {
        best = { ...rated, corners, inward: a.inward };
      }
    }
  }
  return best;
}

interface Pair {
  readonly one: Line;
  readonly other: Line;
  readonly inward: 1 | -1;
}

/** Lines that face each other: brighter between them, or darker between them. */
function oppositePairs(lines: readonly Line[], leastPx: number): Pair[] {
  const pairs: Pair[] = [];
  for (let first = 0; first < lines.length; first++) {
    for (let second = first + 1; second < lines.length; second++) {
      const one = lines[first] as Line;
      const other = lines[second] as Line;
      if (one.nx * other.nx + one.ny * other.ny > OPPOSITE_COS) continue;
      // Each slope points to the bright side; between facing lines both point to each other.
      const between = -other.rho - one.rho;
      if (Math.abs(between) < leastPx * 0.5) {
        // In perspective the distance is not the same everywhere; the corners are measured later.
        pairs.push({ one, other, inward: 1 }, { one, other, inward: -1 });
      } else pairs.push({ one, other, inward: between > 0 ? 1 : -1 });
    }
  }
  return pairs;
}

function cornersOf(a: Pair, b: Pair, { widthPx, heightPx }: Plane): Quad | null {
  if (Math.abs(a.one.nx * b.one.nx + a.one.ny * b.one.ny) > CROSSING_COS) return null;
  const points = [
    crossing(a.one, b.one),
    crossing(b.one, a.other),
    crossing(a.other, b.other),
    crossing(b.other, a.one),
  ];
  const corners: Point[] = [];
  for (const point of points) {
    if (!point || point.x < 0 || point.y < 0 || point.x > widthPx - 1 || point.y > heightPx - 1) return null;
    corners.push(point);
  }
  const quad = corners as unknown as Quad;
  const area = quadArea(quad);
  const clockwise: Quad = area > 0 ? quad : [quad[0], quad[3], quad[2], quad[1]];
  const least = LEAST_SIDE * Math.max(widthPx, heightPx);
  for (let at = 0; at < 4; at++) {
    const from = clockwise[at] as Point;
    const to = clockwise[(at + 1) % 4] as Point;
    const after = clockwise[(at + 2) % 4] as Point;
    if (Math.hypot(to.x - from.x, to.y - from.y) < least) return null;
    if ((to.x - from.x) * (after.y - to.y) - (to.y - from.y) * (after.x - to.x) <= 0) return null;
  }
  return clockwise;
}

/** How much of the outline is seen as a step from page to table, in the same sense all around. */
function rate(plane: Plane, quad: Quad, inward: 1 | -1): { confidence: number; score: number } | null {
  let total = 0;
  let least = 1;
  let overrun = 0;
  let strength = 0;
  for (let at = 0; at < 4; at++) {
    const from = quad[at] as Point;
    const to = quad[(at + 1) % 4] as Point;
    const { seen, step } = look(plane, from, to, inward, 0.03, 0.97);
    // A finger may hide a part of one side, not most of it.
    if (seen < 0.4) return null;
    strength += step / STRONG_STEP / 4;
    total += seen / 4;
    least = Math.min(least, seen);
    overrun += look(plane, from, to, inward, -0.16, -0.05).seen + look(plane, from, to, inward, 1.05, 1.16).seen;
  }
  const confidence = 0.75 * total + 0.25 * least;
  const size = Math.sqrt(Math.abs(quadArea(quad)) / (plane.widthPx * plane.heightPx));
  const worth = LARGER_IS_WORTH * size + STRENGTH_IS_WORTH * strength - (OVERRUN_COSTS * overrun) / 4;
  return { confidence, score: confidence + worth };
}

interface Seen {
  /** Share of the places at which there is a step. */
  readonly seen: number;
  /** Mean step, in levels, each counted up to `STRONG_STEP`. */
  readonly step: number;
}

/** Looks along a part of a side; `first` and `last` are shares of its length, beyond 0 and 1 outside its corners. */
function look(plane: Plane, from: Point, to: Point, inward: 1 | -1, first: number, last: number): Seen {
  const { widthPx, heightPx, data } = plane;
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const nx = -(to.y - from.y) / length;
  const ny = (to.x - from.x) / length;
  const count = Math.max(3, Math.round(((last - first) * length) / 3));
  const value = (x: number, y: number) => {
    const column = Math.round(x);
    const row = Math.round(y);
    return column < 0 || row < 0 || column >= widthPx || row >= heightPx
      ? Number.NaN
      : (data[row * widthPx + column] as number);
  };
  let seen = 0;
  let step = 0;
  for (let at = 0; at < count; at++) {
    const share = first + ((last - first) * (at + 0.5)) / count;
    const x = from.x + (to.x - from.x) * share;
    const y = from.y + (to.y - from.y) * share;
    // Near the edge, and away from it: a thin line is a step near it only.
    const near = (value(x + 2 * nx, y + 2 * ny) - value(x - 2 * nx, y - 2 * ny)) * inward;
    const away = (value(x + 4 * nx, y + 4 * ny) - value(x - 4 * nx, y - 4 * ny)) * inward;
    const farther = (value(x + 7 * nx, y + 7 * ny) - value(x - 7 * nx, y - 7 * ny)) * inward;
    // Beyond the picture's rim nothing is known, and nothing is held against the page.
    if (!(near > LEAST_STEP && away > LEAST_STEP) || farther < LEAST_STEP) continue;
    seen++;
    step += Math.min(STRONG_STEP, away);
  }
  return { seen: seen / count, step: step / count };
}
