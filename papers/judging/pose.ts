import { homography, type Point, type Quad, UNIT_SQUARE } from '../geometry.ts';

/**
 * Focal length over the picture's width. Document cameras see 40 to 55° across; a guess that is off by a third puts the
 * angle off by about as much, which a page that lies nearly flat does not notice.
 */
const USUAL_FOCAL = 1.2;

/** How steep a page lies against the camera, in degrees: the angle between where it faces and where the camera looks. */
export function tiltOf(outline: Quad, widthPx: number, heightPx: number, focalWidths: number = USUAL_FOCAL): number {
  const focal = focalWidths * Math.max(widthPx, heightPx);
  const centred = outline.map(({ x, y }: Point) => ({
    x: (x - widthPx / 2) / focal,
    y: (y - heightPx / 2) / focal,
  })) as unknown as Quad;
  const map = homography(UNIT_SQUARE, centred);
  if (!map) return 90;
  const [h0, h1, , h3, h4, , h6, h7] = map as [number, number, number, number, number, number, number, number];
  // Both columns are directions of the page in space (Zhang, "A flexible new technique for camera calibration", 2000);
  // they span it, whatever its aspect.
  const normal = { x: h3 * h7 - h6 * h4, y: h6 * h1 - h0 * h7, z: h0 * h4 - h3 * h1 };
  const length = Math.hypot(normal.x, normal.y, normal.z);
  return length === 0 ? 90 : (Math.acos(Math.min(1, Math.abs(normal.z) / length)) * 180) / Math.PI;
}
