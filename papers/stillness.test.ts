import { expect, test } from 'vitest';
import type { Quad } from './geometry.ts';
import {
  afterCapture,
  afterGlimpse,
  CAPTURE_AFTER_MS,
  type Glimpse,
  isDue,
  NOTHING_SEEN,
  type Stillness,
  thumbnailOf,
} from './stillness.ts';

const page = (x: number): Quad => [
  { x, y: 0.1 },
  { x: x + 0.4, y: 0.1 },
  { x: x + 0.4, y: 0.7 },
  { x, y: 0.7 },
];
const FLAT = new Uint8Array(64 * 48).fill(120);
/** A share of the picture looks different. */
const changed = (share: number) => FLAT.map((level, at) => (at < share * FLAT.length ? level + 60 : level));

const STEP_MS = 100;
const MANY = Math.ceil(CAPTURE_AFTER_MS / STEP_MS) + 3;

/** Sees the same picture several times, a tenth of a second apart. */
function see(before: Stillness, times: number, what: Partial<Glimpse> = {}): Stillness {
  let state = before;
  for (let at = 0; at < times; at++) {
    const atMs = (state.last?.atMs ?? 0) + STEP_MS;
    state = afterGlimpse(state, { corners: page(0.1), thumbnail: FLAT, isGood: true, ...what, atMs });
  }
  return state;
}

test('a page that lies still and looks good is due after its time, and not before', () => {
  // The first picture tells of no motion; from the second on the page lies still.
  const early = see(NOTHING_SEEN, 1 + CAPTURE_AFTER_MS / STEP_MS);
  expect(early.motion).toBe('still');
  expect(isDue(early)).toBe(false);
  expect(isDue(see(early, 1))).toBe(true);
});

test('noise of the corners is no motion, and a page that is pushed is', () => {
  const noisy = see(see(NOTHING_SEEN, 3), 1, { corners: page(0.102) });
  expect(noisy.motion).toBe('still');
  const pushed = see(noisy, 1, { corners: page(0.12) });
  expect(pushed).toMatchObject({ motion: 'moving', stillSinceMs: null, goodSinceMs: null });
});

test('a finger over a page that lies still is motion, and time begins anew when it is gone', () => {
  const covered = see(see(NOTHING_SEEN, MANY), 1, { thumbnail: changed(0.01) });
  expect(covered.motion).toBe('moving');
  expect(isDue(see(covered, 3))).toBe(false);
  expect(isDue(see(covered, MANY))).toBe(true);
});

test('a still page that looks bad is still, and never due; one bad picture begins the time anew', () => {
  const bad = see(NOTHING_SEEN, MANY, { isGood: false });
  expect(bad.motion).toBe('still');
  expect(isDue(bad)).toBe(false);
  expect(isDue(see(see(see(NOTHING_SEEN, MANY), 1, { isGood: false }), 2))).toBe(false);
});

test('a captured page is due once: not after a hand passed, but when it was moved, replaced or taken away', () => {
  const captured = afterCapture(see(NOTHING_SEEN, MANY));
  expect(isDue(see(captured, MANY))).toBe(false);
  const touched = see(captured, 2, { thumbnail: changed(0.3) });
  expect(isDue(see(see(captured, 1, { thumbnail: changed(0.3) }), MANY))).toBe(false);
  expect(isDue(see(touched, MANY, { thumbnail: changed(0.3) }))).toBe(true);
  expect(isDue(see(captured, MANY, { corners: page(0.3) }))).toBe(true);
  expect(isDue(see(see(captured, 1, { corners: null }), MANY))).toBe(true);
});

test('after a long pause the time begins anew', () => {
  const state = see(NOTHING_SEEN, MANY);
  const later = { atMs: (state.last?.atMs ?? 0) + 5_000, corners: page(0.1), thumbnail: FLAT, isGood: true };
  expect(isDue(afterGlimpse(state, later))).toBe(false);
});

test('a thumbnail is the picture in mean grey levels', () => {
  const data = new Uint8ClampedArray(128 * 96 * 4).fill(255);
  for (let y = 0; y < 96; y++) data.fill(0, y * 512, y * 512 + 256);
  const thumbnail = thumbnailOf({ widthPx: 128, heightPx: 96, data });
  expect(thumbnail).toHaveLength(64 * 48);
  expect([thumbnail[0], thumbnail[63]]).toEqual([0, 255]);
});
