/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle at any angle; `across` and `down` are its half sides as vectors from the middle. */
export interface Slanted {
  readonly middle: Point;
  /** Half of the side along the text, in reading direction. */
  readonly across: Point;
  /** Half of the side from the upper edge of the text to the lower. */
  readonly down: Point;
}

export const lengthOf = ({ x, y }: Point) => Math.hypot(x, y);
export const widthOf = (rect: Slanted) => 2 * lengthOf(rect.across);
export const heightOfRect = (rect: Slanted) => 2 * lengthOf(rect.down);
/** Angle of the reading direction, in radians. */
export const angleOf = (rect: Slanted) => Math.atan2(rect.across.y, rect.across.x);

/** The point at shares of the sides: (0, 0) is the upper left corner as read, (1, 1) the lower right. */
export function pointAt({ middle, across, down }: Slanted, u: number, v: number): Point {
  const [s, t] = [2 * u - 1, 2 * v - 1];
  return { x: middle.x + s * across.x + t * down.x, y: middle.y + s * across.y + t * down.y };
}

/** Convex hull, counter-clockwise (Andrew's monotone chain). */
export function hullOf(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length >= 2) {
        const [a, b] = [chain.at(-2) as Point, chain.at(-1) as Point];
        if ((b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** The rectangle of least area around a hull; its longer side counts as the reading direction, to the right. */
export function smallestRect(hull: readonly Point[]): Slanted {
  let best: { area: number; angle: number; box: [number, number, number, number] } | null = null;
  for (const [index, from] of hull.entries()) {
    const to = hull[(index + 1) % hull.length] ?? from;
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const box = extent(hull, angle);
    const area = (box[2] - box[0]) * (box[3] - box[1]);
    if (!best || area < best.area) best = { area, angle, box };
  }
  const { angle, box } = best ?? { angle: 0, box: extent(hull, 0) };
  return rectOf(angle, box);
}

/** Least and largest coordinate along an angle and across it. */
function extent(points: readonly Point[], angle: number): [number, number, number, number] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    box[0] = Math.min(box[0], u);
    box[1] = Math.min(box[1], v);
    box[2] = Math.max(box[2], u);
    box[3] = Math.max(box[3], v);
  }
  return box;
}

function rectOf(angle: number, [u0, v0, u1, v1]: readonly [number, number, number, number]): Slanted {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2];
  const middle = { x: u * cos - v * sin, y: u * sin + v * cos };
  const [a, b] = [(u1 - u0) / 2, (v1 - v0) / 2];
  const long = { x: a * cos, y: a * sin };
  const short = { x: -b * sin, y: b * cos };
  const rect =
    a >= b ? { middle, across: long, down: short } : { middle, across: short, down: { x: -long.x, y: -long.y } };
  return rect.across.x < 0 ? turnedAround(rect) : rect;
}

/** The same rectangle, read the other way round. */
export function turnedAround({ middle, across, down }: Slanted): Slanted {
  return { middle, across: { x: -across.x, y: -across.y }, down: { x: -down.x, y: -down.y } };
}

/** The same rectangle with the side as reading direction that lies closest to `angle`. */
export function readAlong(rect: Slanted, angle: number): Slanted {
  const { middle, across, down } = rect;
  const wanted = { x: Math.cos(angle), y: Math.sin(angle) };
  const turns: Slanted[] = [
    rect,
    turnedAround(rect),
    { middle, across: down, down: { x: -across.x, y: -across.y } },
    { middle, across: { x: -down.x, y: -down.y }, down: across },
  ];
  const along = (one: Slanted) =>
    (one.across.x * wanted.x + one.across.y * wanted.y) / Math.max(1e-9, lengthOf(one.across));
  return turns.reduce((best, one) => (along(one) > along(best) ? one : best));
}

/** The rectangle with `by` pixels more on every side. */
export function widened({ middle, across, down }: Slanted, by: number): Slanted {
  const longer = (side: Point) => {
    const factor = 1 + by / Math.max(1e-9, lengthOf(side));
    return { x: side.x * factor, y: side.y * factor };
  };
  return { middle, across: longer(across), down: longer(down) };
}
