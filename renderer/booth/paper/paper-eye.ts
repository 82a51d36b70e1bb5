import type { Look, PaperAnswer, PaperRequest } from './look.ts';

/** Between two looks: each picture of a page that is pushed, at the pace of the paper's camera. */
const LOOK_MS = 80;
/** After a look its own length passes as often: on a slow machine the call comes first. */
const REST_TIMES = 1;

/** The part of a worker that is needed. */
export type PaperWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

/** Looks at the paper for whoever wants to know; the work is done in a worker, which lives while somebody looks. */
export interface PaperEye {
  /** Looks at a track's pictures, one after another; returns the function that stops it. */
  watch(track: MediaStreamTrack, onLook: (look: Look) => void): () => void;
}

export function createPaperEye(makeWorker: () => PaperWorker, log: (text: string) => void): PaperEye {
  let worker: PaperWorker | null = null;
  let users = 0;
  let numbers = 0;
  const waiting = new Map<number, (answer: PaperAnswer) => void>();

  const settle = (answer: PaperAnswer) => {
    const settleOne = waiting.get(answer.number);
    waiting.delete(answer.number);
    settleOne?.(answer);
  };
  const drop = () => {
    worker?.terminate();
    worker = null;
    for (const number of [...waiting.keys()]) settle({ type: 'failed', number, detail: 'the worker is gone' });
  };
  const start = (): PaperWorker => {
    const fresh = makeWorker();
    fresh.addEventListener('message', (event) => settle((event as MessageEvent<PaperAnswer>).data));
    fresh.addEventListener('error', (event) => {
      log(`paper worker: ${(event as ErrorEvent).message}`);
      if (worker === fresh) drop();
    });
    return fresh;
  };
  const ask = (request: Omit<PaperRequest, 'number'>, given: Transferable[]): Promise<PaperAnswer> =>
    new Promise((resolve) => {
      numbers += 1;
      worker ??= start();
      waiting.set(numbers, resolve);
      worker.postMessage({ ...request, number: numbers }, given);
    });
  const leave = () => {
    users -= 1;
    if (users === 0) drop();
  };

  return {
    watch(track, onLook) {
      users += 1;
      let stopped = false;
      const stopFrames = watchFrames(track, async (frame, frameAtMs) => {
        const answer = await ask({ type: 'look', frame }, [frame]);
        if (stopped) return 0;
        if (answer.type !== 'failed') onLook({ corners: answer.corners, frameAtMs });
        else log(`paper not looked at: ${answer.detail}`);
        return answer.type === 'failed' ? 0 : answer.tookMs;
      });
      return () => {
        if (stopped) return;
        stopped = true;
        stopFrames();
        leave();
      };
    },
  };
}

/** Gives pictures of a track, the next one when the one before is done with. `look` gives the time it took, in ms. */
function watchFrames(
  track: MediaStreamTrack,
  look: (frame: VideoFrame, frameAtMs: number) => Promise<number>,
): () => void {
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = new MediaStream([track]);
  let stopped = false;
  let busy = false;
  let notBefore = 0;
  const next = (): void => {
    video.requestVideoFrameCallback((now, { captureTime }) => {
      if (stopped) return;
      next();
      if (busy || now < notBefore || video.videoWidth === 0) return;
      busy = true;
      const frameAtMs = Date.now() - (performance.now() - (captureTime ?? now));
      void (async () => {
        try {
          const tookMs = await look(new VideoFrame(video), frameAtMs);
          notBefore = now + Math.max(LOOK_MS, (1 + REST_TIMES) * tookMs);
        } finally {
          busy = false;
        }
      })();
    });
  };
  next();
  // Refused only when the source is taken away, which is how it ends.
  video.play().catch(() => undefined);
  return () => {
    stopped = true;
    video.srcObject = null;
  };
}
