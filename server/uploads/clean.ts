import { Worker } from 'node:worker_threads';
import type { VisitFile } from '../../contracts/domain/paper.ts';
import { type ErrorCode, fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';

/** A file as it is stored: drawn or built anew, so that nothing of the sender's bytes but the pictures and pages is left. */
export interface CleanFile {
  readonly bytes: Uint8Array;
  readonly mimeType: VisitFile['mimeType'];
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** What the worker answers; `detail` is for the log. */
export type CleanAnswer =
  | { readonly ok: true; readonly file: CleanFile }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail: string };

export interface Cleaner {
  /**
   * Makes a sender's file anew. Refusals: `unsupported_type`, `unreadable_image`, `too_large` (more pixels than a camera has),
   * `too_many_pages`, `file_locked` (needs a password), `file_unsafe` (does more than show pages).
   */
  clean(bytes: Uint8Array): Promise<Result<CleanFile, XiaowuError>>;
}

/** A photo of 60 megapixels or a PDF of 50 pages takes a second or two, on a busy machine ten; what takes longer is made to. */
const DEADLINE_MS = 60_000;
/** JavaScript's share only; pictures are decoded outside of it, their pixels are counted before. */
const WORKER_HEAP_MB = 512;

/** Cleans in a thread of its own, one file after the other: what a file does to its reader ends with the thread. */
export function createCleaner(): Cleaner {
  let queue: Promise<unknown> = Promise.resolve();
  return {
    clean(bytes) {
      const next = queue.then(() => cleanInThread(bytes));
      queue = next;
      return next;
    },
  };
}

async function cleanInThread(bytes: Uint8Array): Promise<Result<CleanFile, XiaowuError>> {
  const worker = new Worker(new URL('./clean-worker.ts', import.meta.url), {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
  });
  try {
    const answer = await answerOf(worker);
    return answer.ok ? ok(answer.file) : err(fail(answer.code, answer.detail));
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<CleanAnswer> {
  return new Promise((resolve) => {
    const refuse = (detail: string) => resolve({ ok: false, code: 'file_unsafe', detail });
    // A guard against files that hang their reader, not a measure of anything: real time is meant.
    const timer = setTimeout(() => refuse(`not read within ${DEADLINE_MS} ms`), DEADLINE_MS);
    worker.once('message', (answer: CleanAnswer) => {
      clearTimeout(timer);
      resolve(answer);
    });
    worker.once('error', (thrown) => {
      clearTimeout(timer);
      refuse(`its reader ended: ${String(thrown)}`);
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      refuse(`its reader ended with ${code}`);
    });
  });
}
