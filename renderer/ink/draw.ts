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
    const path = new Path2D();
    for (const [at, [x, y]] of lineOf(mark).entries()) {
      const on = place.toScreen({ x, y });
      if (mark.kind === 'point') path.arc(on.x, on.y, RING_PENS * penPx, 0, 2 * Math.PI);
      else if (at === 0) path.moveTo(on.x, on.y);
      else path.lineTo(on.x, on.y);
      // A touch that did not move is a dot.
      if (mark.kind !== 'point' && at === 0) path.lineTo(on.x, on.y);
    }
    context.strokeStyle = halo;
    context.lineWidth = penPx * HALO_TIMES;
    context.stroke(path);
    context.strokeStyle = colourOf(mark);
    context.lineWidth = penPx;
    context.stroke(path);
    if (mark.kind === 'point') {
      const [last] = lineOf(mark);
      if (!last) continue;
      const on = place.toScreen({ x: last[0], y: last[1] });
      const dot = new Path2D();
      dot.arc(on.x, on.y, penPx, 0, 2 * Math.PI);
      context.fillStyle = colourOf(mark);
      context.fill(dot);
    }
  }
  context.globalAlpha = 1;
}
