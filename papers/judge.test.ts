import { expect, test } from 'vitest';
import type { Defect } from '../test/fixtures/pages/defects.ts';
import { makeScene } from '../test/fixtures/pages/scene.ts';
import { judgePage, type PageFault } from './judge.ts';
import type { ColourPicture } from './picture.ts';

/** What the sensor has for one pixel of the made-up pictures. */
const STILL_SCALE = 3.4;
/** No limit was tuned on these. */
const FIRST_SEED = 9401;

const CASES: readonly (readonly [Defect, PageFault | null])[] = [
  ['none', null],
  ['glare', 'glare'],
  ['blur', 'blurred'],
  ['dark', 'dark'],
  ['cut-off', 'cut-off'],
  ['far', 'too-small'],
  ['finger', 'covered'],
  ['not-flat', 'tilted'],
];

test('a picture to keep is accepted, and each thing that can be wrong with one is named', () => {
  const said = CASES.map(([defect], at) => {
    const { picture, corners } = makeScene({ seed: FIRST_SEED + at, defect, sheet: 'letter', table: 'wood' });
    if (!corners) throw new Error('the scene has no page');
    const { verdict, reasons } = judgePage(picture, { corners, confidence: 1 }, { stillScale: STILL_SCALE });
    expect(verdict, defect).toBe(reasons.length === 0 ? 'accept' : 'retake');
    return [defect, reasons[0] ?? null];
  });
  expect(said).toEqual(CASES);
}, 240_000);

test('a live picture with too few pixels is judged as the still that will be taken', () => {
  const { picture, corners } = makeScene({ seed: FIRST_SEED, defect: 'none', sheet: 'letter', table: 'wood' });
  if (!corners) throw new Error('the scene has no page');
  expect(judgePage(picture, { corners, confidence: 1 }).reasons).toEqual(['too-small']);
}, 120_000);

test('without a page that is said, and that it is too dark to see one', () => {
  const even = (level: number): ColourPicture => ({
    widthPx: 200,
    heightPx: 150,
    data: new Uint8ClampedArray(200 * 150 * 4).fill(level),
  });
  expect(judgePage(even(160), null)).toMatchObject({ verdict: 'retake', reasons: ['no-page'] });
  expect(judgePage(even(20), null)).toMatchObject({ verdict: 'retake', reasons: ['dark', 'no-page'] });
});
