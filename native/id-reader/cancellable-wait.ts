import type { Clock } from '../../contracts/time.ts';

/** Pauses that somebody may end, all of them, for good. */
export function cancellableWait(clock: Clock) {
  let cancelled = false;
  let wake: (() => void) | null = null;
  return {
    get isCancelled() {
      return cancelled;
    },
    cancel(): void {
      cancelled = true;
      wake?.();
    },
    /** Ends after `delayMs`, or at once when cancelled. */
    pause(delayMs: number): Promise<void> {
      if (cancelled) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = clock.after(delayMs, resolve);
        wake = () => {
          timer.cancel();
          resolve();
        };
      });
    },
  };
}
