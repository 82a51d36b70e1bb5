import { err, ok, type Result } from '../../../contracts/result.ts';
import type { Look, PaperAnswer, PaperRequest, Studied } from './look.ts';

/** Between two looks: each picture of a page that is pushed, at the pace of the paper's camera. */
const LOOK_MS = 80;
/** After a look its own length passes as often: on a slow machine the call comes first, and a page being taken before it. */
const REST_TIMES = 2;
const KEEN_REST_TIMES = 0.5;

/** The part of a worker that is needed. */
export type PaperWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

type Unnumbered = PaperRequest extends infer R ? (R extends PaperRequest ? Omit<R, 'number'> : never) : never;

/** Looks at the paper for whoever wants to know; the work is done in a worker, which lives while somebody looks. */
export interface PaperEye {
  /** Looks at a track's pictures, one after another; returns the function that stops it. */
  watch(track: MediaStreamTrack, onLook: (look: Look) => void): () => void;
  /**
   * Pages are being taken: pictures are judged as well, and looked at more often.
   * @param photoWidthPx pixels across of a photograph by this camera; null when pages are taken no more
   */
  setKeen(photoWidthPx: number | null): void;
  /** Finds and judges the page in a photograph; an error says what was wrong with the worker. */
  study(photo: Blob): Promise<Result<Studied, string>>;
}

export function createPaperEye(makeWorker: () => PaperWorker, log: (text: string) => void): PaperEye {
  let worker: PaperWorker | null = null;
  let users = 0;
  let numbers = 0;
  let keenForPx: number | null = null;
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
  const ask = (request: Unnumbered, given: Transferable[]): Promise<PaperAnswer> =>
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
        const answer = await ask({ type: 'look', frame, judgeForPx: keenForPx }, [frame]);
        if (stopped) return 0;
        if (answer.type !== 'looked') {
          log(`paper not looked at: ${answer.type === 'failed' ? answer.detail : answer.type}`);
          return 0;
        }
        onLook({ corners: answer.corners, judged: answer.judged, frameAtMs });
        return answer.tookMs * (keenForPx === null ? REST_TIMES : KEEN_REST_TIMES) + answer.tookMs;
      });
      return () => {
        if (stopped) return;
        stopped = true;
        stopFrames();
        leave();
      };
    },
    setKeen(photoWidthPx) {
      keenForPx = photoWidthPx;
    },
    async study(photo) {
      users += 1;
      try {
        const answer = await ask({ type: 'study', photo }, []);
        if (answer.type === 'studied') return ok(answer.studied);
        return err(answer.type === 'failed' ? answer.detail : answer.type);
      } finally {
        leave();
      }
    },
  };
}

/** Gives pictures of a track, the next one when the one before is done with and the time has passed that `look` asks for, in ms. */
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
      if (busy || now < notBefore) return;
      const frame = frameOf(video);
      if (!frame) return;
      busy = true;
      const frameAtMs = Date.now() - (performance.now() - (captureTime ?? now));
      void (async () => {
        try {
          notBefore = now + Math.max(LOOK_MS, await look(frame, frameAtMs));
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

/** The picture that a video shows now; null when it shows none, because its track begins, ends or changes. */
function frameOf(video: HTMLVideoElement): VideoFrame | null {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  try {
    return new VideoFrame(video);
  } catch {
    return null;
  }
}
