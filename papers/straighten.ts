import { distance, homography, type Point, project, type Quad, UNIT_SQUARE } from './geometry.ts';
import type { ColourPicture } from './picture.ts';

/** Long over short side of what people bring: ISO 216 paper (ISO 216:2007), cards (ISO/IEC 7810 ID-1). */
const KNOWN_ASPECTS = [Math.SQRT2, 85.6 / 53.98] as const;
/** A measured aspect this near to a known one, as a share, is that one. */
const KNOWN_WITHIN = 0.025;
const OUTSIDE = 255;

/**
 * Width over height of the flat page behind an outline, from its perspective and the picture's middle (Zhang and He,
 * "Whiteboard scanning and image enhancement", 2007, section 3). Where the page lies nearly square to the camera the
 * perspective says nothing, and the lengths of the sides say all.
 */
export function aspectOf(quad: Quad, widthPx: number, heightPx: number): number {
  const [a, b, c, d] = quad.map(({ x, y }) => ({ x: x - widthPx / 2, y: y - heightPx / 2 })) as unknown as Quad;
  const bySides = (distance(a, b) + distance(d, c)) / (distance(a, d) + distance(b, c));
  return known(byPerspective(a, b, c, d, Math.max(widthPx, heightPx)) ?? bySides);
}

function byPerspective(a: Point, b: Point, c: Point, d: Point, longPx: number): number | null {
  const map = homography(UNIT_SQUARE, [a, b, c, d]);
  if (!map) return null;
  const [h0, h1, , h3, h4, , h6, h7] = map as [number, number, number, number, number, number, number, number];
  // Both directions of the page stand square on each other in space: this gives the focal length.
  if (Math.abs(h6 * h7) < 1e-4) return null;
  const focal2 = -(h0 * h1 + h3 * h4) / (h6 * h7);
  const focal = Math.sqrt(focal2);
  if (!(focal > 0.5 * longPx && focal < 4 * longPx)) return null;
  const across = (h0 * h0 + h3 * h3) / focal2 + h6 * h6;
  const down = (h1 * h1 + h4 * h4) / focal2 + h7 * h7;
  return Math.sqrt(across / down);
}

function known(aspect: number): number {
  const long = Math.max(aspect, 1 / aspect);
  const near = KNOWN_ASPECTS.find((one) => Math.abs(long / one - 1) < KNOWN_WITHIN);
  if (near === undefined) return aspect;
  return aspect >= 1 ? near : 1 / near;
}

/**
 * The page as if seen from straight above, its first corner at the upper left, with as many pixels as its longest sides
 * have in the picture, at most `longSidePx`. Null for an outline that encloses nothing.
 */
export function straighten(picture: ColourPicture, quad: Quad, longSidePx: number): ColourPicture | null {
  const [a, b, c, d] = quad;
  const aspect = aspectOf(quad, picture.widthPx, picture.heightPx);
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(a, d), distance(b, c));
  const fitted = Math.max(across, down * aspect);
  const shrink = Math.min(1, longSidePx / Math.max(fitted, fitted / aspect));
  const widthPx = Math.max(1, Math.round(fitted * shrink));
  const heightPx = Math.max(1, Math.round((fitted / aspect) * shrink));
  const toPicture = homography(
    [
      { x: 0, y: 0 },
      { x: widthPx, y: 0 },
      { x: widthPx, y: heightPx },
      { x: 0, y: heightPx },
    ],
    quad,
  );
  if (!toPicture) return null;
  const data = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      const from = project(toPicture, { x: x + 0.5, y: y + 0.5 });
      sample(picture, from.x - 0.5, from.y - 0.5, data, to);
    }
  }
  return { widthPx, heightPx, data };
}

function sample(
  { widthPx, heightPx, data }: ColourPicture,
  x: number,
  y: number,
  out: Uint8ClampedArray,
  to: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  out[to + 3] = 255;
  if (left < 0 || top < 0 || left + 1 >= widthPx || top + 1 >= heightPx) {
    out.fill(OUTSIDE, to, to + 3);
    return;
  }
  const at = (top * widthPx + left) * 4;
  const below = at + widthPx * 4;
  const fx = x - left;
  const fy = y - top;
  for (let channel = 0; channel < 3; channel++) {
    const upper = (data[at + channel] as number) * (1 - fx) + (data[at + 4 + channel] as number) * fx;
    const lower = (data[below + channel] as number) * (1 - fx) + (data[below + 4 + channel] as number) * fx;
    out[to + channel] = upper + (lower - upper) * fy;
  }
}
