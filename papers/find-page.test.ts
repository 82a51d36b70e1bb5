import { expect, test } from 'vitest';
import type { Defect } from '../test/fixtures/pages/defects.ts';
import { makeScene } from '../test/fixtures/pages/scene.ts';
import { findPage } from './find-page.ts';
import { type Quad, quadDistance } from './geometry.ts';

/** Of this set nothing was tuned. */
const FIRST_SEED = 9101;
const PAGES = 24;
const SHOWN: readonly Defect[] = ['none', 'none', 'none', 'blur'];
/** Corners count as found within this share of the picture's width. */
const WITHIN = 0.01;

test('corners of made-up pages are found within a hundredth of the width, whatever they lie on and however turned', () => {
  const missed: string[] = [];
  for (let at = 0; at < PAGES; at++) {
    const scene = makeScene({ seed: FIRST_SEED + at, defect: SHOWN[at % SHOWN.length] });
    const found = findPage(scene.picture);
    const off = found ? quadDistance(found.corners, scene.corners as Quad) / scene.picture.widthPx : 1;
    if (off > WITHIN) missed.push(`${scene.seed} ${scene.sheet} on ${scene.table}: ${off.toFixed(3)}`);
  }
  // Dark cards on dark stone and cream sheets on pale wood are in the set; two may be missed.
  expect(missed.length, missed.join('; ')).toBeLessThanOrEqual(2);
}, 240_000);

test('an even table has no page', () => {
  const scene = makeScene({ seed: 3, defect: 'no-page', table: 'plain' });
  expect(findPage(scene.picture)).toBeNull();
});
