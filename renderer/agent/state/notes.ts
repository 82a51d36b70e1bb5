import type { XiaowuError } from '../../../contracts/errors.ts';
import type { OutcomeCode } from '../../../contracts/hub/agent.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';

/** After this much quiet what was typed is sent: each sending is an entry of the record, and a crash costs nothing meanwhile. */
export const NOTE_REST_MS = 3_000;
/** A note that did not get through is tried again after this. */
export const NOTE_RETRY_MS = 5_000;

/** What an agent writes about a visit when it is over. */
export interface NoteDraft {
  readonly visitId: Id;
  /** Where it was, so that a note without its visit is still known after a reload. */
  readonly title: string;
  readonly note: string;
  readonly outcome: OutcomeCode | null;
  /** `typing`: not sent yet; `saving`; `saved`; `failed`: tried again, and kept here meanwhile. */
  readonly state: 'typing' | 'saving' | 'saved' | 'failed';
  readonly error: XiaowuError | null;
}

export interface NotesOptions {
  readonly clock: Clock;
  /** Keeps drafts that the hub does not have yet. */
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly storageKey: string;
  readonly send: (draft: { visitId: Id; note: string; outcome?: OutcomeCode }) => Promise<Result<unknown, XiaowuError>>;
  readonly onChange: () => void;
}

/**
 * The notes of the last visits. What is typed is kept on this computer at once and sent after a rest; it is let go only
 * when the hub has it, so neither the end of the wrap-up nor a lost line nor a reload costs a word.
 */
export class Notes {
  readonly #options: NotesOptions;
  readonly #timers = new Map<Id, Timer>();
  #drafts: ReadonlyMap<Id, NoteDraft>;

  constructor(options: NotesOptions) {
    this.#options = options;
    this.#drafts = new Map(kept(options).map((draft) => [draft.visitId, draft]));
    for (const visitId of this.#drafts.keys()) this.#plan(visitId, NOTE_REST_MS);
  }

  of(visitId: Id): NoteDraft | null {
    return this.#drafts.get(visitId) ?? null;
  }

  /** Drafts that the hub does not have. */
  get unsaved(): readonly NoteDraft[] {
    return [...this.#drafts.values()].filter((draft) => draft.state !== 'saved');
  }

  write(visitId: Id, title: string, change: { note?: string; outcome?: OutcomeCode | null }): void {
    const before = this.of(visitId) ?? { visitId, title, note: '', outcome: null, state: 'typing', error: null };
    const draft: NoteDraft = { ...before, ...change, state: 'typing', error: null };
    if (draft.note.trim() === '' && draft.outcome === null) this.#drop(visitId);
    else {
      this.#set(draft);
      this.#plan(visitId, NOTE_REST_MS);
    }
  }

  /** Sends now what waits for a rest. Resolves when the hub has answered. */
  async flush(visitId?: Id): Promise<void> {
    const wanted = this.unsaved.filter((draft) => visitId === undefined || draft.visitId === visitId);
    await Promise.all(wanted.map((draft) => this.#send(draft.visitId)));
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #plan(visitId: Id, delayMs: number): void {
    this.#timers.get(visitId)?.cancel();
    this.#timers.set(
      visitId,
      this.#options.clock.after(delayMs, () => void this.#send(visitId)),
    );
  }

  async #send(visitId: Id): Promise<void> {
    this.#timers.get(visitId)?.cancel();
    this.#timers.delete(visitId);
    const draft = this.of(visitId);
    if (!draft || draft.state === 'saved' || draft.state === 'saving') return;
    this.#set({ ...draft, state: 'saving' });
    const { note, outcome } = draft;
    const answer = await this.#options.send({ visitId, note, ...(outcome && { outcome }) });
    const now = this.of(visitId);
    // What was typed meanwhile has its own turn.
    if (now?.note !== note || now.outcome !== outcome) return;
    this.#set({ ...now, state: answer.ok ? 'saved' : 'failed', error: answer.ok ? null : answer.error });
    // A hub that says no says it again; only a line heals by itself. The writer sees it, and may try again.
    if (!answer.ok && answer.error.category === 'network') this.#plan(visitId, NOTE_RETRY_MS);
  }

  /** Nothing is written: there is nothing to send. */
  #drop(visitId: Id): void {
    this.#timers.get(visitId)?.cancel();
    this.#timers.delete(visitId);
    this.#keep([...this.#drafts].filter(([id]) => id !== visitId));
  }

  #set(draft: NoteDraft): void {
    this.#keep([...this.#drafts, [draft.visitId, draft]]);
  }

  #keep(drafts: readonly (readonly [Id, NoteDraft])[]): void {
    this.#drafts = new Map(drafts);
    const { storage, storageKey } = this.#options;
    const open = this.unsaved;
    if (open.length === 0) storage.removeItem(storageKey);
    else storage.setItem(storageKey, JSON.stringify(open));
    this.#options.onChange();
  }
}

function kept({ storage, storageKey }: NotesOptions): readonly NoteDraft[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter(isDraft).map((draft) => ({ ...draft, state: 'typing', error: null }));
  } catch {
    // Something else wrote there: as good as nothing kept.
    return [];
  }
}

function isDraft(value: unknown): value is NoteDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { visitId, note, title } = value as Partial<Record<keyof NoteDraft, unknown>>;
  return typeof visitId === 'string' && typeof note === 'string' && typeof title === 'string';
}
