import type { Clock, Timer } from '../contracts/time.ts';

/** Runs one asynchronous look at a device again and again, never two at once. */
export interface Poller {
  start(): void;
  stop(): void;
}

/** `intervalMs` is the pause between the end of one look and the start of the next; asked anew each time. */
export function createPoller(clock: Clock, intervalMs: () => number, poll: () => Promise<void>): Poller {
  let running = false;
  let timer: Timer | null = null;
  let generation = 0;

  async function run(own: number): Promise<void> {
    await poll();
    if (running && own === generation) timer = clock.after(intervalMs(), () => void run(own));
  }

  return {
    start() {
      if (running) return;
      running = true;
      generation += 1;
      void run(generation);
    },
    stop() {
      running = false;
      timer?.cancel();
    },
  };
}
