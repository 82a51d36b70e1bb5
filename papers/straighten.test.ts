import { expect, test } from 'vitest';
import { homography, type Point, project, type Quad, scaleQuad, UNIT_SQUARE } from './geometry.ts';
import type { ColourPicture } from './picture.ts';
import { aspectOf, straighten } from './straighten.ts';

const WIDTH_PX = 800;
const HEIGHT_PX = 600;
const FOCAL_PX = 1000;

/** A page of this size seen by a camera that looks down on its middle, turned and tilted (radians). */
function seen(width: number, height: number, turn: number, tilt: number): Quad {
  return UNIT_SQUARE.map(({ x, y }) => {
    const px = (x - 0.5) * width;
    const py = (y - 0.5) * height;
    const across = px * Math.cos(turn) - py * Math.sin(turn);
    const down = px * Math.sin(turn) + py * Math.cos(turn);
    const nearer = FOCAL_PX / (FOCAL_PX + down * Math.sin(tilt));
    return { x: WIDTH_PX / 2 + across * nearer, y: HEIGHT_PX / 2 + down * Math.cos(tilt) * nearer };
  }) as unknown as Quad;
}

test('the aspect of a page is that of the paper, however it is turned and tilted', () => {
  for (const [width, height] of [
    [300, 424],
    [424, 300],
    [342, 216],
  ] as const) {
    for (const turn of [0, 0.3, 1.2, 4]) {
      for (const tilt of [0, 0.1, 0.4]) {
        const wanted = width / height;
        const near = turn === 0 && tilt === 0.4 ? 0.12 : 0.05;
        const aspect = aspectOf(seen(width, height, turn, tilt), WIDTH_PX, HEIGHT_PX);
        expect(Math.abs(aspect / wanted - 1), `${width}×${height} turned ${turn} tilted ${tilt}`).toBeLessThan(near);
      }
    }
  }
});

test('a straightened page shows each place where it is on the paper', () => {
  const quad = seen(300, 424, 0.5, 0.2);
  const toPicture = homography(UNIT_SQUARE, quad);
  if (!toPicture) throw new Error('the page has no area');
  const data = new Uint8ClampedArray(WIDTH_PX * HEIGHT_PX * 4).fill(200);
  const marks: Point[] = [
    { x: 0.2, y: 0.3 },
    { x: 0.7, y: 0.8 },
  ];
  for (const mark of marks) {
    const at = project(toPicture, mark);
    for (let dy = -3; dy <= 3; dy++) {
      for (let dx = -3; dx <= 3; dx++)
        data.fill(
          0,
          (Math.round(at.y + dy) * WIDTH_PX + Math.round(at.x + dx)) * 4,
          (Math.round(at.y + dy) * WIDTH_PX + Math.round(at.x + dx)) * 4 + 3,
        );
    }
  }
  const picture: ColourPicture = { widthPx: WIDTH_PX, heightPx: HEIGHT_PX, data };
  const flat = straighten(picture, quad, 2000);
  if (!flat) throw new Error('not straightened');
  const value = ({ x, y }: Point) =>
    flat.data[(Math.floor(y * flat.heightPx) * flat.widthPx + Math.floor(x * flat.widthPx)) * 4];
  for (const mark of marks) expect(value(mark)).toBeLessThan(40);
  expect(value({ x: 0.5, y: 0.5 })).toBe(200);
  expect(Math.max(flat.widthPx, flat.heightPx)).toBeGreaterThan(400);
});

test('an outline without area gives nothing, and the size asked for is kept', () => {
  const picture: ColourPicture = { widthPx: 10, heightPx: 10, data: new Uint8ClampedArray(400) };
  const nothing = scaleQuad(UNIT_SQUARE, 5, 0);
  expect(straighten(picture, nothing, 100)).toBeNull();
  const small = straighten(picture, scaleQuad(UNIT_SQUARE, 9), 4);
  expect(Math.max(small?.widthPx ?? 0, small?.heightPx ?? 0)).toBe(4);
});
