import { expect, it } from 'vitest';
import { delay, VirtualClock } from './time.ts';

it('fires timers in the order of their due time, and those set on the way', async () => {
  const clock = new VirtualClock(0);
  const seen: string[] = [];
  clock.after(20, () => seen.push(`b${clock.nowMs()}`));
  clock.after(10, () => {
    seen.push(`a${clock.nowMs()}`);
    clock.after(5, () => seen.push(`c${clock.nowMs()}`));
  });
  const cancelled = clock.after(12, () => seen.push('never'));
  cancelled.cancel();
  await clock.advance(30);
  expect(seen).toEqual(['a10', 'c15', 'b20']);
  expect(clock.nowMs()).toBe(30);
  expect(clock.pending).toBe(0);
});

it('lets promises wait on it', async () => {
  const clock = new VirtualClock();
  let done = false;
  const waiting = delay(clock, 1000).then(() => {
    done = true;
  });
  await clock.advance(999);
  expect(done).toBe(false);
  await clock.advance(1);
  await waiting;
  expect(done).toBe(true);
});
