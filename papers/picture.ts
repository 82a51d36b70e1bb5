/** A colour picture as a canvas gives it: RGBA, one byte each, rows from the top. Opacity is not looked at. */
export interface ColourPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Numbers on a grid of pixels: brightness, slopes, sums. */
export interface Plane {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Float32Array;
}

/**
 * The picture made smaller by averaging, at most `longSidePx` long; a smaller one stays as it is. `scale` is the new size
 * over the old.
 */
export function shrinkPicture(picture: ColourPicture, longSidePx: number): { picture: ColourPicture; scale: number } {
  const scale = longSidePx / Math.max(picture.widthPx, picture.heightPx);
  if (scale >= 1) return { picture, scale: 1 };
  const widthPx = Math.max(1, Math.round(picture.widthPx * scale));
  const heightPx = Math.max(1, Math.round(picture.heightPx * scale));
  const sums = new Uint32Array(widthPx * heightPx * 4);
  const columns = new Uint32Array(picture.widthPx);
  for (let x = 0; x < columns.length; x++) columns[x] = Math.floor((x * widthPx) / picture.widthPx) * 4;
  const { data } = picture;
  for (let y = 0, at = 0; y < picture.heightPx; y++) {
    const row = Math.floor((y * heightPx) / picture.heightPx) * widthPx * 4;
    for (let x = 0; x < picture.widthPx; x++, at += 4) {
      const to = row + (columns[x] as number);
      sums[to] = (sums[to] as number) + (data[at] as number);
      sums[to + 1] = (sums[to + 1] as number) + (data[at + 1] as number);
      sums[to + 2] = (sums[to + 2] as number) + (data[at + 2] as number);
      sums[to + 3] = (sums[to + 3] as number) + 1;
    }
  }
  const small = new Uint8ClampedArray(sums.length);
  for (let at = 0; at < sums.length; at += 4) {
    const count = sums[at + 3] as number;
    for (let channel = 0; channel < 3; channel++) {
      small[at + channel] = Math.round((sums[at + channel] as number) / count);
    }
    small[at + 3] = 255;
  }
  return { picture: { widthPx, heightPx, data: small }, scale };
}

/**
 * Brightness as paper is told from what it lies on: half grey, half the darkest channel, in which wood, skin and cloth are
 * dark and paper is not; its root, so that an edge in the shadow counts as much as one in the light. 0–255.
 */
export function paperness({ widthPx, heightPx, data }: ColourPicture): Plane {
  const out = new Float32Array(widthPx * heightPx);
  for (let to = 0, at = 0; to < out.length; to++, at += 4) {
    const red = data[at] as number;
    const green = data[at + 1] as number;
    const blue = data[at + 2] as number;
    const grey = 0.3 * red + 0.59 * green + 0.11 * blue;
    const darkest = red < green ? Math.min(red, blue) : Math.min(green, blue);
    out[to] = Math.sqrt(((grey + darkest) / 2) * 255);
  }
  return { widthPx, heightPx, data: out };
}

/** Mean over three by three pixels, twice: noise goes, edges stay where they are. */
export function smooth(plane: Plane): Plane {
  return blurOnce(blurOnce(plane));
}

function blurOnce({ widthPx, heightPx, data }: Plane): Plane {
  const across = new Float32Array(data.length);
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx;
    const last = row + widthPx - 1;
    for (let at = row; at <= last; at++) {
      const before = data[at > row ? at - 1 : at] as number;
      const after = data[at < last ? at + 1 : at] as number;
      across[at] = (before + (data[at] as number) + after) / 3;
    }
  }
  const out = new Float32Array(data.length);
  for (let y = 0; y < heightPx; y++) {
    const row = y * widthPx;
    const above = y > 0 ? row - widthPx : row;
    const below = y < heightPx - 1 ? row + widthPx : row;
    for (let x = 0; x < widthPx; x++) {
      out[row + x] = ((across[above + x] as number) + (across[row + x] as number) + (across[below + x] as number)) / 3;
    }
  }
  return { widthPx, heightPx, data: out };
}

/**
 * Takes away what is thinner than twice the radius, dark on bright and then bright on dark: print, and lines of a table.
 * A closing and an opening; both of their smallest-value passes are one of twice the reach.
 */
export function dropThin(plane: Plane, radiusPx: number): Plane {
  return extreme(extreme(extreme(plane, radiusPx, 1), 2 * radiusPx, -1), radiusPx, 1);
}

/** Largest (`sign` 1) or smallest (−1) value within `radiusPx` along both axes. */
function extreme({ widthPx, heightPx, data }: Plane, radiusPx: number, sign: 1 | -1): Plane {
  const out = Float32Array.from(data);
  if (sign < 0) negate(out);
  const line = new Float32Array(Math.max(widthPx, heightPx) + 2 * radiusPx);
  for (let y = 0; y < heightPx; y++) largestAlong(out, y * widthPx, 1, widthPx, radiusPx, line);
  for (let x = 0; x < widthPx; x++) largestAlong(out, x, widthPx, heightPx, radiusPx, line);
  if (sign < 0) negate(out);
  return { widthPx, heightPx, data: out };
}

/** In place: each of `count` values becomes the largest within `radius` of it. A window is made of two that overlap. */
function largestAlong(
  data: Float32Array,
  start: number,
  step: number,
  count: number,
  radius: number,
  line: Float32Array,
) {
  const length = count + 2 * radius;
  line.fill(Number.NEGATIVE_INFINITY, 0, radius);
  line.fill(Number.NEGATIVE_INFINITY, radius + count, length);
  for (let at = 0, from = start; at < count; at++, from += step) line[radius + at] = data[from] as number;
  const window = 2 * radius + 1;
  let reach = 1;
  while (reach < window) {
    const shift = Math.min(reach, window - reach);
    for (let at = 0; at + shift < length; at++) {
      const ahead = line[at + shift] as number;
      if (ahead > (line[at] as number)) line[at] = ahead;
    }
    reach += shift;
  }
  for (let at = 0, to = start; at < count; at++, to += step) data[to] = line[at] as number;
}

function negate(data: Float32Array): void {
  for (let at = 0; at < data.length; at++) data[at] = -(data[at] as number);
}
