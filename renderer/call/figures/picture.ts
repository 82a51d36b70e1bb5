/** A grey picture, one byte for each pixel, row by row. */
export interface GreyPicture {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly grey: Uint8Array;
}

export interface PictureFigures {
  readonly meanLuma: number;
  readonly lumaDeviation: number;
  /** Variance of the Laplacian: the usual measure of focus, for pictures of one size compared with each other. */
  readonly sharpness: number;
}

/** Brightness as ITU-R BT.601 weighs it, from the RGBA bytes of a canvas. */
export function greyOf(rgba: Uint8ClampedArray, widthPx: number, heightPx: number): GreyPicture {
  const grey = new Uint8Array(widthPx * heightPx);
  for (let at = 0; at < grey.length; at++) {
    const [red = 0, green = 0, blue = 0] = [rgba[at * 4], rgba[at * 4 + 1], rgba[at * 4 + 2]];
    grey[at] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  }
  return { widthPx, heightPx, grey };
}

export function figuresOf({ widthPx, heightPx, grey }: GreyPicture): PictureFigures {
  const luma = spread(grey.length, (at) => grey[at] ?? 0);
  const inner = Math.max(0, widthPx - 2) * Math.max(0, heightPx - 2);
  const laplacian = spread(inner, (index) => {
    const at = (1 + Math.floor(index / (widthPx - 2))) * widthPx + 1 + (index % (widthPx - 2));
    const around = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - widthPx] ?? 0) + (grey[at + widthPx] ?? 0);
    return around - 4 * (grey[at] ?? 0);
  });
  return { meanLuma: luma.mean, lumaDeviation: Math.sqrt(luma.variance), sharpness: laplacian.variance };
}

/** Mean difference for each pixel, 0 to 255; exactly 0 when both are the same picture. */
export function differenceOf(one: GreyPicture, other: GreyPicture): number {
  let sum = 0;
  for (let at = 0; at < one.grey.length; at++) sum += Math.abs((one.grey[at] ?? 0) - (other.grey[at] ?? 0));
  return one.grey.length === 0 ? 0 : sum / one.grey.length;
}

function spread(count: number, value: (index: number) => number): { mean: number; variance: number } {
  if (count === 0) return { mean: 0, variance: 0 };
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < count; index++) {
    const one = value(index);
    sum += one;
    squares += one * one;
  }
  const mean = sum / count;
  return { mean, variance: Math.max(0, squares / count - mean * mean) };
}
