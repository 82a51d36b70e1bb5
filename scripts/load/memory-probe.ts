/**
 * Loaded before a server (`node --expose-gc --import`): answers its parent with the memory it holds once what nobody needs is
 * gone, so that servers are compared by what they keep and not by when they last cleaned up. Ends the server when its parent
 * is gone.
 */

/** Between two collections, for finalizers and for pages to be given back. */
const SETTLE_MS = 300;

/** What a server holds, in bytes. */
export interface HeldMemory {
  /** What the operating system counts: code, heap, buffers. */
  readonly residentBytes: number;
  /** Living objects and the buffers they hold. */
  readonly liveBytes: number;
}

const collect = (globalThis as { gc?: () => void }).gc;

process.on('message', (message) => {
  if (message !== 'memory') return;
  collect?.();
  setTimeout(() => {
    collect?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    process.send?.({ residentBytes: rss, liveBytes: heapUsed + external } satisfies HeldMemory);
  }, SETTLE_MS);
});
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// Asking for memory is no reason to live.
process.channel?.unref();
