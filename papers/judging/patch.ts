import { distance, homography, type Point, project, type Quad } from '../geometry.ts';
import { type ColourPicture, shrinkPicture } from '../picture.ts';

/** A page as seen from above with a rim of what lies around it, in a few pixels: enough to judge it. */
export interface Patch {
  /** RGBA; opacity 0 where the picture ends. */
  readonly picture: ColourPicture;
  /** The page lies from here… */
  readonly left: number;
  readonly top: number;
  /** …so far, in pixels of the patch. */
  readonly pageWidthPx: number;
  readonly pageHeightPx: number;
  /** Pixels of the patch for one of the picture. */
  readonly scale: number;
}

/** Share of the page's long side that is shown around it. */
const RIM_SHARE = 0.08;

/** The page in `pageLongPx` pixels along its long side, with a rim around it; null for an outline without area. */
export function makePatch(whole: ColourPicture, outline: Quad, pageLongPx: number): Patch | null {
  const longPx = longestSide(outline);
  // A picture with at most twice the pixels: every pixel of the patch is a mean over what it stands for.
  const { picture, scale: shrunk } = shrinkPicture(
    whole,
    Math.ceil((Math.max(whole.widthPx, whole.heightPx) * pageLongPx * 1.4) / Math.max(1, longPx)),
  );
  const [a, b, c, d] = outline.map(({ x, y }) => ({ x: x * shrunk, y: y * shrunk })) as unknown as Quad;
  const across = (distance(a, b) + distance(d, c)) / 2;
  const down = (distance(a, d) + distance(b, c)) / 2;
  const scale = pageLongPx / Math.max(across, down, 1);
  const pageWidthPx = Math.max(8, Math.round(across * scale));
  const pageHeightPx = Math.max(8, Math.round(down * scale));
  const rim = Math.round(pageLongPx * RIM_SHARE);
  const corner = (x: number, y: number): Point => ({ x: x + rim, y: y + rim });
  const toPicture = homography(
    [corner(0, 0), corner(pageWidthPx, 0), corner(pageWidthPx, pageHeightPx), corner(0, pageHeightPx)],
    [a, b, c, d],
  );
  if (!toPicture) return null;
  const widthPx = pageWidthPx + 2 * rim;
  const heightPx = pageHeightPx + 2 * rim;
  const data = new Uint8ClampedArray(widthPx * heightPx * 4);
  const from = picture.data;
  const rowStep = picture.widthPx * 4;
  for (let y = 0, to = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, to += 4) {
      const spot = project(toPicture, { x: x + 0.5, y: y + 0.5 });
      const left = Math.floor(spot.x - 0.5);
      const top = Math.floor(spot.y - 0.5);
      if (left < 0 || top < 0 || left + 1 >= picture.widthPx || top + 1 >= picture.heightPx) continue;
      const at = top * rowStep + left * 4;
      const fx = spot.x - 0.5 - left;
      const fy = spot.y - 0.5 - top;
      for (let channel = 0; channel < 3; channel++) {
        const near = at + channel;
        const upper = (from[near] as number) * (1 - fx) + (from[near + 4] as number) * fx;
        const lower = (from[near + rowStep] as number) * (1 - fx) + (from[near + rowStep + 4] as number) * fx;
        data[to + channel] = upper + (lower - upper) * fy;
      }
      data[to + 3] = 255;
    }
  }
  return {
    picture: { widthPx, heightPx, data },
    left: rim,
    top: rim,
    pageWidthPx,
    pageHeightPx,
    scale: scale * shrunk,
  };
}

export function longestSide(quad: Quad): number {
  return Math.max(...quad.map((point, at) => distance(point, quad[(at + 1) % 4] as Point)));
}
