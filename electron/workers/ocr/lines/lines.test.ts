import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../../../papers/image.ts';
import { frameOf, glyphsOn, placeOf, shareOf } from '../frame.ts';
import { cutOut } from './crop.ts';
import { allowedClasses, decodeCtc } from './ctc.ts';
import { commonAngle, linesIn, type TextMap } from './find.ts';
import { angleOf, heightOfRect, pointAt, readAlong, type Slanted, turnedAround, widthOf } from './rect.ts';

const degrees = (value: number) => (value * Math.PI) / 180;

/** A place about the middle of a picture of 600 × 600. */
function slanted(angle: number, width: number, height: number, middle = { x: 300, y: 300 }): Slanted {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return {
    middle,
    across: { x: (cos * width) / 2, y: (sin * width) / 2 },
    down: { x: (-sin * height) / 2, y: (cos * height) / 2 },
  };
}

/** A map that is sure of text inside the places and nowhere else. */
function mapOf(places: readonly Slanted[]): TextMap {
  const [widthPx, heightPx] = [600, 600];
  const data = new Float32Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const inside = places.some(({ middle, across, down }) => {
        const [dx, dy] = [x + 0.5 - middle.x, y + 0.5 - middle.y];
        const share = (side: { x: number; y: number }) => (dx * side.x + dy * side.y) / (side.x ** 2 + side.y ** 2);
        return Math.abs(share(across)) <= 1 && Math.abs(share(down)) <= 1;
      });
      data[y * widthPx + x] = inside ? 0.9 : 0.05;
    }
  }
  return { widthPx, heightPx, data };
}

describe('lines in a map of text', () => {
  it.each([0, 3, -20, 45, 80, -88])('are found where they are, %d° slanted, and widened again', (angle) => {
    const [found, ...more] = linesIn(mapOf([slanted(degrees(angle), 300, 20)]));
    expect(more).toEqual([]);
    const line = readAlong(found as Slanted, degrees(angle));
    expect(Math.abs(angleOf(line) - degrees(angle))).toBeLessThan(degrees(1));
    expect(line.middle.x).toBeCloseTo(300, 0);
    expect(line.middle.y).toBeCloseTo(300, 0);
    // Area × 1.6 / perimeter is 15 pixels more on each side.
    expect(heightOfRect(line)).toBeGreaterThan(47);
    expect(heightOfRect(line)).toBeLessThan(55);
    expect(widthOf(line)).toBeGreaterThan(322);
  });

  it('leave out specks and what is hardly text', () => {
    const map = mapOf([slanted(0, 2, 2)]);
    expect(linesIn(map)).toEqual([]);
    const pale = { ...map, data: mapOf([slanted(0, 200, 20)]).data.map((value) => value * 0.4) };
    expect(linesIn(pale)).toEqual([]);
  });

  it('agree on a direction that a seal does not change', () => {
    const at = (y: number) => slanted(degrees(12), 300, 20, { x: 300, y });
    const seal = slanted(degrees(60), 80, 76, { x: 500, y: 500 });
    const angle = commonAngle(linesIn(mapOf([at(100), at(200), at(300), seal])));
    expect(angle).not.toBeNull();
    expect(Math.abs((angle ?? 9) - degrees(12))).toBeLessThan(degrees(0.7));
    expect(commonAngle([])).toBeNull();
  });
});

describe('a place in a picture', () => {
  const image: GreyImage = { widthPx: 600, heightPx: 600, data: new Uint8Array(360_000) };
  for (let at = 0; at < image.data.length; at++) image.data[at] = Math.floor((at % 600) / 3);

  it('is cut out level, to a height', () => {
    const cut = cutOut(image, slanted(0, 240, 48), 48, 48);
    expect([cut.widthPx, cut.heightPx]).toEqual([240, 48]);
    expect(cut.data[0]).toBe(60);
    expect(cut.data[239]).toBe(139);
  });

  it('is cut out the other way round when it is turned', () => {
    const cut = cutOut(image, turnedAround(slanted(0, 240, 48)), 48, 48);
    expect(cut.data[0]).toBeGreaterThan(cut.data[239] ?? 255);
  });

  it('goes to the levelled page and back', () => {
    const line = { place: slanted(degrees(160), 200, 20, { x: 200, y: 450 }), glyphs: [] };
    const frame = frameOf(image, [line]);
    expect(frame.angle).toBeCloseTo(degrees(160), 6);
    const glyph = { text: '样', confidence: 1, from: 0.4, to: 0.6 };
    const [read] = glyphsOn(frame, { ...line, glyphs: [glyph] });
    const back = placeOf(frame, read?.box ?? { x0: 0, y0: 0, x1: 1, y1: 1 }, { across: 0, down: 0 });
    expect(back.middle.x).toBeCloseTo(pointAt(line.place, 0.5, 0.5).x, 6);
    expect(back.middle.y).toBeCloseTo(pointAt(line.place, 0.5, 0.5).y, 6);
    const share = shareOf(frame, read?.box ?? { x0: 0, y0: 0, x1: 1, y1: 1 });
    expect(share.x + share.width / 2).toBeCloseTo(200 / 600, 6);
    expect(shareOf(frame, { x0: -900, y0: -900, x1: 2000, y1: 2000 })).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });
});

describe('the steps of a line', () => {
  const characters = ['样', '本', '1', 'l'];
  /** Probabilities of none and of each character, step by step. */
  const steps = [
    [0.9, 0.1, 0, 0, 0],
    [0.2, 0.8, 0, 0, 0],
    [0.1, 0.9, 0, 0, 0],
    [1, 0, 0, 0, 0],
    [0, 0.7, 0.3, 0, 0],
    [0, 0, 0, 0.4, 0.6],
  ];
  const data = Float32Array.from(steps.flat());

  it('become characters: a stay is one, a pause parts two', () => {
    const glyphs = decodeCtc(data, 6, characters);
    expect(glyphs.map(({ text }) => text).join('')).toBe('样样l');
    expect(glyphs[0]).toMatchObject({ from: 1 / 6, to: 3 / 6 });
    expect(glyphs[0]?.confidence).toBeCloseTo(0.9, 5);
  });

  it('become allowed characters alone, as sure as they are among these', () => {
    const [glyph, ...more] = decodeCtc(data.slice(25), 1, characters, allowedClasses(characters, '01'));
    expect(more).toEqual([]);
    expect(glyph).toMatchObject({ text: '1' });
    expect(glyph?.confidence).toBeCloseTo(1, 5);
  });
});
