import { describeThrown } from '../../contracts/errors.ts';
import { type Clock, delay } from '../../contracts/time.ts';
import type { Log } from './log.ts';

/** Pause before what could not be removed is tried again. */
export const WIPE_RETRY_MS = 2_000;

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
        await step.run();
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
