import type { Point } from '../../papers/geometry.ts';
import type { SeenMark } from '../call/marks/marks.ts';
import type { Placing } from './placing.ts';

/** Of the page's side: a felt pen on A4. */
const PEN_SHARE = 0.007;
const LEAST_PEN_PX = 2.5;
/** The halo that keeps a line apart from print and stamps of its own colour. */
const HALO_TIMES = 2;
/** The ring of a pointing finger, in pens. */
const RING_PENS = 4;
const ROUND_STEPS = 48;

type Place = readonly [x: number, y: number];

/** The line of a mark, in places on the page. */
function lineOf({ kind, points }: SeenMark): readonly Place[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  if (kind === 'stroke') return points.map(([x, y]) => [x, y]);
  if (kind === 'point') return [[last[0], last[1]]];
  if (kind === 'underline') {
    return [
      [first[0], first[1]],
      [last[0], last[1]],
    ];
  }
  const [x, y] = [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
  const [rx, ry] = [Math.abs(last[0] - first[0]) / 2, Math.abs(last[1] - first[1]) / 2];
  return Array.from({ length: ROUND_STEPS + 1 }, (_, step) => {
    const angle = (2 * Math.PI * step) / ROUND_STEPS;
    return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
  });
}

function circle({ x, y }: Point, radiusPx: number): Path2D {
  const path = new Path2D();
  path.arc(x, y, radiusPx, 0, 2 * Math.PI);
  return path;
}

/** Draws marks onto a canvas that lies over the picture; nothing of the picture is touched. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: readonly SeenMark[],
  place: Placing,
  colourOf: (mark: SeenMark) => string,
  halo: string,
): void {
  const penPx = Math.max(LEAST_PEN_PX, PEN_SHARE * place.sidePx);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const mark of marks) {
    context.globalAlpha = mark.strength;
    const [first, ...rest] = lineOf(mark).map(([x, y]) => place.toScreen({ x, y }));
    if (!first) continue;
    const dot = (radiusPx: number, colour: string) => {
      context.fillStyle = colour;
      context.fill(circle(first, radiusPx));
    };
    // A touch that did not move: browsers differ on whether a line of no length is seen.
    if (rest.length === 0 && mark.kind !== 'point') {
      dot((penPx * HALO_TIMES) / 2, halo);
      dot(penPx / 2, colourOf(mark));
      continue;
    }
    const path = mark.kind === 'point' ? circle(first, RING_PENS * penPx) : new Path2D();
    if (mark.kind !== 'point') path.moveTo(first.x, first.y);
    for (const { x, y } of rest) path.lineTo(x, y);
    context.strokeStyle = halo;
    context.lineWidth = penPx * HALO_TIMES;
    context.stroke(path);
    context.strokeStyle = colourOf(mark);
    context.lineWidth = penPx;
    context.stroke(path);
    if (mark.kind === 'point') dot(penPx, colourOf(mark));
  }
  context.globalAlpha = 1;
}
