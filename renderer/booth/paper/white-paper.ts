import type { ColourPicture } from '../../../papers/picture.ts';

/** Of the places looked at, so many have to be paper. */
const PAPER_SHARE = 0.6;
/** Paper is white, grey in the shade or cream: its darkest colour has at least this share of its strongest. */
const COLOURLESS = 0.72;
/** Places along each side: print and seals cover few of them. */
const PLACES = 48;

/**
 * Whether a page is a sheet with print on it, of which the light can be taken to be equal everywhere. On a coloured card,
 * a cover or a photograph what is dark is so by itself.
 */
export function isWhitePaper({ widthPx, heightPx, data }: ColourPicture): boolean {
  let paper = 0;
  for (let row = 0; row < PLACES; row++) {
    const y = Math.floor(((row + 0.5) * heightPx) / PLACES);
    for (let column = 0; column < PLACES; column++) {
      const at = (y * widthPx + Math.floor(((column + 0.5) * widthPx) / PLACES)) * 4;
      const colours = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
      if (Math.min(...colours) >= COLOURLESS * Math.max(...colours)) paper++;
    }
  }
  return paper >= PAPER_SHARE * PLACES * PLACES;
}
