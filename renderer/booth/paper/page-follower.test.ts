import { expect, it } from 'vitest';
import { type Quad, turnQuad } from '../../../papers/geometry.ts';
import { PageFollower } from './page-follower.ts';

const page = (x: number): Quad => [
  { x, y: 0.1 },
  { x: x + 0.4, y: 0.1 },
  { x: x + 0.4, y: 0.7 },
  { x, y: 0.7 },
];

function follow() {
  const said: (readonly [Quad | null, number])[] = [];
  return { said, follower: new PageFollower((corners, atMs) => said.push([corners, atMs])) };
}

it('says a page when it is found, moves and stops, and not what noise makes of it', () => {
  const { said, follower } = follow();
  follower.saw(page(0.1), 0);
  follower.saw(page(0.1005), 150);
  follower.saw(page(0.0995), 300);
  follower.saw(page(0.2), 450);
  expect(said).toEqual([
    [page(0.1), 0],
    [page(0.1), 150],
    [page(0.2), 450],
  ]);
});

it('says a page that lies still again, where it was', () => {
  const { said, follower } = follow();
  for (let atMs = 0; atMs <= 4_000; atMs += 100) follower.saw(page(0.1 + (atMs % 200) * 1e-6), atMs);
  expect(said.map(([, atMs]) => atMs)).toEqual([0, 100, 2_100]);
});

it('keeps which corner is which while the page turns', () => {
  const { said, follower } = follow();
  follower.saw(page(0.1), 0);
  follower.saw(turnQuad(page(0.12), 1), 150);
  expect(said.at(-1)?.[0]).toEqual(page(0.12));
});

it('holds the page through a hand, and lets it go when it is gone', () => {
  const { said, follower } = follow();
  follower.saw(page(0.1), 0);
  for (let atMs = 150; atMs <= 3_000; atMs += 150) follower.saw(null, atMs);
  expect(said[1]).toEqual([null, 2_100]);
  expect(said).toHaveLength(2);
});
