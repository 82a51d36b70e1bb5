import { describe, expect, it } from 'vitest';
import { isWhitePaper } from './white-paper.ts';

const WIDTH_PX = 300;
const HEIGHT_PX = 424;
type Colour = readonly [number, number, number];

/** A sheet of one colour with lines of print, in light that falls off to the right. */
function sheet([red, green, blue]: Colour, print: Colour = [40, 40, 44]) {
  const data = new Uint8ClampedArray(WIDTH_PX * HEIGHT_PX * 4);
  for (let y = 0; y < HEIGHT_PX; y++) {
    for (let x = 0; x < WIDTH_PX; x++) {
      const light = 1 - (0.6 * x) / WIDTH_PX;
      const isPrint = y % 16 < 5 && x % 10 < 6;
      const colour = isPrint ? print : [red, green, blue];
      data.set([...colour.map((level) => level * light), 255], (y * WIDTH_PX + x) * 4);
    }
  }
  return { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, data };
}

describe('white paper', () => {
  it.each([
    ['white', [240, 240, 240], [40, 40, 44]],
    ['cream, with red print', [244, 236, 205], [190, 40, 50]],
    ['grey by night', [70, 72, 76], [12, 12, 14]],
  ] as const)('is what is %s', (_name, paper, print) => {
    expect(isWhitePaper(sheet(paper, print))).toBe(true);
  });

  it.each([
    ['a green card', [12, 90, 70]],
    ['a red cover', [150, 24, 30]],
    ['a blue folder', [120, 160, 230]],
  ] as const)('is not %s', (_name, paper) => {
    expect(isWhitePaper(sheet(paper, [230, 230, 220]))).toBe(false);
  });
});
