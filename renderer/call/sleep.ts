import type { Clock, Timer } from '../../contracts/time.ts';

/** How often the time is looked at. */
export const LOOK_MS = 2_000;
/** A look that comes this much late, or a clock that went back this far: a busy machine is late by less. */
export const JUMP_MS = 5_000;

/**
 * Calls back when the machine slept or its clock was set: paths and relays may be gone without a word, as after a cut of the
 * network.
 */
export function watchSleep(clock: Clock, onWake: () => void): { stop(): void } {
  let lastMs = clock.nowMs();
  let timer: Timer = clock.after(LOOK_MS, look);
  function look(): void {
    const nowMs = clock.nowMs();
    const lateMs = nowMs - lastMs - LOOK_MS;
    lastMs = nowMs;
    timer = clock.after(LOOK_MS, look);
    if (Math.abs(lateMs) >= JUMP_MS) onWake();
  }
  return { stop: () => timer.cancel() };
}
