import { sampleAt } from '../../../electron/workers/ocr/image.ts';
import type { GreyImage } from '../../../papers/image.ts';
import { shrink } from './light.ts';

/** Tilts beyond this are a page laid wrongly, for the person at the desk to see. */
const MAX_TILT_DEGREES = 6;
const COARSE_STEP_DEGREES = 0.5;
const FINE_STEP_DEGREES = 0.1;
/** Width at which lines of text are still apart and a profile costs a few milliseconds. */
const PROFILE_WIDTH_PX = 700;
/** Less than this does not hurt reading; turning the picture would soften it for nothing. */
const IGNORED_TILT_DEGREES = 0.15;
/** Darker than this share of white counts as ink. */
const INK_BELOW = 150;

/** Coordinates of ink, thinned: enough for a profile. */
function inkOf(image: GreyImage): { xs: Float32Array; ys: Float32Array } {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let y = 0, at = 0; y < image.heightPx; y++) {
    for (let x = 0; x < image.widthPx; x++, at++) {
      // Only the lower edge of ink: large dark areas then weigh as little as a line.
      const below = image.data[at + image.widthPx];
      if ((image.data[at] ?? 255) < INK_BELOW && below !== undefined && below >= INK_BELOW) {
        xs.push(x - image.widthPx / 2);
        ys.push(y);
      }
    }
  }
  return { xs: Float32Array.from(xs), ys: Float32Array.from(ys) };
}

/** How much the ink gathers in rows when the page is turned back by this angle: the sum of squares of the row counts. */
function gathering(ink: { xs: Float32Array; ys: Float32Array }, heightPx: number, degrees: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const rows = new Float64Array(heightPx * 2);
  for (let index = 0; index < ink.xs.length; index++) {
    const row = Math.round((ink.ys[index] ?? 0) - (ink.xs[index] ?? 0) * slope + heightPx / 2);
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] ?? 0) + 1;
  }
  return rows.reduce((sum, count) => sum + count * count, 0);
}

/** Tilt of the lines of text in degrees, positive when they fall to the right; 0 when nothing is written. */
export function tiltDegrees(image: GreyImage): number {
  const small = shrink(image, Math.max(1, Math.round(image.widthPx / PROFILE_WIDTH_PX)));
  const ink = inkOf(small);
  if (ink.xs.length < 50) return 0;
  let best = 0;
  let most = -1;
  const search = (from: number, to: number, step: number) => {
    for (let degrees = from; degrees <= to + 1e-9; degrees += step) {
      const value = gathering(ink, small.heightPx, degrees);
      if (value > most) {
        most = value;
        best = degrees;
      }
    }
  };
  search(-MAX_TILT_DEGREES, MAX_TILT_DEGREES, COARSE_STEP_DEGREES);
  search(best - COARSE_STEP_DEGREES, best + COARSE_STEP_DEGREES, FINE_STEP_DEGREES);
  return Math.abs(best) < IGNORED_TILT_DEGREES ? 0 : best;
}

/** Turns the picture about its middle so that lines that fall by `degrees` become level; what comes in from outside is white. */
export function level(image: GreyImage, degrees: number): GreyImage {
  if (degrees === 0) return image;
  const { widthPx, heightPx } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const [fromX, fromY] = turned(x, y, widthPx, heightPx, degrees);
      data[at] = sampleAt(image, fromX, fromY, 255);
    }
  }
  return { widthPx, heightPx, data };
}

/** Where a point of the levelled picture lies in the picture as it was. */
export function turned(x: number, y: number, widthPx: number, heightPx: number, degrees: number): [number, number] {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const dx = x - widthPx / 2;
  const dy = y - heightPx / 2;
  return [widthPx / 2 + dx * cos - dy * sin, heightPx / 2 + dx * sin + dy * cos];
}
