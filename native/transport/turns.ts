import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

export interface Patience {
  /** Withdraws what has not begun, with `cancelled`. */
  readonly signal?: AbortSignal;
  /** What has not begun within this time is withdrawn, with `timeout`. */
  readonly sendWithinMs?: number;
}

/** Runs one piece of work after the other, in order; what still waits for its turn can be withdrawn. */
export function inTurn(clock: Clock) {
  let tail: Promise<unknown> = Promise.resolve();

  return <T>(patience: Patience, work: () => Promise<Result<T, XiaowuError>>): Promise<Result<T, XiaowuError>> => {
    const { signal, sendWithinMs } = patience;
    if (!signal && sendWithinMs === undefined) {
      const done = tail.then(work);
      tail = done;
      return done;
    }
    return new Promise((resolve) => {
      let state: 'waiting' | 'begun' | 'withdrawn' = 'waiting';
      let timer: Timer | undefined;
      const leave = (next: typeof state) => {
        state = next;
        timer?.cancel();
        signal?.removeEventListener('abort', cancel);
      };
      const withdraw = (error: XiaowuError) => {
        if (state !== 'waiting') return;
        leave('withdrawn');
        resolve(err(error));
      };
      const cancel = () => withdraw(fail('cancelled', 'withdrawn before it was sent'));
      if (signal?.aborted) return cancel();
      signal?.addEventListener('abort', cancel);
      if (sendWithinMs !== undefined) {
        timer = clock.after(sendWithinMs, () => withdraw(fail('timeout', `not sent within ${sendWithinMs} ms`)));
      }
      tail = tail.then(async () => {
        if (state === 'withdrawn') return;
        leave('begun');
        resolve(await work());
      });
    });
  };
}
