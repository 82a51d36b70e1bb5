import { expect, test } from 'vitest';
import { evenLight } from './even-light.ts';

const WIDTH_PX = 420;
const HEIGHT_PX = 594;

/** White paper with lines of print and a red seal, in a shadow to the right and a lamp that falls off downwards. */
function shaded() {
  const data = new Uint8ClampedArray(WIDTH_PX * HEIGHT_PX * 4);
  const light = (x: number, y: number) => (1 - 0.45 / (1 + Math.exp((250 - x) / 8))) * (1 - (0.25 * y) / HEIGHT_PX);
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const isPrint = y % 18 < 5 && x % 12 < 7 && x > 40 && x < 380;
      const isSeal = Math.abs(Math.hypot(x - 320, y - 500) - 40) < 3;
      const [red, green, blue] = isSeal ? [205, 50, 70] : isPrint ? [40, 40, 44] : [235, 235, 235];
      data.set([red * light(x, y), green * light(x, y), blue * light(x, y), 255], (y * WIDTH_PX + x) * 4);
    }
  }
  return { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, data };
}

test('paper is equally white everywhere, print stays dark, and a seal stays red', () => {
  const even = evenLight(shaded());
  const at = (x: number, y: number) => even.data.slice((y * WIDTH_PX + x) * 4, (y * WIDTH_PX + x) * 4 + 3);
  const paper = [10, 100, 200, 300, 410].flatMap((x) => [12, 300, 588].map((y) => at(x, y - (y % 18) + 11)[0] ?? 0));
  expect(Math.min(...paper)).toBeGreaterThan(228);
  for (const x of [49, 205, 361]) expect(at(x, 290)[1]).toBeLessThan(70);
  const [red = 0, green = 0, blue = 0] = at(360, 500);
  expect(red).toBeGreaterThan(180);
  expect(red / green).toBeGreaterThan(3.5);
  expect(red / blue).toBeGreaterThan(2.5);
});

test('a dark card is not turned into white paper', () => {
  const data = new Uint8ClampedArray(100 * 60 * 4).fill(30);
  const even = evenLight({ widthPx: 100, heightPx: 60, data });
  expect(even.data[0]).toBeLessThan(110);
});
