import { describe, expect, test } from 'vitest';
import { differenceOf, figuresOf, type GreyPicture, greyOf } from './picture.ts';
import { levelOf, toneAboveSilence, toneAmplitude } from './sound.ts';

const WIDTH_PX = 64;
const HEIGHT_PX = 48;
const picture = (grey: (x: number, y: number) => number): GreyPicture => ({
  widthPx: WIDTH_PX,
  heightPx: HEIGHT_PX,
  grey: Uint8Array.from({ length: WIDTH_PX * HEIGHT_PX }, (_, at) => grey(at % WIDTH_PX, Math.floor(at / WIDTH_PX))),
});
const stripes = picture((x) => (Math.floor(x / 4) % 2 === 0 ? 40 : 220));
const soft = picture((x) => 130 + 90 * Math.sin((x / WIDTH_PX) * 4 * Math.PI));

describe('a picture', () => {
  test('that is black has neither light nor spread', () => {
    expect(figuresOf(picture(() => 3))).toEqual({ meanLuma: 3, lumaDeviation: 0, sharpness: 0 });
  });

  test('with edges is sharper than a soft one of the same light', () => {
    expect(figuresOf(stripes).sharpness).toBeGreaterThan(50 * figuresOf(soft).sharpness);
    expect(Math.abs(figuresOf(stripes).meanLuma - figuresOf(soft).meanLuma)).toBeLessThan(5);
  });

  test('differs from itself by nothing, from one with noise by a little', () => {
    const noisy = picture((x, y) => (stripes.grey[y * WIDTH_PX + x] ?? 0) + ((x * 7 + y * 13) % 3) - 1);
    expect(differenceOf(stripes, stripes)).toBe(0);
    expect(differenceOf(stripes, noisy)).toBeGreaterThan(0);
    expect(differenceOf(stripes, noisy)).toBeLessThan(2);
  });

  test('weighs colours as the eye does', () => {
    const rgba = Uint8ClampedArray.of(255, 255, 255, 255, 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255);
    expect([...greyOf(rgba, 4, 1).grey]).toEqual([255, 76, 150, 29]);
  });
});

const RATE_HZ = 48_000;
const sine = (toneHz: number, amplitude: number, samples = 9_600) =>
  Float32Array.from({ length: samples }, (_, at) => amplitude * Math.sin((2 * Math.PI * toneHz * at) / RATE_HZ));

describe('a sound', () => {
  test('has its level in dBFS, exact silence has none', () => {
    const { rmsDbfs, peakDbfs } = levelOf(sine(1_000, 0.5));
    expect(rmsDbfs).toBeCloseTo(-9.03, 1);
    expect(peakDbfs).toBeCloseTo(-6.02, 1);
    expect(levelOf(new Float32Array(100))).toEqual({ rmsDbfs: null, peakDbfs: null });
  });

  test('is found by its tone, and not by another', () => {
    expect(toneAmplitude(sine(1_000, 0.2), 1_000, RATE_HZ)).toBeCloseTo(0.2, 3);
    expect(toneAmplitude(sine(1_730, 0.2), 1_000, RATE_HZ)).toBeLessThan(0.01);
  });

  test('stands above silence, silence does not', () => {
    const room = Float32Array.from({ length: 9_600 }, (_, at) => 0.001 * Math.sin(at * at));
    const sounding = sine(1_000, 0.05).map((sample, at) => sample + (room[at] ?? 0));
    expect(toneAboveSilence(room, sounding, 1_000, RATE_HZ)).toBeGreaterThan(20);
    expect(Math.abs(toneAboveSilence(room, room, 1_000, RATE_HZ))).toBe(0);
  });
});
