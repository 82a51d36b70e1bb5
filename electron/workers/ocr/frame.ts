import type { Box, QuarterTurns } from '../../../contracts/domain/paper.ts';
import type { PixelBox } from './image.ts';
import type { ReadLine } from './lines/reader.ts';
import { heightOfRect, lengthOf, type Point, pointAt, type Slanted } from './lines/rect.ts';
import type { Glyph } from './page.ts';

/** A picture of a page and the direction its text runs in: all layout is judged with the lines laid level. */
export interface Frame {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Of the reading direction, in radians; π is a page on its head. */
  readonly angle: number;
}

/** The frame of a picture whose lines were read; long lines say more about its direction. */
export function frameOf(
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  lines: readonly ReadLine[],
): Frame {
  let [x, y] = [0, 0];
  for (const { place } of lines) {
    const weight = lengthOf(place.across) > 2 * lengthOf(place.down) ? 1 : 0.01;
    x += place.across.x * weight;
    y += place.across.y * weight;
  }
  return { widthPx, heightPx, angle: x === 0 && y === 0 ? 0 : Math.atan2(y, x) };
}

/** How the picture has to be turned for its lines to run from left to right. */
export function uprightTurn({ angle }: Frame): QuarterTurns {
  const quarters = Math.round(angle / (Math.PI / 2));
  return (((-quarters % 4) + 4) % 4) as QuarterTurns;
}

/** Turns about the middle of the picture. */
function turn({ widthPx, heightPx }: Frame, { x, y }: Point, angle: number): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [dx, dy] = [x - widthPx / 2, y - heightPx / 2];
  return { x: widthPx / 2 + dx * cos - dy * sin, y: heightPx / 2 + dx * sin + dy * cos };
}

/** The detector draws its lines higher than the characters are, by about this. */
const CHARACTER_SHARE = 0.8;
/** Width of a character in heights of its line, as printed. */
const HAN_WIDTH = 0.75;
const LATIN_WIDTH = 0.42;

/** The characters of a line with their places on the levelled page. */
export function glyphsOn(frame: Frame, { place, glyphs }: ReadLine): Glyph[] {
  const height = heightOfRect(place);
  const blanks = new Set(glyphs.filter((_, at) => glyphs[at - 1]?.text.trim() === ''));
  return glyphs
    .filter(({ text }) => text.trim() !== '')
    .map((glyph) => {
      const { text, confidence, from, to } = glyph;
      const middle = turn(frame, pointAt(place, (from + to) / 2, 0.5), -frame.angle);
      const halfWidth =
        (height * (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(text) ? HAN_WIDTH : LATIN_WIDTH)) / 2;
      const halfHeight = (height * CHARACTER_SHARE) / 2;
      const box = {
        x0: middle.x - halfWidth,
        y0: middle.y - halfHeight,
        x1: middle.x + halfWidth,
        y1: middle.y + halfHeight,
      };
      return { text, confidence: Math.min(1, confidence), box, ...(blanks.has(glyph) ? { isSpaced: true } : {}) };
    });
}

/** A box of the levelled page as a place in the picture, with `rim` heights more around it. */
export function placeOf(frame: Frame, { x0, y0, x1, y1 }: PixelBox, rim: { across: number; down: number }): Slanted {
  const height = y1 - y0;
  const [halfWidth, halfHeight] = [(x1 - x0) / 2 + rim.across * height, height / 2 + rim.down * height];
  const [cos, sin] = [Math.cos(frame.angle), Math.sin(frame.angle)];
  return {
    middle: turn(frame, { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }, frame.angle),
    across: { x: halfWidth * cos, y: halfWidth * sin },
    down: { x: -halfHeight * sin, y: halfHeight * cos },
  };
}

/** A box of the levelled page on the picture, in shares of its sides. */
export function shareOf(frame: Frame, box: PixelBox): Box {
  const place = placeOf(frame, box, { across: 0, down: 0 });
  const corners = [pointAt(place, 0, 0), pointAt(place, 1, 0), pointAt(place, 0, 1), pointAt(place, 1, 1)];
  const within = (value: number) => Math.max(0, Math.min(1, value));
  const xs = corners.map(({ x }) => within(x / frame.widthPx));
  const ys = corners.map(({ y }) => within(y / frame.heightPx));
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
