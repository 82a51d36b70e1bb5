import type { Visit } from '../../../contracts/domain/visit.ts';
import type { PageRetake } from '../../../contracts/hub/page.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock } from '../../../contracts/time.ts';
import { afterCapture, afterGlimpse, isDue, NOTHING_SEEN, type Stillness } from '../../../papers/stillness.ts';
import type { Still, StillError } from '../state/still.ts';
import { hintAfter, NO_HINT, type PaperHint, type ShownHint } from './hints.ts';
import type { Look, Studied } from './look.ts';
import { documentOf, emptyList, type PageEvent, type PageList, reducePages } from './page-list.ts';

/** A page that lies well and still is taken by itself after this: time to read that it will be, and to take it away. */
export const TAKEN_AFTER_MS = 2_000;
/** The ring begins to close when the page has lain well for this long. */
const RING_AFTER_MS = 400;
export const RING_MS = TAKEN_AFTER_MS - RING_AFTER_MS;
/** A page that is not seen for this long was taken away. */
const AWAY_AFTER_MS = 600;
/** A photograph that turns out bad is taken again so often; then it is kept, and said to be flawed. */
const MOST_AGAIN = 2;

export interface CaptureSnapshot {
  /** Pages are being taken: the screen shows it. */
  readonly on: boolean;
  readonly list: PageList;
  /** `resting`: the page that lies there was taken; the next one is awaited. */
  readonly phase: 'looking' | 'counting' | 'taking' | 'resting';
  readonly hint: PaperHint | null;
  /** When the page is taken, ms since the epoch; null while the ring is not shown. */
  readonly dueAtMs: number | null;
  /** The last photograph could not be taken, or not be sent. */
  readonly problem: 'camera' | 'sending' | null;
  /** The agent who asked for a page that is none of a document here; null when nobody did. */
  readonly askedBy: string | null;
  /** Addresses of the straight pages, by their key. */
  readonly previews: ReadonlyMap<Id, string>;
}

/** Sounds that go with what is seen. */
export type CaptureCue = 'steady' | 'shutter' | 'asked';

export interface CaptureOptions {
  readonly bridge: Pick<BoothBridge, 'call' | 'on'>;
  readonly clock: Clock;
  readonly freshId: () => Id;
  readonly onLook: (listener: (look: Look) => void) => () => void;
  readonly takePhoto: () => Promise<Result<Still, StillError>>;
  /** Looks at pages more closely from now on, or no more. */
  readonly setKeen: (on: boolean) => void;
  readonly study: (photo: Still) => Promise<Result<Studied, string>>;
  readonly cue: (cue: CaptureCue) => void;
  readonly log: (text: string) => void;
}

/** Taking the pages of documents at the booth: looks, waits, takes, sends, keeps the order. Knows no React. */
export interface Capture {
  getSnapshot(): CaptureSnapshot;
  subscribe(listener: () => void): () => void;
  begin(): void;
  /** Back to the call; pages that were taken stay. */
  pause(): void;
  /** This is all of the document. */
  finish(): void;
  takeNow(): void;
  change(event: Extract<PageEvent, { type: 'replace' | 'keep' | 'move' | 'remove' }>): void;
  /** Follows main's state: what was read of pages, and the end of the call or the visit. */
  update(visit: Visit | null, inCall: boolean): void;
  stop(): void;
}

