import { expect, test } from 'vitest';
import { dropThin, type Plane } from './picture.ts';

/** 40 × 30 levels of 100, and what is drawn over them: left, top, width, height, level. */
function planeWith(...boxes: readonly (readonly [number, number, number, number, number])[]): Plane {
  const data = new Float32Array(40 * 30).fill(100);
  for (const [left, top, width, height, level] of boxes) {
    for (let y = top; y < top + height; y++) data.fill(level, y * 40 + left, y * 40 + left + width);
  }
  return { widthPx: 40, heightPx: 30, data };
}
const even = planeWith();

test('what is thinner than twice the radius is dropped, dark or bright, at the rim, too', () => {
  expect(dropThin(planeWith([5, 4, 30, 3, 20]), 3).data).toEqual(even.data);
  expect(dropThin(planeWith([0, 0, 40, 2, 220]), 3).data).toEqual(even.data);
  expect(dropThin(planeWith([10, 2, 6, 25, 220]), 3).data).toEqual(even.data);
});

test('what is wider keeps its shape', () => {
  const page = planeWith([8, 6, 22, 17, 210]);
  expect(dropThin(page, 3).data).toEqual(page.data);
  expect(dropThin(planeWith([8, 6, 22, 17, 210], [12, 12, 14, 4, 90]), 3).data).toEqual(page.data);
});
