/** A place in a picture; unit as the picture it belongs to says: pixels, or shares (0–1) of width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners, clockwise as seen. */
export type Quad = readonly [Point, Point, Point, Point];

/** Points (x, y) with nx·x + ny·y = rho; (nx, ny) has length 1. */
export interface Line {
  readonly nx: number;
  readonly ny: number;
  readonly rho: number;
}

/** Where two lines cross; null when they run side by side. */
export function crossing(a: Line, b: Line): Point | null {
  const determinant = a.nx * b.ny - a.ny * b.nx;
  if (Math.abs(determinant) < 1e-6) return null;
  return { x: (a.rho * b.ny - b.rho * a.ny) / determinant, y: (a.nx * b.rho - b.nx * a.rho) / determinant };
}

export const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

/** Area by the shoelace formula; positive when the corners go clockwise on a screen. */
export function quadArea(quad: Quad): number {
  let twice = 0;
  for (let at = 0; at < 4; at++) {
    const from = quad[at] as Point;
    const to = quad[(at + 1) % 4] as Point;
    twice += from.x * to.y - to.x * from.y;
  }
  return twice / 2;
}

/** The same corners beginning with another. */
export function turnQuad(quad: Quad, steps: number): Quad {
  const at = (index: number) => quad[(((index + steps) % 4) + 4) % 4] as Point;
  return [at(0), at(1), at(2), at(3)];
}

/** The corners beginning with the one nearest to the picture's upper left. */
export function fromUpperLeft(quad: Quad): Quad {
  let best = 0;
  for (let at = 1; at < 4; at++) {
    const point = quad[at] as Point;
    const least = quad[best] as Point;
    if (point.x + point.y < least.x + least.y) best = at;
  }
  return turnQuad(quad, best);
}

export const scaleQuad = (quad: Quad, x: number, y = x): Quad =>
  quad.map((point) => ({ x: point.x * x, y: point.y * y })) as unknown as Quad;

/** Largest distance of corresponding corners, whichever corner either begins with. */
export function quadDistance(a: Quad, b: Quad): number {
  let best = Number.POSITIVE_INFINITY;
  for (let steps = 0; steps < 4; steps++) {
    const turned = turnQuad(b, steps);
    best = Math.min(best, Math.max(...a.map((point, at) => distance(point, turned[at] as Point))));
  }
  return best;
}

/** A projective map of the plane: nine numbers, rows first, the last of them 1. */
export type Homography = readonly number[];

export function project(h: Homography, { x, y }: Point): Point {
  const w = (h[6] as number) * x + (h[7] as number) * y + (h[8] as number);
  return {
    x: ((h[0] as number) * x + (h[1] as number) * y + (h[2] as number)) / w,
    y: ((h[3] as number) * x + (h[4] as number) * y + (h[5] as number)) / w,
  };
}

/** The map that takes each corner of `from` to the same of `to`; null when three corners lie on one line. */
export function homography(from: Quad, to: Quad): Homography | null {
  const rows: number[][] = [];
  for (let at = 0; at < 4; at++) {
    const { x, y } = from[at] as Point;
    const { x: u, y: v } = to[at] as Point;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  const solved = solve(rows);
  return solved && [...solved, 1];
}

/** Solves n equations in n unknowns, each row its coefficients and the right side (Gauss, with pivots). */
export function solve(rows: number[][]): number[] | null {
  const n = rows.length;
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    }
    const chosen = rows[pivot] as number[];
    if (Math.abs(chosen[column] as number) < 1e-12) return null;
    rows[pivot] = rows[column] as number[];
    rows[column] = chosen;
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const other = rows[row] as number[];
      const factor = (other[column] as number) / (chosen[column] as number);
      if (factor === 0) continue;
      for (let at = column; at <= n; at++) other[at] = (other[at] as number) - factor * (chosen[at] as number);
    }
  }
  return rows.map((row, at) => (row[n] as number) / (row[at] as number));
}

export const UNIT_SQUARE: Quad = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];
