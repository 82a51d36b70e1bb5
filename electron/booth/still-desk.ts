import type { PaperDocument } from '../../contracts/domain/pages.ts';
import type { PaperReading } from '../../contracts/domain/paper.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import type { Id } from '../../contracts/ids.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Log } from './log.ts';
import type { Still } from './upload.ts';

/** The screen takes a full-resolution picture in well under a second; a camera that woke up slowly gets a few. */
export const STILL_TIMEOUT_MS = 8_000;

/** Pause before a still that the line lost on its way is sent again: about as long as a booth needs to find a hub that is back. */
export const UPLOAD_AGAIN_MS = 2_000;

export interface StillDeskOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly freshId: () => Id;
  /** The visit whose papers may be taken now; null when none may. */
  readonly visitId: () => Id | null;
  /** Asks the screen to take a still. */
  readonly askScreen: (requestId: Id) => void;
  readonly upload: (visitId: Id, fileId: Id, still: Still) => Promise<Result<{ fileId: Id }, XiaowuError>>;
  readonly read: (fileId: Id, still: Still) => Promise<Result<PaperReading, XiaowuError>>;
  /** Journals a fact of this visit, as long as it is the one in the booth. */
  readonly record: (visitId: Id, fact: VisitFact) => void;
}

/**
 * Stills of papers: asked of the screen, uploaded to the visit, read here. Bytes live only as long as that takes, and as the
 * visit: a still that was taken when the line broke is sent when it is back, although nobody waits for its answer any more.
 */
export interface StillDesk {
  /** The hub's order; answers when the hub holds the file. Reading goes on behind and comes as a fact. */
  take(visitId: Id, requestId: Id): Promise<Result<{ fileId: Id }, XiaowuError>>;
  /** A page that the citizen took themselves; answers like `take`. */
  give(still: Still): Promise<Result<{ fileId: Id }, XiaowuError>>;
  /** Tells how the pages of a document of the running visit stand. */
  arrange(document: PaperDocument): Result<undefined, XiaowuError>;
  delivered(requestId: Id, still: Still): Result<undefined, XiaowuError>;
  failed(requestId: Id, error: XiaowuError): Result<undefined, XiaowuError>;
  /** Forgets what is under way, because its visit is over. */
  forget(): void;
}

export function createStillDesk(options: StillDeskOptions): StillDesk {
  const { clock, log, freshId, visitId: currentVisitId, askScreen, upload, read, record } = options;
  const waiting = new Map<
    Id,
    { readonly timer: Timer; readonly settle: (still: Result<Still, XiaowuError>) => void }
  >();

  const pauses = new Set<() => void>();

  function settle(requestId: Id, still: Result<Still, XiaowuError>): Result<undefined, XiaowuError> {
    const waiter = waiting.get(requestId);
    if (!waiter) return err(fail('not_found', 'this still is not awaited'));
    waiting.delete(requestId);
    waiter.timer.cancel();
    waiter.settle(still);
    return ok(undefined);
  }

  function fromScreen(requestId: Id): Promise<Result<Still, XiaowuError>> {
    return new Promise((resolve) => {
      const timer = clock.after(STILL_TIMEOUT_MS, () => {
        settle(requestId, err(fail('timeout', 'the screen gave no still')));
      });
      waiting.set(requestId, { timer, settle: resolve });
      askScreen(requestId);
    });
  }

  /** Uploads until the hub has answered or the visit is over. The hub stores what comes twice once. */
  async function store(visitId: Id, fileId: Id, still: Still): Promise<Result<{ fileId: Id }, XiaowuError>> {
    for (;;) {
      const stored = await upload(visitId, fileId, still);
      if (stored.ok || stored.error.category !== 'network' || currentVisitId() !== visitId) return stored;
      log({ level: 'warning', event: 'still.unsent', error: stored.error });
      await pause();
      if (currentVisitId() !== visitId) return err(fail('cancelled', 'the visit ended meanwhile'));
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        timer.cancel();
        pauses.delete(end);
        resolve();
      };
      const timer = clock.after(UPLOAD_AGAIN_MS, end);
      pauses.add(end);
    });
  }

  async function readBehind(visitId: Id, fileId: Id, still: Still): Promise<void> {
    const reading = await read(fileId, still);
    if (currentVisitId() !== visitId) return;
    if (reading.ok) record(visitId, { type: 'paper.read', reading: reading.value });
    else {
      log({ level: 'warning', event: 'still.unread', error: reading.error });
      record(visitId, {
        type: 'incident.raised',
        subject: 'ocr',
        code: reading.error.code,
        detail: (reading.error.detail ?? reading.error.code).slice(0, 500),
      });
    }
  }

  async function file(visitId: Id, still: Still): Promise<Result<{ fileId: Id }, XiaowuError>> {
    const fileId = freshId();
    const stored = await store(visitId, fileId, still);
    if (!stored.ok) return stored;
    if (currentVisitId() !== visitId) return err(fail('cancelled', 'the visit ended meanwhile'));
    record(visitId, { type: 'file.stored', fileId, source: 'document-camera' });
    void readBehind(visitId, fileId, still);
    return ok({ fileId });
  }

  return {
    async take(visitId, requestId) {
      if (currentVisitId() !== visitId) return err(fail('wrong_state', 'no papers are shown now'));
      if (waiting.has(requestId)) return err(fail('device_busy', 'this still is being taken'));
      const still = await fromScreen(requestId);
      return still.ok ? file(visitId, still.value) : still;
    },
    async give(still) {
      const visitId = currentVisitId();
      return visitId === null ? err(fail('wrong_state', 'no papers are shown now')) : file(visitId, still);
    },
    arrange(document) {
      const visitId = currentVisitId();
      if (visitId === null) return err(fail('wrong_state', 'no papers are shown now'));
      record(visitId, { type: 'pages.arranged', document });
      return ok(undefined);
    },
    delivered: (requestId, still) => settle(requestId, ok(still)),
    failed: (requestId, error) => settle(requestId, err(error)),
    forget() {
      for (const requestId of [...waiting.keys()]) settle(requestId, err(fail('cancelled', 'the visit ended')));
      for (const end of [...pauses]) end();
    },
  };
}
