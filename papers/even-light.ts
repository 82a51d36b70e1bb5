import { type ColourPicture, shrinkPicture } from './picture.ts';

/** Long side at which the light of the paper is looked at, in pixels: print is gone there, a shadow's edge is not. */
const LIGHT_PX = 96;
/** Print and seals up to twice this wide, in pixels at that size, have no say in the light. */
const PRINT_PX = 4;
/** Level that the paper gets, 0–255: white, with room for what is brighter. */
const PAPER_LEVEL = 245;
/** Darker places are not lifted further: on a photograph or a dark card nothing is paper. */
const MOST_LIFT = 3.5;

/**
 * The picture of a page with its shadow and gradient divided out, so that its paper is equally white everywhere. All three
 * colours of a place are lifted by the same factor, so that a seal stays red. The picture should show the page alone.
 */
export function evenLight(page: ColourPicture): ColourPicture {
  const light = paperLight(page);
  const data = new Uint8ClampedArray(page.data.length);
  for (let y = 0, at = 0; y < page.heightPx; y++) {
    const row = Math.max(0, Math.min(light.heightPx - 1, ((y + 0.5) * light.heightPx) / page.heightPx - 0.5));
    const above = Math.floor(row) * light.widthPx;
    const below = Math.min(light.heightPx - 1, Math.floor(row) + 1) * light.widthPx;
    const fy = row - Math.floor(row);
    for (let x = 0; x < page.widthPx; x++, at += 4) {
      const column = Math.max(0, Math.min(light.widthPx - 1, ((x + 0.5) * light.widthPx) / page.widthPx - 0.5));
      const left = Math.floor(column);
      const right = Math.min(light.widthPx - 1, left + 1);
      const fx = column - left;
      const upper = (light.data[above + left] as number) * (1 - fx) + (light.data[above + right] as number) * fx;
      const lower = (light.data[below + left] as number) * (1 - fx) + (light.data[below + right] as number) * fx;
      const lift = Math.min(MOST_LIFT, PAPER_LEVEL / Math.max(1, upper + (lower - upper) * fy));
      data[at] = (page.data[at] as number) * lift;
      data[at + 1] = (page.data[at + 1] as number) * lift;
      data[at + 2] = (page.data[at + 2] as number) * lift;
      data[at + 3] = 255;
    }
  }
  return { widthPx: page.widthPx, heightPx: page.heightPx, data };
}

/** The light that the paper sends back, as if nothing were printed on it: what is darker than all around is closed. */
function paperLight(page: ColourPicture) {
  const { widthPx, heightPx, data } = shrinkPicture(page, LIGHT_PX).picture;
  const bright = new Float32Array(widthPx * heightPx);
  // The strongest colour: red of a seal sends back as much as the paper around it.
  for (let to = 0, at = 0; to < bright.length; to++, at += 4) {
    bright[to] = Math.max(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  }
  const closed = around(around(bright, widthPx, heightPx, Math.max), widthPx, heightPx, Math.min);
  const mean = (a: number, b: number) => a + b;
  const soft = around(closed, widthPx, heightPx, mean, 1);
  return { widthPx, heightPx, data: soft.map((sum) => sum / 9) };
}

/** Folds the values within `reach` of each place along both axes; beyond the rim its own value stands. */
function around(
  from: Float32Array,
  widthPx: number,
  heightPx: number,
  fold: (a: number, b: number) => number,
  reach: number = PRINT_PX,
): Float32Array {
  const along = (values: Float32Array, step: number, length: number) => {
    const out = new Float32Array(values.length);
    for (let at = 0; at < values.length; at++) {
      const place = Math.floor(at / step) % length;
      const base = at - place * step;
      let value: number | null = null;
      for (let off = -reach; off <= reach; off++) {
        const near = values[base + Math.max(0, Math.min(length - 1, place + off)) * step] as number;
        value = value === null ? near : fold(value, near);
      }
      out[at] = value ?? 0;
    }
    return out;
  };
  return along(along(from, 1, widthPx), widthPx, heightPx);
}
