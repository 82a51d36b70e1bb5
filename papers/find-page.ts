import { alongLine, type EdgeProfile, profileOf, STRONG_STEP, seenBetween, stepBetween } from './edge-profile.ts';
import { findLines, slopesOf, usualSlope } from './edges.ts';
import { crossing, distance, fromUpperLeft, type Point, type Quad, quadArea, scaleQuad } from './geometry.ts';
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
  const edges = findLines(slopes, least, MOST_LINES).map((line) => profileOf(plane, line));
  const pairs = oppositePairs(edges, LEAST_SIDE * Math.max(plane.widthPx, plane.heightPx));
  let best: Candidate | null = null;
  for (let first = 0; first < pairs.length; first++) {
    for (let second = first + 1; second < pairs.length; second++) {
      const a = pairs[first] as Pair;
      const b = pairs[second] as Pair;
      if (a.inward !== b.inward) continue;
      const outline = outlineOf(a, b, plane);
      const rated = outline && rate(plane, outline);
      if (rated && rated.confidence >= LEAST_CONFIDENCE && rated.score > (best?.score ?? 0)) {
        best = { ...rated, corners: outline.corners, inward: a.inward };
      }
    }
  }
  return best;
}

interface Pair {
  readonly one: EdgeProfile;
  readonly other: EdgeProfile;
  readonly inward: 1 | -1;
}

/** Lines that face each other: brighter between them, or darker between them. */
function oppositePairs(edges: readonly EdgeProfile[], leastPx: number): Pair[] {
  const pairs: Pair[] = [];
  for (let first = 0; first < edges.length; first++) {
    for (let second = first + 1; second < edges.length; second++) {
      const one = edges[first] as EdgeProfile;
      const other = edges[second] as EdgeProfile;
      if (one.line.nx * other.line.nx + one.line.ny * other.line.ny > OPPOSITE_COS) continue;
      // Each slope points to the bright side; between facing lines both point to each other.
      const between = -other.line.rho - one.line.rho;
      if (Math.abs(between) < leastPx * 0.5) {
        // In perspective the distance is not the same everywhere; the corners are measured later.
        pairs.push({ one, other, inward: 1 }, { one, other, inward: -1 });
      } else pairs.push({ one, other, inward: between > 0 ? 1 : -1 });
    }
  }
  return pairs;
}

interface Outline {
  /** Clockwise. */
  readonly corners: Quad;
  /** The side from each corner to the next. */
  readonly sides: readonly EdgeProfile[];
}

/** Where two pairs of facing lines cross, when that is the outline of something in the picture. */
function outlineOf(a: Pair, b: Pair, { widthPx, heightPx }: Plane): Outline | null {
  const first = a.one.line;
  const next = b.one.line;
  if (Math.abs(first.nx * next.nx + first.ny * next.ny) > CROSSING_COS) return null;
  const around = [a.one, b.one, a.other, b.other];
  const corners: Point[] = [];
  for (let at = 0; at < 4; at++) {
    const point = crossing((around[(at + 3) % 4] as EdgeProfile).line, (around[at] as EdgeProfile).line);
    if (!point || point.x < 0 || point.y < 0 || point.x > widthPx - 1 || point.y > heightPx - 1) return null;
    corners.push(point);
  }
  const quad = corners as unknown as Quad;
  const isClockwise = quadArea(quad) > 0;
  const [one, two, three, four] = quad;
  const outline: Outline = isClockwise
    ? { corners: quad, sides: around }
    : { corners: [one, four, three, two], sides: [b.other, a.other, b.one, a.one] };
  if (!isConvex(outline.corners, LEAST_SIDE * Math.max(widthPx, heightPx))) return null;
  const centre = middle(quad);
  // Of two lines that nearly meet only the corners tell which lies where.
  const isFacing = ({ line }: EdgeProfile) => (line.nx * centre.x + line.ny * centre.y - line.rho) * a.inward > 0;
  return around.every(isFacing) ? outline : null;
}

const middle = (quad: Quad): Point => ({
  x: quad.reduce((sum, { x }) => sum + x, 0) / 4,
  y: quad.reduce((sum, { y }) => sum + y, 0) / 4,
});

function isConvex(clockwise: Quad, leastSidePx: number): boolean {
  for (let at = 0; at < 4; at++) {
    const from = clockwise[at] as Point;
    const to = clockwise[(at + 1) % 4] as Point;
    const after = clockwise[(at + 2) % 4] as Point;
    if (distance(from, to) < leastSidePx) return false;
    if ((to.x - from.x) * (after.y - to.y) - (to.y - from.y) * (after.x - to.x) <= 0) return false;
  }
  return true;
}

/** How much of the outline is seen as a step from page to table, in the same sense all around. */
function rate(plane: Plane, { corners, sides }: Outline): { confidence: number; score: number } | null {
  let total = 0;
  let least = 1;
  let overrun = 0;
  let strength = 0;
  for (let at = 0; at < 4; at++) {
    const from = corners[at] as Point;
    const to = corners[(at + 1) % 4] as Point;
    const side = sides[at] as EdgeProfile;
    const start = alongLine(side.line, from.x, from.y);
    const length = alongLine(side.line, to.x, to.y) - start;
    const seen = seenBetween(side, start + 0.03 * length, start + 0.97 * length);
    // A finger may hide a part of one side, not most of it.
    if (seen < 0.4) return null;
    strength += stepBetween(side, start + 0.03 * length, start + 0.97 * length) / STRONG_STEP / 4;
    total += seen / 4;
    least = Math.min(least, seen);
    overrun +=
      seenBetween(side, start - 0.16 * length, start - 0.05 * length) +
      seenBetween(side, start + 1.05 * length, start + 1.16 * length);
  }
  const confidence = 0.75 * total + 0.25 * least;
  const size = Math.sqrt(Math.abs(quadArea(corners)) / (plane.widthPx * plane.heightPx));
  const worth = LARGER_IS_WORTH * size + STRENGTH_IS_WORTH * strength - (OVERRUN_COSTS * overrun) / 4;
  return { confidence, score: confidence + worth };
}
