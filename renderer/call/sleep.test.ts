import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { JUMP_MS, LOOK_MS, watchSleep } from './sleep.ts';

/** A clock that can be set, as by a machine that slept through its timers or by somebody who changes the time. */
function build() {
  const real = new VirtualClock();
  let offMs = 0;
  let woke = 0;
  const clock = {
    nowMs: () => real.nowMs() + offMs,
    after: (delayMs: number, callback: () => void) => real.after(delayMs, callback),
  };
  const watch = watchSleep(clock, () => {
    woke += 1;
  });
  return {
    pass: (byMs: number) => real.advance(byMs),
    jump: (byMs: number) => {
      offMs += byMs;
    },
    woke: () => woke,
    stop: watch.stop,
    pending: () => real.pending,
  };
}

describe('watchSleep', () => {
  it('says nothing while time passes, nor of a machine that is late by less', async () => {
    const { pass, jump, woke } = build();
    await pass(60_000);
    jump(JUMP_MS - 1);
    await pass(60_000);
    expect(woke()).toBe(0);
  });

  it.each([JUMP_MS, 3_600_000, -JUMP_MS])('says once that the clock jumped by %i ms', async (byMs) => {
    const { pass, jump, woke } = build();
    await pass(10_000);
    jump(byMs);
    await pass(LOOK_MS);
    expect(woke()).toBe(1);
    await pass(60_000);
    expect(woke()).toBe(1);
  });

  it('stops', async () => {
    const { pass, jump, woke, stop, pending } = build();
    stop();
    jump(60_000);
    await pass(60_000);
    expect(woke()).toBe(0);
    expect(pending()).toBe(0);
  });
});
