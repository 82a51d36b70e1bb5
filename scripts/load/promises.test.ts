import { expect, test } from 'vitest';
import { type LoadFigures, spread } from './figures.ts';
import { judge, memoryRatio } from './promises.ts';
import { inTurn } from './run.ts';

const BARE = { residentBytes: 20_000, liveBytes: 15_000 };
const WELL: LoadFigures = {
  booths: 500,
  agents: 500,
  connected: 1_000,
  lostLines: 0,
  rampS: 1,
  lastedS: 60,
  visits: 200,
  visitsPerMinute: 199,
  event: spread([3, 4, 100]),
  answer: spread([20]),
  errors: {},
  connection: { residentBytes: 40_000, liveBytes: 30_000 },
};

const broken = (figures: Partial<LoadFigures>) =>
  judge({ ...WELL, ...figures }, { visitsPerMinute: 200, bare: BARE })
    .filter(({ kept }) => kept === false)
    .map(({ what }) => what);

test('a run at the limits keeps every promise', () => {
  expect(broken({})).toEqual([]);
});

test.each<[string, Partial<LoadFigures>]>([
  ['connected', { connected: 999 }],
  ['lines lost', { lostLines: 1 }],
  ['errors, lost lines among them', { errors: { 'facts timeout': 1 } }],
  ['visits a minute', { visitsPerMinute: 179 }],
  ['booth event to desk, p95', { event: spread([101]) }],
  ['booth event to desk, p95', { event: spread([]) }],
  ['memory of a connection, of a bare one', { connection: { residentBytes: 40_001, liveBytes: 1 } }],
])('breaks the promise of %s, and only that', (what, figures) => {
  expect(broken(figures)).toEqual([what]);
});

test('memory of few lines is not judged', () => {
  const few = { booths: 1, agents: 1, connected: 2, connection: { residentBytes: 90_000, liveBytes: 30_000 } };
  expect(broken(few)).toEqual([]);
});

test('memory that nobody tells is neither kept nor broken', () => {
  const verdicts = judge({ ...WELL, connection: null }, { visitsPerMinute: 200, bare: BARE });
  expect(verdicts.filter(({ kept }) => kept === null)).toHaveLength(1);
  expect(memoryRatio(WELL, null)).toBeNull();
  expect(memoryRatio(WELL, BARE)).toBe(2);
});

test('booths and agents arrive in turn, the more numerous also at the end', () => {
  expect(inTurn(['a', 'b', 'c'], ['x'])).toEqual(['a', 'x', 'b', 'c']);
});
