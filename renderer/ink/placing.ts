import { type Homography, homography, type Point, project, type Quad, UNIT_SQUARE } from '../../papers/geometry.ts';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where a picture of this size is seen in a box that shows it whole (`object-fit: contain`). */
export function shownBox(boxWidth: number, boxHeight: number, width: number, height: number): Box {
  if (width <= 0 || height <= 0) return { left: 0, top: 0, width: boxWidth, height: boxHeight };
  const scale = Math.min(boxWidth / width, boxHeight / height);
  const shown = { width: width * scale, height: height * scale };
  return { left: (boxWidth - shown.width) / 2, top: (boxHeight - shown.height) / 2, ...shown };
}

/** From places on a page to places on the screen, and back. */
export interface Placing {
  toScreen(place: Point): Point;
  toPage(place: Point): Point;
  /** Length of the page's mean side on the screen, in px: what is drawn on it grows with it. */
  readonly sidePx: number;
}

/**
 * @param box where the picture is seen on the screen
 * @param outline the page's corners in shares of the picture; null when the page is the whole picture
 * @returns null when the corners are none of a page
 */
export function placing(box: Box, outline: Quad | null): Placing | null {
  const corners = (outline ?? UNIT_SQUARE).map(({ x, y }) => ({
    x: box.left + x * box.width,
    y: box.top + y * box.height,
  })) as unknown as Quad;
  const there: Homography | null = homography(UNIT_SQUARE, corners);
  const back: Homography | null = homography(corners, UNIT_SQUARE);
  if (!there || !back) return null;
  const sides = corners.map((corner, at) => {
    const next = corners[(at + 1) % 4] as Point;
    return Math.hypot(next.x - corner.x, next.y - corner.y);
  });
  return {
    toScreen: (place) => project(there, place),
    toPage: (place) => project(back, place),
    sidePx: sides.reduce((sum, side) => sum + side, 0) / 4,
  };
}
