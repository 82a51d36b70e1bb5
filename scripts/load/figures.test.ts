import { expect, test } from 'vitest';
import { percentile, Tally } from './figures.ts';

test('a percentile is one of the values, by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0, 0.5, 0.95, 1].map((share) => percentile(values, share))).toEqual([1, 50, 95, 100]);
  expect(percentile([7], 0.95)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('a tally gives rates, times, lost lines and errors by what failed', () => {
  const tally = new Tally();
  tally.visits = 5;
  tally.eventMs.push(4, 2);
  tally.failed('call.request timeout');
  tally.failed('call.request timeout');
  tally.lost('ping timeout');
  const about = { booths: 2, agents: 1, connected: 3, rampS: 1, lastedS: 30, connection: null };
  expect(tally.figures(about)).toMatchObject({
    visitsPerMinute: 10,
    lostLines: 1,
    event: { count: 2, p50Ms: 2, p95Ms: 4, p99Ms: 4 },
    answer: { count: 0, p95Ms: null },
    errors: { 'call.request timeout': 2, 'line lost: ping timeout': 1 },
  });
});
