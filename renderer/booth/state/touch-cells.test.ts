import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, cellsBetween, touchGridOf } from './touch-cells.ts';

const WIDTH = 1080;
const HEIGHT = 1920;
const grid = touchGridOf(WIDTH, HEIGHT, 72);
const point = fc.record({ x: fc.integer({ min: -5, max: WIDTH + 5 }), y: fc.integer({ min: -5, max: HEIGHT + 5 }) });

describe('touch cells', () => {
  it('fill the screen and are never smaller than asked', () => {
    expect(grid).toEqual({ columns: 15, rows: 26 });
    expect(cellAt(grid, WIDTH, HEIGHT, { x: 0, y: 0 })).toBe(0);
    expect(cellAt(grid, WIDTH, HEIGHT, { x: WIDTH, y: HEIGHT })).toBe(15 * 26 - 1);
  });

  it('are on the screen wherever the finger is', () => {
    fc.assert(
      fc.property(point, point, (from, to) => {
        for (const cell of cellsBetween(grid, WIDTH, HEIGHT, from, to)) {
          expect(cell).toBeGreaterThanOrEqual(0);
          expect(cell).toBeLessThan(grid.columns * grid.rows);
        }
      }),
    );
  });

  it('are joined along a quick finger, but not over a strip that reported nothing', () => {
    const row = (from: number, to: number) => cellsBetween(grid, WIDTH, HEIGHT, { x: from, y: 10 }, { x: to, y: 10 });
    expect(row(10, 150)).toEqual([0, 1, 2]);
    expect(row(10, 400)).toEqual([5]);
  });
});