export function createCapture(options: CaptureOptions): Capture {
  const { bridge, clock, freshId, cue, log } = options;
  const listeners = new Set<() => void>();
  /** Documents of this visit other than the one in hand. */
  let others: readonly PageList[] = [];
  let visitId: Id | null = null;
  let stillness: Stillness = NOTHING_SEEN;
  let shown: ShownHint = NO_HINT;
  let again = 0;
  let seenAtMs = 0;
  let waitsForChange = false;
  let told = '';
  let forgetLooks: (() => void) | null = null;
  const fresh = (list = emptyList(freshId())): CaptureSnapshot => ({
    on: false,
    list,
    phase: 'looking',
    hint: 'no-page',
    dueAtMs: null,
    problem: null,
    askedBy: null,
    previews: new Map(),
  });
  let snapshot = fresh();

  const set = (part: Partial<CaptureSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of listeners) listener();
  };

  /** Changes the document that holds the page, whichever it is, and tells how it stands now. */
  const apply = (documentId: Id, event: PageEvent) => {
    if (snapshot.list.documentId === documentId) set({ list: reducePages(snapshot.list, event) });
    else others = others.map((list) => (list.documentId === documentId ? reducePages(list, event) : list));
    void tell(documentId);
  };
  const listOf = (documentId: Id) => [snapshot.list, ...others].find((list) => list.documentId === documentId) ?? null;
  const tell = async (documentId: Id): Promise<void> => {
    const list = listOf(documentId);
    if (!list || visitId === null) return;
    const document = documentOf(list);
    const text = JSON.stringify(document);
    // Nothing is worth saying before the first page is there.
    if (text === told || (document.pages.length === 0 && document.dropped.length === 0)) return;
    told = text;
    const answer = await bridge.call('pages.arrange', { document });
    if (!answer.ok) log(`pages.arrange: ${answer.error.code}`);
  };

  const look = (seen: Look) => {
    if (!snapshot.on || snapshot.phase === 'taking' || !seen.judged) return;
    const { fault, thumbnail } = seen.judged;
    const { corners, frameAtMs: atMs } = seen;
    // The finder misses a picture now and then: the page is still there, and must not be taken twice.
    if (corners) seenAtMs = atMs;
    else if (atMs - seenAtMs < AWAY_AFTER_MS) return;
    stillness = afterGlimpse(stillness, { atMs, corners, thumbnail, isGood: fault === null });
    // What lies there is not what is wanted, until it was laid anew.
    if (waitsForChange) stillness = afterCapture(stillness);
    waitsForChange = false;
    shown = hintAfter(shown, fault, stillness.motion, atMs);
    if (isDue(stillness, TAKEN_AFTER_MS)) {
      void take(true);
      return;
    }
    const { goodSinceMs } = stillness;
    const isCaptured = stillness.captured !== null;
    const counts = !isCaptured && goodSinceMs !== null && atMs - goodSinceMs >= RING_AFTER_MS;
    const phase = isCaptured ? 'resting' : counts ? 'counting' : 'looking';
    if (phase === 'counting' && snapshot.phase !== 'counting') cue('steady');
    const dueAtMs = counts ? goodSinceMs + TAKEN_AFTER_MS : null;
    if (phase !== snapshot.phase || dueAtMs !== snapshot.dueAtMs || shown.hint !== snapshot.hint) {
      set({ phase, dueAtMs, hint: shown.hint });
    }
  };

  const take = async (byItself: boolean): Promise<void> => {
    if (snapshot.phase === 'taking') return;
    set({ phase: 'taking', dueAtMs: null, problem: null });
    cue('shutter');
    const before = stillness;
    const photo = await options.takePhoto();
    if (!photo.ok) {
      log(`page not taken: ${photo.error.code} ${photo.error.detail}`);
      stillness = { ...before, goodSinceMs: null };
      if (snapshot.on) set({ phase: 'looking', problem: 'camera' });
      return;
    }
    const studied = await options.study(photo.value);
    if (!studied.ok) log(`page not studied: ${studied.error}`);
    const seen = studied.ok ? studied.value : null;
    const fault = seen?.fault ?? null;
    if (!snapshot.on) return;
    if (byItself && fault !== null && again < MOST_AGAIN) {
      again += 1;
      stillness = { ...stillness, goodSinceMs: null };
      shown = { hint: fault, sinceMs: clock.nowMs() };
      set({ phase: 'looking', hint: fault });
      return;
    }
    again = 0;
    stillness = afterCapture(stillness);
    keep(photo.value, seen);
  };

  const keep = (photo: Still, seen: Studied | null) => {
    const key = freshId();
    const { documentId } = snapshot.list;
    const page = seen?.straight ?? photo;
    const preview = URL.createObjectURL(seen?.preview ?? new Blob([photo.bytes], { type: photo.mimeType }));
    set({ phase: 'resting', askedBy: null, previews: new Map([...snapshot.previews, [key, preview]]) });
    const { fault: flaw = null, isCard = false } = seen ?? {};
    apply(documentId, { type: 'taken', key, flaw, isCard });
    void send(documentId, key, page);
  };

  const send = async (documentId: Id, key: Id, page: Still): Promise<void> => {
    const answer = await bridge.call('page.give', page);
    // The visit it was taken in may be over: then nobody wants it any more.
    if (!listOf(documentId)) return;
    if (answer.ok) apply(documentId, { type: 'stored', key, fileId: answer.value.fileId });
    else {
      log(`page.give: ${answer.error.code}`);
      apply(documentId, { type: 'failed', key });
      set({ problem: 'sending' });
    }
  };

  const enter = () => {
    if (snapshot.on) return;
    stillness = NOTHING_SEEN;
    shown = NO_HINT;
    again = 0;
    options.setKeen(true);
    forgetLooks = options.onLook(look);
    set({ on: true, phase: 'looking', hint: 'no-page', dueAtMs: null, problem: null });
  };
  const leave = () => {
    forgetLooks?.();
    forgetLooks = null;
    options.setKeen(false);
    set({ on: false, phase: 'looking', dueAtMs: null, askedBy: null });
  };
  /** A page is wanted once more: the one that lies there is not taken by itself, it may be another or as bad as before. */
  const waitForChange = () => {
    stillness = NOTHING_SEEN;
    waitsForChange = true;
    set({ phase: 'resting', dueAtMs: null });
  };
  /** Takes a document in hand; the one before is laid aside. */
  const hold = (list: PageList) => {
    const before = snapshot.list;
    others = [...others.filter(({ documentId }) => documentId !== list.documentId)];
    if (before.documentId !== list.documentId && (before.pages.length > 0 || before.dropped.length > 0)) {
      others = [...others, before];
    }
    set({ list });
  };

  const asked = ({ fileId, reason, agent }: Omit<PageRetake, 'visitId'>) => {
    if (visitId === null) return;
    const list = [snapshot.list, ...others].find(({ pages }) => pages.some((page) => page.fileId === fileId));
    // What an agent took, or what was taken before the screen began anew, is replaced by a document of its own.
    hold(list ?? emptyList(freshId(), [fileId]));
    if (list) {
      apply(list.documentId, { type: 'asked', fileId, ask: { reason, byName: agent.displayName } });
    }
    enter();
    waitForChange();
    set({ askedBy: list ? null : agent.displayName });
    cue('asked');
  };
  const forgetAsks = bridge.on('page.retake', asked);

  const forget = () => {
    for (const address of snapshot.previews.values()) URL.revokeObjectURL(address);
    others = [];
    told = '';
    if (snapshot.on) leave();
    snapshot = fresh();
    set({});
  };

  return {
    getSnapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    begin() {
      if (snapshot.list.done) hold(emptyList(freshId()));
      enter();
    },
    pause() {
      if (snapshot.list.replacing !== null) apply(snapshot.list.documentId, { type: 'keep' });
      leave();
    },
    finish() {
      apply(snapshot.list.documentId, { type: 'done' });
      leave();
    },
    takeNow: () => void take(false),
    change(event) {
      apply(snapshot.list.documentId, event);
      if (event.type === 'replace') waitForChange();
    },
    update(visit, inCall) {
      if (!inCall && snapshot.on) leave();
      const id = visit?.id ?? null;
      if (id !== visitId) {
        if (visitId !== null) forget();
        visitId = id;
      }
      for (const { fileId, kind } of visit?.readings ?? []) {
        const list = [snapshot.list, ...others].find(({ pages }) => pages.some((page) => page.fileId === fileId));
        if (!list) continue;
        const next = reducePages(list, { type: 'read', fileId, kind });
        if (next !== list) apply(list.documentId, { type: 'read', fileId, kind });
      }
    },
    stop() {
      forgetAsks();
      forget();
      listeners.clear();
    },
  };
}
