/** The screen as cells to wipe over, each at least as large as a finger's target. */
export interface TouchGridSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Point {
  /** From the left and the top edge of the screen, in CSS px. */
  readonly x: number;
  readonly y: number;
}

export function touchGridOf(widthPx: number, heightPx: number, cellPx: number): TouchGridSize {
  return { columns: Math.max(1, Math.floor(widthPx / cellPx)), rows: Math.max(1, Math.floor(heightPx / cellPx)) };
}

/** Index of the cell under a point, counted row by row. Points beyond an edge belong to the cell at that edge. */
export function cellAt(grid: TouchGridSize, widthPx: number, heightPx: number, point: Point): number {
  const column = Math.min(grid.columns - 1, Math.max(0, Math.floor((point.x / widthPx) * grid.columns)));
  const row = Math.min(grid.rows - 1, Math.max(0, Math.floor((point.y / heightPx) * grid.rows)));
  return row * grid.columns + column;
}

/**
 * The cells that a finger passed on its way between two reports: screens report a hundred times a second, a quick finger
 * crosses several cells meanwhile. A jump longer than two cells is not bridged: that is what a dead strip looks like.
 */
export function cellsBetween(
  grid: TouchGridSize,
  widthPx: number,
  heightPx: number,
  from: Point,
  to: Point,
): readonly number[] {
  const cellPx = Math.min(widthPx / grid.columns, heightPx / grid.rows);
  const lengthPx = Math.hypot(to.x - from.x, to.y - from.y);
  if (lengthPx > 2 * cellPx) return [cellAt(grid, widthPx, heightPx, to)];
  const steps = Math.max(1, Math.ceil(lengthPx / (cellPx / 4)));
  const found = new Set<number>();
  for (let step = 0; step <= steps; step++) {
    const part = step / steps;
    const point = { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    found.add(cellAt(grid, widthPx, heightPx, point));
  }
  return [...found];
}
