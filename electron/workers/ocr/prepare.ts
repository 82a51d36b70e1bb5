import type { GreyImage } from '../../../papers/image.ts';
import { resize } from './image.ts';

/** A longer picture costs time and brings no truth: at this side a page of A4 has 200 dots an inch. */
const LONGEST_SIDE_PX = 2400;

/** A picture of a size that is read in reasonable time. */
export function prepare(image: GreyImage): GreyImage {
  const longest = Math.max(image.widthPx, image.heightPx);
  return longest > LONGEST_SIDE_PX ? resize(image, LONGEST_SIDE_PX / longest) : image;
}
