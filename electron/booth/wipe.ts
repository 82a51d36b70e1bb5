import { describeThrown } from '../../contracts/errors.ts';
import { type Clock, delay, type Timer } from '../../contracts/time.ts';
import type { Log } from './log.ts';

/** Pause before what could not be removed is tried again. */
export const WIPE_RETRY_MS = 2_000;
/** The slowest step loads the page anew, some seconds on a busy machine. One that hangs is begun again. */
export const WIPE_STEP_LIMIT_MS = 20_000;

/** One place where a visit leaves something, and how it is emptied. Emptying twice does no harm. */
export interface WipeStep {
  readonly name: string;
  readonly run: () => Promise<void> | void;
}

/**
 * Empties every place, each as often as it takes: a booth that could not forget one citizen must not serve the next.
 * Resolves when all are empty; `onTrouble` hears of each round in which one was not.
 */
export async function wipeAll(
  steps: readonly WipeStep[],
  clock: Clock,
  log: Log,
  onTrouble: (detail: string) => void,
): Promise<void> {
  let left = steps;
  while (left.length > 0) {
    const failed: WipeStep[] = [];
    for (const step of left) {
      try {
        await withinLimit(step, clock);
      } catch (thrown) {
        failed.push(step);
        log({ level: 'error', event: `wipe.${step.name}.failed`, detail: describeThrown(thrown) });
      }
    }
    left = failed;
    if (left.length === 0) return;
    onTrouble(left.map(({ name }) => name).join(', '));
    await delay(clock, WIPE_RETRY_MS);
  }
}

/** Rejects when the step takes too long: a page that crashed while it was loaded never says that it is there. */
async function withinLimit({ run }: WipeStep, clock: Clock): Promise<void> {
  let limit: Timer | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = clock.after(WIPE_STEP_LIMIT_MS, () => reject(new Error(`not done within ${WIPE_STEP_LIMIT_MS} ms`)));
  });
  try {
    await Promise.race([run(), late]);
  } finally {
    limit?.cancel();
  }
}
