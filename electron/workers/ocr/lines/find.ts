import { hullOf, lengthOf, type Point, type Slanted, smallestRect, widened } from './rect.ts';

/** Where text is likely, as the detector says it: one probability a pixel, rows from the top. */
export interface TextMap {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Float32Array;
}

/** From this probability a pixel belongs to text (DB: Liao et al. 2020, arXiv:1911.08947; PP-OCR's det_db_thresh). */
const TEXT_FROM = 0.3;
/** Mean probability from which a patch counts as a line. */
const LINE_FROM = 0.5;
/** The detector shrinks lines to part them; so much they are widened again (PP-OCR's unclip ratio). */
const UNCLIP_RATIO = 1.6;
/** Patches lower than this in the map are specks. */
const LOWEST_PX = 3;

interface Patch {
  readonly edge: Point[];
  readonly mean: number;
}

/** Connected patches of text with their left and right ends in each row, which is all that a hull needs. */
function patchesOf({ widthPx, heightPx, data }: TextMap): Patch[] {
  const seen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const patches: Patch[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] ?? 0) < TEXT_FROM) continue;
    let size = 0;
    let sum = 0;
    let count = 0;
    const ends = new Map<number, [number, number]>();
    seen[start] = 1;
    stack[size++] = start;
    while (size > 0) {
      const at = stack[--size] ?? 0;
      const x = at % widthPx;
      const y = (at - x) / widthPx;
      sum += data[at] ?? 0;
      count++;
      const row = ends.get(y);
      if (!row) ends.set(y, [x, x]);
      else if (x < row[0]) row[0] = x;
      else if (x > row[1]) row[1] = x;
      const visit = (next: number) => {
        if (seen[next] || (data[next] ?? 0) < TEXT_FROM) return;
        seen[next] = 1;
        stack[size++] = next;
      };
      if (x > 0) visit(at - 1);
      if (x + 1 < widthPx) visit(at + 1);
      if (y > 0) visit(at - widthPx);
      if (y + 1 < heightPx) visit(at + widthPx);
    }
    const edge: Point[] = [];
    // Corners of the pixels, not their middles: a line one pixel high has a height.
    for (const [y, [from, to]] of ends) {
      edge.push({ x: from, y }, { x: to + 1, y }, { x: from, y: y + 1 }, { x: to + 1, y: y + 1 });
    }
    patches.push({ edge, mean: sum / count });
  }
  return patches;
}

/** The lines of text in a map, each as a rectangle at its own angle. */
export function linesIn(map: TextMap): Slanted[] {
  const lines: Slanted[] = [];
  for (const { edge, mean } of patchesOf(map)) {
    if (mean < LINE_FROM) continue;
    const rect = smallestRect(hullOf(edge));
    const [a, b] = [lengthOf(rect.across), lengthOf(rect.down)];
    if (2 * b < LOWEST_PX) continue;
    lines.push(widened(rect, ((a * b) / (a + b)) * UNCLIP_RATIO));
  }
  return lines;
}

const BIN_DEGREES = 1;
const BINS = 180 / BIN_DEGREES;
/** Lines within this of the commonest angle speak for the page; seals and specks do not. */
const AGREEING_RADIANS = (4 * Math.PI) / 180;

/** Direction that most text runs in, in radians from −π/2 to π/2; long lines say more. Null without a line. */
export function commonAngle(lines: readonly Slanted[]): number | null {
  const bins = new Float64Array(BINS);
  const weighed = lines.map((line) => {
    const [along, high] = [lengthOf(line.across), lengthOf(line.down)];
    const angle = Math.atan2(line.across.y, line.across.x);
    // A patch about as high as wide has no direction.
    return { angle, weight: along > 2 * high ? along : along * 0.01 };
  });
  const binOf = (angle: number) => Math.floor(((angle + Math.PI / 2) / Math.PI) * BINS + BINS) % BINS;
  for (const { angle, weight } of weighed) {
    for (let near = -3; near <= 3; near++) {
      const bin = (binOf(angle) + near + BINS) % BINS;
      bins[bin] = (bins[bin] ?? 0) + weight * (4 - Math.abs(near));
    }
  }
  const top = bins.indexOf(Math.max(...bins));
  const about = ((top + 0.5) / BINS) * Math.PI - Math.PI / 2;
  let sum = 0;
  let total = 0;
  for (const { angle, weight } of weighed) {
    const off = halfTurn(angle - about);
    if (Math.abs(off) > AGREEING_RADIANS) continue;
    sum += off * weight;
    total += weight;
  }
  return total > 0 ? halfTurn(about + sum / total) : null;
}

/** An angle between directions that know no forwards: −π/2 to π/2. */
function halfTurn(angle: number): number {
  return angle - Math.PI * Math.round(angle / Math.PI);
}
