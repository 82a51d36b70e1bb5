import { expect, it } from 'vitest';
import type { PageOutline } from '../../../contracts/domain/marks.ts';
import { Outlines } from './outlines.ts';

/** A page of half the picture, its upper left at (x, 0.1). */
const page = (x: number) => [
  { x, y: 0.1 },
  { x: x + 0.5, y: 0.1 },
  { x: x + 0.5, y: 0.6 },
  { x, y: 0.6 },
];
const said = (frameAtMs: number, x: number | null): PageOutline =>
  ({ type: 'outline', frameAtMs, saidAtMs: frameAtMs + 20, corners: x === null ? null : page(x) }) as PageOutline;

/** The other clock is an hour ahead; the way takes 5 ms or, once, 300. */
const AHEAD_MS = 3_600_000;

it('gives the outline of the picture that is shown, by this clock, between two said', () => {
  const outlines = new Outlines();
  for (const [at, delayMs] of [5, 300, 5].entries()) {
    const frameAtMs = AHEAD_MS + at * 100;
    outlines.take(said(frameAtMs, at / 10), at * 100 + 20 + delayMs);
  }
  // What came late was said in time: 5 ms is the way.
  expect(outlines.at(105)?.[0].x).toBeCloseTo(0.1);
  expect(outlines.at(155)?.[0].x).toBeCloseTo(0.15);
  expect(outlines.at(5_000)?.[0].x).toBeCloseTo(0.2);
  expect(outlines.at(-50)?.[0].x).toBeCloseTo(0);
  expect(outlines.at(null)?.[0].x).toBeCloseTo(0.2);
});

it('knows no page while none was found, and does not glide over the gap', () => {
  const outlines = new Outlines();
  expect(outlines.at(0)).toBeNull();
  outlines.take(said(0, 0), 20);
  outlines.take(said(100, null), 120);
  outlines.take(said(200, 0.4), 220);
  expect(outlines.at(50)?.[0].x).toBe(0);
  expect(outlines.at(150)).toBeNull();
  expect(outlines.at(200)?.[0].x).toBe(0.4);
});

it('does not glide through a time in which the page lay still', () => {
  const outlines = new Outlines();
  outlines.take(said(0, 0), 20);
  outlines.take(said(60_000, 0.4), 60_020);
  expect(outlines.at(59_000)?.[0].x).toBe(0);
});

it('foresees a push for as long as an outline may be on its way, and no longer', () => {
  const outlines = new Outlines();
  outlines.take(said(0, 0), 20);
  outlines.take(said(100, 0.1), 120);
  expect(outlines.at(200)?.[0].x).toBeCloseTo(0.2);
  expect(outlines.at(900)?.[0].x).toBeCloseTo(0.1);
  outlines.take(said(200, 0.1), 220);
  expect(outlines.at(300)?.[0].x).toBeCloseTo(0.1);
});

it('is bounded, and forgets', () => {
  const outlines = new Outlines();
  for (let at = 0; at < 1_000; at++) outlines.take(said(at * 100, at / 1_000), at * 100 + 20);
  expect(outlines.at(0)?.[0].x).toBeCloseTo(0.936);
  outlines.forget();
  expect(outlines.at(0)).toBeNull();
});
