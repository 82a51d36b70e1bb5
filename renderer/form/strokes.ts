/** As `signature_pad` gives it: CSS pixels of the pad, milliseconds since the epoch. */
interface PadStroke {
  readonly points: readonly { readonly x: number; readonly y: number; readonly time: number }[];
}

/** So many points a stroke are kept at most; more than a minute of one line has fewer. */
const MAX_POINTS = 4000;
const MAX_STROKES = 200;

/** Strokes as shares of the pad's width and milliseconds since the first point. */
export function strokesOf(data: readonly PadStroke[], widthPx: number): [number, number, number][][] {
  const startMs = data[0]?.points[0]?.time ?? 0;
  const share = (px: number) => Math.min(1, Math.max(0, Math.round((px / widthPx) * 10_000) / 10_000));
  return data
    .slice(0, MAX_STROKES)
    .map(({ points }) =>
      points
        .slice(0, MAX_POINTS)
        .map(({ x, y, time }): [number, number, number] => [share(x), share(y), Math.max(0, time - startMs)]),
    );
}
