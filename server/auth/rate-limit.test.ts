import { expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { FailureLimit } from './rate-limit.ts';

it('lets a key wait after too many failures, and no other key', async () => {
  const clock = new VirtualClock();
  const limit = new FailureLimit(clock, 3, 60_000);
  for (let failure = 0; failure < 3; failure++) {
    expect(limit.waitMs('a')).toBe(0);
    limit.failed('a');
    await clock.advance(1_000);
  }
  expect(limit.waitMs('a')).toBe(57_000);
  expect(limit.waitMs('b')).toBe(0);
  await clock.advance(57_000);
  expect(limit.waitMs('a')).toBe(0);
});

it('forgets failures once the key succeeded', () => {
  const limit = new FailureLimit(new VirtualClock(), 1, 60_000);
  limit.failed('a');
  limit.succeeded('a');
  expect(limit.waitMs('a')).toBe(0);
});
