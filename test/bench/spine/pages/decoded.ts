/**
 * When a remote track's first frame was decoded, told by a thread of its own: neither a screen that is being drawn nor the
 * pictures that are put on it keep it waiting.
 */

/** Chromium; not in TypeScript's library. */
declare const MediaStreamTrackProcessor: new (init: {
  track: MediaStreamTrack;
}) => { readonly readable: ReadableStream<VideoFrame> };

interface Watched {
  readonly id: number;
  readonly readable: ReadableStream<VideoFrame>;
}

/** Runs in the thread. */
function watch(): void {
  self.addEventListener('message', async ({ data: { id, readable } }: MessageEvent<Watched>) => {
    const reader = readable.getReader();
    const { value } = await reader.read();
    const atMs = performance.timeOrigin + performance.now();
    value?.close();
    await reader.cancel();
    if (value) postMessage({ id, atMs });
  });
}

// Started with the page, so that no call waits for it.
const thread = new Worker(URL.createObjectURL(new Blob([`(${watch.toString()})()`])));
const waiting = new Map<number, (atMs: number) => void>();
thread.onmessage = ({ data: { id, atMs } }: MessageEvent<{ id: number; atMs: number }>) => {
  waiting.get(id)?.(atMs);
  waiting.delete(id);
};
let tracks = 0;

/** The moment at which the browser had decoded a first frame of the track; never for one that ends before. */
export function firstDecoded(track: MediaStreamTrack): Promise<number> {
  const id = tracks++;
  const { readable } = new MediaStreamTrackProcessor({ track });
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    thread.postMessage({ id, readable } satisfies Watched, [readable]);
  });
}
