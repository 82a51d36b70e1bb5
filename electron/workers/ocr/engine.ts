import { MAX_STILL_BYTES } from '../../../contracts/device/ocr.ts';
import type { PaperKind, PaperReading } from '../../../contracts/domain/paper.ts';
import { describeThrown, fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import { decodeImage } from './image.ts';
import { prepare } from './prepare.ts';
import { readPage } from './read-page.ts';
import type { Recogniser } from './recogniser.ts';

/** An engine that nobody used for this long gives its memory (about 300 MB) back; a visit's stills come closer together. */
export const OCR_IDLE_RELEASE_MS = 5 * 60_000;
/** No page takes this long, even with every core busy; an engine that does is stuck and is replaced. */
export const OCR_DEADLINE_MS = 90_000;

export interface OcrOptions {
  readonly clock: Clock;
  /** Starts an engine; see `startRecogniser`. */
  readonly start: () => Promise<Recogniser>;
  readonly idleReleaseMs?: number;
  readonly deadlineMs?: number;
}

export interface Still {
  readonly fileId: string;
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  /** When the desk knows which paper it asked for. */
  readonly kind?: PaperKind;
}

/** Reads papers with one warm engine: made on first use, one page at a time, released when idle. */
export interface OcrEngine {
  read(still: Still): Promise<Result<PaperReading, XiaowuError>>;
  warm(): Promise<Result<void, XiaowuError>>;
  release(): Promise<Result<void, XiaowuError>>;
  /** Whether an engine is held in memory. */
  readonly isWarm: boolean;
}

export function createOcrEngine(options: OcrOptions): OcrEngine {
  const { clock, start, idleReleaseMs = OCR_IDLE_RELEASE_MS, deadlineMs = OCR_DEADLINE_MS } = options;
  let held: Promise<Recogniser> | null = null;
  let idle: Timer | null = null;
  /** Pages wait for one another. */
  let queue: Promise<unknown> = Promise.resolve();
  /** Ends what is under way when the engine is released beneath it. */
  let interrupt: ((error: XiaowuError) => void) | null = null;

  function hold(): Promise<Recogniser> {
    idle?.cancel();
    idle = null;
    if (!held) {
      const starting = start();
      held = starting;
      // A failed start is not kept: the next call tries again.
      starting.catch(() => {
        if (held === starting) held = null;
      });
    }
    return held;
  }

  async function drop(reason: XiaowuError): Promise<void> {
    idle?.cancel();
    idle = null;
    const dropped = held;
    held = null;
    interrupt?.(reason);
    interrupt = null;
    // An engine that failed to start has nothing to end.
    await dropped?.then(
      (recogniser) => recogniser.terminate(),
      () => undefined,
    );
  }

  function restLater(): void {
    idle?.cancel();
    idle = clock.after(idleReleaseMs, () => {
      void drop(fail('cancelled', 'released when idle'));
    });
  }

  /** The work, or its interruption, or its deadline: whichever comes first. */
  async function bounded<T>(work: () => Promise<Result<T, XiaowuError>>): Promise<Result<T, XiaowuError>> {
    const interrupted = new Promise<Result<T, XiaowuError>>((resolve) => {
      interrupt = (error) => resolve(err(error));
    });
    const late = clock.after(deadlineMs, () => {
      void drop(fail('ocr_failed', `no answer within ${deadlineMs} ms`));
    });
    try {
      return await Promise.race([
        work().catch((thrown) => err(fail('ocr_failed', describeThrown(thrown)))),
        interrupted,
      ]);
    } finally {
      late.cancel();
      interrupt = null;
      if (held) restLater();
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  return {
    get isWarm() {
      return held !== null;
    },
    read: (still) => inTurn(() => bounded(() => readStill(still, hold, clock))),
    warm: () =>
      inTurn(() =>
        bounded(async () => {
          await hold();
          return ok();
        }),
      ),
    async release() {
      await drop(fail('cancelled', 'released'));
      return ok();
    },
  };
}

async function readStill(
  { fileId, bytes, mimeType, kind }: Still,
  hold: () => Promise<Recogniser>,
  clock: Clock,
): Promise<Result<PaperReading, XiaowuError>> {
  const startedMs = clock.nowMs();
  if (bytes.byteLength > MAX_STILL_BYTES) return err(fail('too_large', `${bytes.byteLength} bytes`));
  const image = decodeImage(bytes, mimeType);
  if (!image.ok) return image;
  const read = await readPage(await hold(), prepare(image.value), kind);
  return ok({ fileId, ...read, durationMs: Math.max(0, clock.nowMs() - startedMs) });
}
