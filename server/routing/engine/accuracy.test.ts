import { expect, it } from 'vitest';
import { Random } from '../simulation/random.ts';
import { Accuracy, type RawRange } from './accuracy.ts';

const RAW: RawRange = { kind: 'first', fromMs: 60_000, toMs: 120_000 };

/** Share of waits that fall into what is told, when each is learnt from afterwards. */
function held(accuracy: Accuracy, waits: readonly number[]): number {
  let count = 0;
  for (const waitMs of waits) {
    const { low, high } = accuracy.stretch(RAW.kind);
    if (RAW.fromMs * low <= waitMs && waitMs <= RAW.toMs * high) count++;
    accuracy.answered(RAW, waitMs);
  }
  return count / waits.length;
}

function waits(seed: number, meanMs: number): number[] {
  const random = new Random(seed);
  return Array.from({ length: 1_000 }, () => random.exponential(meanMs));
}

it('stretches ranges until four in five hold, whatever waits are like', () => {
  for (const meanMs of [40_000, 90_000, 300_000]) {
    const accuracy = new Accuracy();
    expect(held(accuracy, waits(1, meanMs))).toBeGreaterThan(0.75);
    expect(held(accuracy, waits(2, meanMs))).toBeGreaterThan(0.8);
    expect(held(accuracy, waits(3, meanMs))).toBeLessThan(0.9);
  }
});

it('learns from those who left after the end, and not from those who left before', () => {
  const accuracy = new Accuracy();
  for (let i = 0; i < 100; i++) {
    accuracy.answered(RAW, 90_000);
    accuracy.left(RAW, 60_000);
  }
  const { high } = accuracy.stretch('first');
  expect(high).toBeLessThan(1);
  for (let i = 0; i < 100; i++) accuracy.left(RAW, 240_000);
  expect(accuracy.stretch('first').high).toBe(2);
  expect(accuracy.stretch('few')).toEqual({ low: 1, high: 1 });
});

it('remembers through a restart', () => {
  const accuracy = new Accuracy();
  held(accuracy, waits(1, 300_000));
  const again = new Accuracy(JSON.parse(JSON.stringify(accuracy.snapshot())));
  expect(again.stretch('first').high).toBeCloseTo(accuracy.stretch('first').high, 0);
  expect(again.stretch('first').high).toBeGreaterThan(1.5);
});
