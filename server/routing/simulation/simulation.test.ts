import { describe, expect, it } from 'vitest';
import { simulate } from './run.ts';

const FULL = { agents: 179, departments: 32, regions: 20, arrivals: 10_000 } as const;
const NOTHING = {
  outside: 0,
  idleWhileWaiting: 0,
  overCapacity: 0,
  doubleOffers: 0,
  lateOffers: 0,
  offeredAway: 0,
};

describe('10,000 arrivals at full size', () => {
  it.each([1, 2])('break no promise, and are told the truth (seed %i)', { timeout: 120_000 }, (seed) => {
    const report = simulate({ ...FULL, seed, load: 0.5 }).report();
    expect(report.examples).toEqual([]);
    expect(report.violations).toEqual(NOTHING);
    expect(report.arrivals).toBeGreaterThanOrEqual(FULL.arrivals);
    expect(report.answered + report.gaveUp + report.tookAlternative + report.refused).toBe(report.arrivals);
    expect(report.estimates.told).toBe(report.answered);
    expect(report.estimates.good).toBeGreaterThanOrEqual(0.8);
    // Where people wait, the estimate is a median: half of them wait less.
    expect(report.estimates.medianRatioInLine).toBeGreaterThan(0.7);
    expect(report.estimates.medianRatioInLine).toBeLessThan(1.4);
    // Who finds nobody free is told a range, and it holds: the first word, the last, and what stood there meanwhile.
    const { first, lastWord, shown } = report.estimates.queued;
    expect(first.of).toBeGreaterThan(500);
    for (const one of [first, lastWord, shown]) expect(one.range).toBeGreaterThanOrEqual(0.8);
    expect(report.serviceLevel).toBeGreaterThanOrEqual(0.8);
  });

  it('keep the promises also when far more come than can be served', { timeout: 120_000 }, () => {
    const report = simulate({ ...FULL, seed: 3, arrivals: 4_000, load: 1.3 }).report();
    expect(report.examples).toEqual([]);
    expect(report.violations).toEqual(NOTHING);
    expect(report.answered).toBeGreaterThan(2_000);
  });
});

it('gives the same days for the same seed, and others for another', () => {
  const days = (seed: number) =>
    simulate({ seed, agents: 40, departments: 8, regions: 6, arrivals: 500, load: 0.7 }).report();
  expect(days(5)).toEqual(days(5));
  expect(days(5).waitSeconds).not.toEqual(days(6).waitSeconds);
});
