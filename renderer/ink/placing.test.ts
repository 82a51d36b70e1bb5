import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quad } from '../../papers/geometry.ts';
import { placing, shownBox } from './placing.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
/** A page that lies anyhow, its corners each in its own quarter. */
const outline = fc
  .array(fc.double({ min: 0.02, max: 0.3, noNaN: true }), { minLength: 8, maxLength: 8 })
  .map(([a, b, c, d, e, f, g, h]): Quad => {
    const at = (value: number | undefined) => value ?? 0;
    return [
      { x: at(a), y: at(b) },
      { x: 1 - at(c), y: at(d) },
      { x: 1 - at(e), y: 1 - at(f) },
      { x: at(g), y: 1 - at(h) },
    ];
  });

describe('a place on a page', () => {
  it('comes back to where it was, however the page lies', () => {
    fc.assert(
      fc.property(outline, share, share, (quad, x, y) => {
        const found = placing({ left: 13, top: 7, width: 640, height: 480 }, quad);
        const back = found?.toPage(found.toScreen({ x, y }));
        expect(back?.x).toBeCloseTo(x, 6);
        expect(back?.y).toBeCloseTo(y, 6);
      }),
    );
  });

  it('is the same on every screen, and what is drawn grows with it', () => {
    const quad: Quad = [
      { x: 0.2, y: 0.1 },
      { x: 0.8, y: 0.1 },
      { x: 0.8, y: 0.9 },
      { x: 0.2, y: 0.9 },
    ];
    const small = placing(shownBox(400, 300, 4, 3), quad);
    const large = placing(shownBox(1600, 1200, 4, 3), quad);
    expect(small?.toScreen({ x: 0.5, y: 0.25 })).toEqual({ x: 200, y: expect.closeTo(90) });
    expect(large?.toScreen({ x: 0.5, y: 0.25 })).toEqual({ x: 800, y: expect.closeTo(360) });
    expect((large?.sidePx ?? 0) / (small?.sidePx ?? 1)).toBeCloseTo(4);
  });

  it('is nowhere on corners that lie on one line', () => {
    const point = { x: 0.5, y: 0.5 };
    expect(placing({ left: 0, top: 0, width: 10, height: 10 }, [point, point, point, point])).toBeNull();
  });
});

it('shows a picture whole, in the middle', () => {
  expect(shownBox(1000, 500, 4, 4)).toEqual({ left: 250, top: 0, width: 500, height: 500 });
});
