import { expect, test } from 'vitest';
import { alongLine, profileOf, seenBetween, stepBetween } from './edge-profile.ts';

/** Dark on the left of column 50, by 12 levels; from row 60 on there is no edge. */
const plane = {
  widthPx: 100,
  heightPx: 100,
  data: Float32Array.from({ length: 10_000 }, (_, at) => (at % 100 >= 50 && at < 6_000 ? 112 : 100)),
};
const towardsBright = { nx: 1, ny: 0, rho: 49.5 };

test('a line tells of any part of it how much of an edge is seen, and how strong it is', () => {
  const profile = profileOf(plane, towardsBright);
  const rows = (from: number, to: number) => [alongLine(towardsBright, 49.5, from), alongLine(towardsBright, 49.5, to)];
  const [top = 0, middle = 0] = rows(10, 50);
  const [end = 0, bottom = 0] = rows(70, 90);
  expect(seenBetween(profile, top, middle)).toBe(1);
  expect(stepBetween(profile, middle, top)).toBe(12);
  expect(seenBetween(profile, end, bottom)).toBe(0);
  expect(seenBetween(profile, middle, bottom)).toBeCloseTo(0.25, 1);
});

test('an edge is brighter on one side: the same line the other way round sees none', () => {
  const profile = profileOf(plane, { nx: -1, ny: 0, rho: -49.5 });
  expect(seenBetween(profile, -100, 100)).toBe(0);
});

test('beyond the picture nothing is seen', () => {
  const profile = profileOf(plane, towardsBright);
  const above = alongLine(towardsBright, 49.5, -40);
  const rim = alongLine(towardsBright, 49.5, 0);
  expect(seenBetween(profile, above, rim)).toBeLessThan(0.1);
});
