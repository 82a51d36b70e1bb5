import * as Y from 'yjs';
import { fromBase64, toBase64 } from '../../contracts/domain/base64.ts';
import {
  type FormAct,
  type FormActed,
  type FormChanged,
  type FormFieldState,
  type FormOpened,
  type FormSignature,
  type FormSource,
  MAX_DRAFT_CHARS,
} from '../../contracts/domain/form.ts';
import { type Splice, spliceBetween } from '../../contracts/domain/splice.ts';
import type { ErrorCode, XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

type Answer<T> = Promise<Result<T, XiaowuError>>;

/** The way to the hub; the same for booth, desk and phone. */
export interface FormLink {
  open(input: { caseId: string; vector?: string }): Answer<FormOpened>;
  edit(input: { caseId: string; update: string; sources: Record<string, FormSource> }): Answer<FormChanged>;
  act(input: { caseId: string; actId: string; act: FormAct }): Answer<FormActed>;
}

/** Where what is not sent yet outlives a reload; text as this replica wrote it. */
export interface FormKeep {
  load(): string | null;
  /** Null: nothing is waiting any more. */
  save(kept: string | null): void;
}

/** A form as a screen shows it. Equal objects mean that nothing changed. */
export interface FormView {
  /** The hub has told what stands there. */
  readonly ready: boolean;
  readonly texts: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, FormFieldState>>;
  readonly version: number;
  readonly signature: FormSignature | null;
  readonly writable: boolean;
  /** Something is not at the hub yet. */
  readonly waiting: boolean;
  /** Fields whose last confirmation became a proposal, until they are touched again. */
  readonly proposed: ReadonlySet<string>;
  /** Why the hub took something not; what was typed since the last answer is gone. Null while all is well. */
  readonly refused: XiaowuError | null;
}

export interface ReplicaTools {
  readonly caseId: string;
  readonly fieldIds: readonly string[];
  readonly link: FormLink;
  readonly clock: Clock;
  readonly freshId: () => string;
  readonly keep?: FormKeep;
}

/** Letters typed within this go together: a third of what a person notices. */
const TYPING_PAUSE_MS = 120;
/** A line that failed is tried again after this, also when nobody says that it is back. */
const RETRY_MS = 3_000;

/** Answers about what was sent. Anything else is about the way or the hub: it is sent again. */
const REFUSALS: readonly ErrorCode[] = ['invalid_input', 'too_large', 'forbidden', 'not_found', 'wrong_state'];

interface WaitingAct {
  readonly actId: string;
  readonly act: FormAct;
}

/**
 * One party's copy of a shared form. Typing shows at once and goes to the hub when there is a way; what others did is merged
 * in. Whatever was sent without an answer is sent again: the hub takes it once.
 */
export class FormReplica {
  readonly #tools: ReplicaTools;
  readonly #listeners = new Set<() => void>();
  #doc = new Y.Doc();
  /** What the hub has of the texts, as far as is known. */
  #hubVector: Uint8Array | undefined;
  #fields: Readonly<Record<string, FormFieldState>> = {};
  #rev = -1;
  #heardRev = -1;
  #version = 0;
  #signature: FormSignature | null = null;
  #writable = false;
  #inStep = false;
  #typed = 0;
  #sent = 0;
  /** Where the texts that wait came from, by field. */
  #sources: Record<string, FormSource> = {};
  #acts: WaitingAct[] = [];
  #proposed: ReadonlySet<string> = new Set();
  #refused: XiaowuError | null = null;
  #retried = false;
  #running = false;
  #closed = false;
  #timer: Timer | undefined;
  #view: FormView | undefined;

  constructor(tools: ReplicaTools) {
    this.#tools = tools;
    this.#load();
  }

  /** Asks the hub how the form stands, and sends what waits; also when the line is back. */
  sync(): void {
    this.#inStep = false;
    this.#soon(0);
  }

  /** Takes in what a copy before this one kept and could not send. What does not fit is not of this form. */
  restore(kept: string): void {
    if (!this.#merge(kept)) return;
    this.#save();
    this.#tell();
    this.#soon(0);
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
    this.#listeners.clear();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): FormView => {
    this.#view ??= {
      ready: this.#rev >= 0,
      texts: Object.fromEntries(this.#tools.fieldIds.map((id) => [id, this.#doc.getText(id).toString()])),
      fields: this.#fields,
      version: this.#version,
      signature: this.#signature,
      writable: this.#writable,
      waiting: this.#isWaiting(),
      proposed: this.#proposed,
      refused: this.#refused,
    };
    return this.#view;
  };

  text(fieldId: string): string {
    return this.#doc.getText(fieldId).toString();
  }

  /** Makes the field's text `after`, as one change at one place, so that what others type elsewhere in it stays. */
  type(fieldId: string, after: string, caret?: number, source: FormSource = 'typed'): void {
    const splice = spliceBetween(this.text(fieldId), after, caret);
    if (splice) this.splice(fieldId, splice, source);
  }

  splice(fieldId: string, { at, remove, insert }: Splice, source: FormSource = 'typed'): void {
    const text = this.#doc.getText(fieldId);
    const room = MAX_DRAFT_CHARS - text.length + remove;
    this.#sources[fieldId] = source;
    this.#doc.transact(() => {
      if (remove > 0) text.delete(at, remove);
      if (insert !== '' && insert.length <= room) text.insert(at, insert);
    });
    this.#typed += 1;
    this.#refused = null;
    this.#touched(fieldId);
    this.#soon(TYPING_PAUSE_MS);
  }

  /** Confirms `value`, or the text as it stands here. */
  confirm(fieldId: string, value = this.text(fieldId)): void {
    this.#do({ type: 'confirm', fieldId, value, seen: this.#fields[fieldId]?.confirmed?.seq ?? 0 });
  }

  doubt(fieldId: string, reason = ''): void {
    this.#do({ type: 'doubt', fieldId, reason });
  }

  trust(fieldId: string): void {
    this.#do({ type: 'trust', fieldId });
  }

  dismiss(fieldId: string): void {
    this.#do({ type: 'dismiss', fieldId });
  }

  /** News of the hub, by push or as an answer; the same twice is one. */
  hear(changed: FormChanged): void {
    if (changed.caseId !== this.#tools.caseId || this.#closed) return;
    this.#heardRev = Math.max(this.#heardRev, changed.rev);
    if (changed.update !== '') Y.applyUpdate(this.#doc, fromBase64(changed.update));
    const known = this.#rev >= 0;
    if (known && changed.rev === this.#rev + 1) this.#take(changed, { ...this.#fields, ...changed.fields });
    // Something between was missed.
    else if (known && changed.rev > this.#rev) this.sync();
    this.#tell();
  }

  #do(act: FormAct): void {
    this.#acts.push({ actId: this.#tools.freshId(), act });
    this.#refused = null;
    this.#touched(act.fieldId);
    this.#soon(0);
  }

  #touched(fieldId: string): void {
    if (this.#proposed.has(fieldId)) this.#proposed = new Set([...this.#proposed].filter((id) => id !== fieldId));
    this.#save();
    this.#tell();
  }

  #isWaiting(): boolean {
    return this.#typed !== this.#sent || this.#acts.length > 0;
  }

  #tell(): void {
    this.#view = undefined;
    for (const listener of this.#listeners) listener();
  }

  /** Runs after `ms`; one that is due earlier stays. */
  #soon(ms: number): void {
    if (this.#closed) return;
    if (ms === 0) this.#timer?.cancel();
    else if (this.#timer) return;
    this.#timer = this.#tools.clock.after(ms, () => {
      this.#timer = undefined;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    if (this.#running || this.#closed) return;
    this.#running = true;
    try {
      while (!this.#closed && (await this.#step()));
    } finally {
      this.#running = false;
    }
  }

  /** One request with its answer; false when there is nothing to do now. */
  async #step(): Promise<boolean> {
    if (!this.#inStep) return this.#open();
    if (this.#typed !== this.#sent) return this.#sendTexts();
    const next = this.#acts[0];
    return next !== undefined && this.#sendAct(next);
  }

  async #open(): Promise<boolean> {
    const { caseId, link } = this.#tools;
    const answer = await link.open({ caseId, vector: toBase64(Y.encodeStateVector(this.#doc)) });
    if (!answer.ok) return this.#failed('open', answer.error);
    const { update, vector, fields, writable } = answer.value;
    Y.applyUpdate(this.#doc, fromBase64(update));
    this.#hubVector = fromBase64(vector);
    this.#writable = writable;
    this.#take(answer.value, fields);
    // A push that overtook this answer is news that it lacks.
    this.#inStep = this.#heardRev <= this.#rev;
    this.#tell();
    return true;
  }

  async #sendTexts(): Promise<boolean> {
    const { caseId, link } = this.#tools;
    const typed = this.#typed;
    const vector = Y.encodeStateVector(this.#doc);
    const update = toBase64(Y.encodeStateAsUpdate(this.#doc, this.#hubVector));
    const sources = this.#sources;
    this.#sources = {};
    const answer = await link.edit({ caseId, update, sources });
    if (!answer.ok) {
      this.#sources = { ...sources, ...this.#sources };
      return this.#failed('texts', answer.error);
    }
    this.#sent = typed;
    this.#hubVector = vector;
    this.#answered(answer.value);
    return true;
  }

  async #sendAct({ actId, act }: WaitingAct): Promise<boolean> {
    const { caseId, link } = this.#tools;
    const answer = await link.act({ caseId, actId, act });
    if (!answer.ok) return this.#failed('act', answer.error);
    this.#acts = this.#acts.filter((waiting) => waiting.actId !== actId);
    if (answer.value.outcome === 'proposed') this.#proposed = new Set([...this.#proposed, act.fieldId]);
    this.#answered(answer.value.changed);
    return true;
  }

  #answered(changed: FormChanged): void {
    this.#retried = false;
    this.#save();
    this.hear(changed);
  }

  /** Whether to go on at once after a failure. */
  #failed(what: 'open' | 'texts' | 'act', error: XiaowuError): boolean {
    if (!REFUSALS.includes(error.code)) {
      this.#inStep = false;
      this.#soon(RETRY_MS);
      return false;
    }
    // The hub lacks something, or the case was closed meanwhile: opening anew tells which.
    const again = error.code === 'wrong_state' && what !== 'open' && !this.#retried;
    if (again) this.#retried = true;
    else this.#giveUp(what, error);
    this.#inStep = false;
    return again || what !== 'open';
  }

  /** The hub does not take it. Refused letters take the whole copy with them, because later ones rest on them. */
  #giveUp(what: 'open' | 'texts' | 'act', error: XiaowuError): void {
    if (what === 'act') this.#acts.shift();
    else {
      this.#doc = new Y.Doc();
      this.#hubVector = undefined;
      this.#sent = this.#typed;
      this.#sources = {};
    }
    if (what === 'open') this.#acts = [];
    this.#retried = false;
    this.#refused = error;
    this.#save();
    this.#tell();
  }

  #take(
    { rev, version, signature }: Pick<FormChanged, 'rev' | 'version' | 'signature'>,
    fields: FormView['fields'],
  ): void {
    this.#rev = rev;
    this.#version = version;
    this.#signature = signature;
    this.#fields = fields;
  }

  #save(): void {
    const { keep } = this.#tools;
    if (!keep) return;
    if (!this.#isWaiting()) keep.save(null);
    else {
      // The rest is at the hub; together they are whole again.
      const update = toBase64(Y.encodeStateAsUpdate(this.#doc, this.#hubVector));
      keep.save(JSON.stringify({ update, acts: this.#acts }));
    }
  }

  #load(): void {
    const kept = this.#tools.keep?.load();
    // Of another version of the page: the hub's copy counts.
    if (kept && !this.#merge(kept)) this.#tools.keep?.save(null);
  }

  #merge(kept: string): boolean {
    try {
      const { update, acts } = JSON.parse(kept) as { update: string; acts: WaitingAct[] };
      Y.applyUpdate(this.#doc, fromBase64(update));
      this.#acts = [...acts, ...this.#acts.filter(({ actId }) => acts.every((one) => one.actId !== actId))];
      this.#typed += 1;
      return true;
    } catch {
      return false;
    }
  }
}
