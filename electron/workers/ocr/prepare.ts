import type { Box } from '../../../contracts/domain/paper.ts';
import type { GreyImage } from '../../../papers/image.ts';
import { type PixelBox, resize } from './image.ts';
import { evenLight } from './light.ts';
import { level, tiltDegrees, turned } from './tilt.ts';

/** A longer picture costs time and brings no truth: at this side a page of A4 has 200 dots an inch. */
const LONGEST_SIDE_PX = 2400;

/** A page made ready for the engine, and how it became so. */
export interface LevelledPage {
  readonly image: GreyImage;
  readonly tiltDegrees: number;
}

/** Even light, level lines, and a size that the engine reads in reasonable time. */
export function prepare(image: GreyImage): LevelledPage {
  const longest = Math.max(image.widthPx, image.heightPx);
  const lit = evenLight(longest > LONGEST_SIDE_PX ? resize(image, LONGEST_SIDE_PX / longest) : image);
  const degrees = tiltDegrees(lit);
  return { image: level(lit, degrees), tiltDegrees: degrees };
}

/** The place of a box of the levelled page on the picture as it was taken, in shares of its sides. */
export function shareOf({ image, tiltDegrees: degrees }: LevelledPage, box: PixelBox): Box {
  const { widthPx, heightPx } = image;
  const corners = [
    [box.x0, box.y0],
    [box.x1, box.y0],
    [box.x0, box.y1],
    [box.x1, box.y1],
  ].map(([x = 0, y = 0]) => turned(x, y, widthPx, heightPx, degrees));
  const within = (value: number) => Math.max(0, Math.min(1, value));
  const xs = corners.map(([x]) => within(x / widthPx));
  const ys = corners.map(([, y]) => within(y / heightPx));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
