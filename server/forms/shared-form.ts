import * as Y from 'yjs';
import { fromBase64, toBase64 } from '../../contracts/domain/base64.ts';
import type { FormField } from '../../contracts/domain/catalogue.ts';
import {
  EMPTY_FIELD,
  type FormAct,
  type FormFieldState,
  type FormOutcome,
  type FormSource,
  type FormWriter,
  MAX_DRAFT_CHARS,
  MAX_PROPOSALS,
} from '../../contracts/domain/form.ts';
import { isDoubt, normalise, problemOf } from '../../contracts/domain/form-rules.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';

/** A form as it is stored. */
export interface StoredForm {
  /** The texts, as one Yjs update. */
  readonly doc: Uint8Array;
  readonly fields: Readonly<Record<string, FormFieldState>>;
  readonly rev: number;
  readonly version: number;
}

/** What a change did. `update` and `fields` are what the others lack. */
export interface FormChange {
  readonly update: Uint8Array | null;
  readonly fields: Readonly<Record<string, FormFieldState>>;
  /** Whether what would be signed is another now. */
  readonly contentChanged: boolean;
}

export interface ActChange extends FormChange {
  readonly outcome: FormOutcome;
}

/** More than this of one document is no form: a sheet of 20 full fields, typed anew a hundred times, is a tenth of it. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

type FormResult<T> = Result<T, XiaowuError>;

/**
 * The hub's copy of a form: takes what the parties send, holds it against the form's questions and everybody's rights, and
 * says what the others are to be told. Pure: no clock, no database.
 * After a refused update the texts hold what was refused; `dirty` says so, and the copy must be read anew.
 */
export class SharedForm {
  readonly #questions: ReadonlyMap<string, FormField>;
  readonly #doc = new Y.Doc();
  #fields: Record<string, FormFieldState>;
  #rev: number;
  #version: number;
  #dirty = false;
  /** The texts as bytes, made once for each state of them. */
  #bytes: Uint8Array | undefined;

  constructor(questions: readonly FormField[], stored: StoredForm) {
    this.#questions = new Map(questions.map((field) => [field.id, field]));
    for (const id of this.#questions.keys()) this.#doc.getText(id);
    Y.applyUpdate(this.#doc, stored.doc);
    this.#fields = { ...stored.fields };
    this.#rev = stored.rev;
    this.#version = stored.version;
  }

  /** A form in which nobody wrote. */
  static empty(): StoredForm {
    return { doc: Y.encodeStateAsUpdate(new Y.Doc()), fields: {}, rev: 0, version: 0 };
  }

  get rev(): number {
    return this.#rev;
  }

  get version(): number {
    return this.#version;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  get fields(): Readonly<Record<string, FormFieldState>> {
    return this.#fields;
  }

  text(fieldId: string): string {
    return this.#questions.has(fieldId) ? this.#doc.getText(fieldId).toString() : '';
  }

  texts(): Record<string, string> {
    return Object.fromEntries([...this.#questions.keys()].map((id) => [id, this.text(id)]));
  }

  /** What counts of every field that has anything. */
  values(): Record<string, string> {
    const values: Record<string, string> = {};
    for (const [id, field] of this.#questions) {
      const value = this.#fields[id]?.confirmed?.value ?? normalise(field, this.text(id));
      if (value !== '') values[id] = value;
    }
    return values;
  }

  noteSigned(): void {
    this.#keep({}, false);
  }

  stored(): StoredForm {
    return { doc: this.#encoded(), fields: this.#fields, rev: this.#rev, version: this.#version };
  }

  /** What somebody lacks who has `vector`; everything without one. `invalid_input` when it is no state vector. */
  since(vector?: string): FormResult<{ update: string; vector: string }> {
    try {
      const update = Y.encodeStateAsUpdate(this.#doc, vector === undefined ? undefined : fromBase64(vector));
      return ok({ update: toBase64(update), vector: toBase64(Y.encodeStateVector(this.#doc)) });
    } catch {
      return err(fail('invalid_input', 'not a state vector'));
    }
  }

  /**
   * Takes what somebody typed. `invalid_input`: not an update, a field that the form does not ask for, more than text;
   * `too_large`; `wrong_state`: it rests on something the hub never got, so the sender sends everything.
   */
  edit(
    update: string,
    writer: FormWriter,
    sourceOf: (fieldId: string, text: string) => FormSource,
  ): FormResult<FormChange> {
    const before = Y.encodeStateVector(this.#doc);
    const texts = this.texts();
    this.#bytes = undefined;
    try {
      Y.applyUpdate(this.#doc, fromBase64(update));
    } catch {
      return this.#refuse('invalid_input', 'not an update');
    }
    if (this.#doc.store.pendingStructs || this.#doc.store.pendingDs) {
      return this.#refuse('wrong_state', 'rests on what never arrived');
    }
    const bad = this.#misfit();
    if (bad) return this.#refuse(bad.code, bad.detail);
    const changed: Record<string, FormFieldState> = {};
    for (const id of this.#questions.keys()) {
      const text = this.text(id);
      if (text === texts[id]) continue;
      changed[id] = { ...(this.#fields[id] ?? EMPTY_FIELD), wrote: { ...writer, source: sourceOf(id, text) } };
    }
    const same = sameBytes(before, Y.encodeStateVector(this.#doc)) && Object.keys(changed).length === 0;
    if (same) return ok({ update: null, fields: {}, contentChanged: false });
    this.#keep(changed, false);
    return ok({ update: Y.encodeStateAsUpdate(this.#doc, before), fields: changed, contentChanged: false });
  }

  /** Confirms, doubts, trusts, sets aside. `invalid_input`: no such field, or a value that its rule refuses. */
  act(act: FormAct, writer: FormWriter): FormResult<ActChange> {
    const field = this.#questions.get(act.fieldId);
    if (!field) return err(fail('invalid_input', `no such field: ${act.fieldId}`));
    const state = this.#fields[act.fieldId] ?? EMPTY_FIELD;
    switch (act.type) {
      case 'confirm':
        return this.#confirm(field, state, { value: normalise(field, act.value), seen: act.seen }, writer);
      case 'doubt':
        return this.#set(act.fieldId, { ...state, doubt: { by: writer, reason: act.reason } }, 'applied');
      case 'trust':
        return state.doubt ? this.#set(act.fieldId, { ...state, doubt: null }, 'applied') : unchanged();
      case 'dismiss': {
        // Own proposals may be taken back; those of the citizen only the citizen sets aside.
        const left = writer.side === 'citizen' ? [] : state.proposals.filter(({ by }) => by.side === 'citizen');
        if (left.length === state.proposals.length) return unchanged();
        return this.#set(act.fieldId, { ...state, proposals: left }, 'applied');
      }
    }
  }

  #confirm(
    field: FormField,
    state: FormFieldState,
    { value, seen }: { value: string; seen: number },
    writer: FormWriter,
  ): FormResult<ActChange> {
    const problem = problemOf(field, value);
    if (problem !== null && !isDoubt(problem)) return err(fail('invalid_input', `${field.id}: ${problem}`));
    const { confirmed } = state;
    const settled = state.proposals.filter((proposal) => proposal.value !== value);
    if (confirmed?.value === value) {
      // The citizen's word on what the agent confirmed counts for more; the value is the same.
      const lifted = writer.side === 'citizen' && confirmed.by.side === 'agent';
      const by = lifted ? writer : confirmed.by;
      if (!lifted && !state.doubt && settled.length === state.proposals.length) return unchanged();
      const next = { ...state, confirmed: { ...confirmed, by }, doubt: null, proposals: settled };
      return this.#set(field.id, next, 'applied');
    }
    const mayReplace = confirmed === null || (seen === confirmed.seq && !isAbove(confirmed.by.side, writer.side));
    if (!mayReplace) {
      const known = state.proposals.some((proposal) => proposal.value === value);
      if (known) return ok({ update: null, fields: {}, contentChanged: false, outcome: 'proposed' });
      const proposals = [...state.proposals, { value, by: writer }].slice(-MAX_PROPOSALS);
      return this.#set(field.id, { ...state, proposals }, 'proposed');
    }
    const next = { value, by: writer, seq: (confirmed?.seq ?? 0) + 1 };
    // Other proposals stay: whoever confirmed may not have had them before them.
    return this.#set(field.id, { ...state, confirmed: next, doubt: null, proposals: settled }, 'applied', true);
  }

  #set(id: string, state: FormFieldState, outcome: FormOutcome, contentChanged = false): FormResult<ActChange> {
    this.#keep({ [id]: state }, contentChanged);
    return ok({ update: null, fields: { [id]: state }, contentChanged, outcome });
  }

  #keep(changed: Record<string, FormFieldState>, contentChanged: boolean): void {
    this.#fields = { ...this.#fields, ...changed };
    this.#rev += 1;
    if (contentChanged) this.#version += 1;
  }

  #encoded(): Uint8Array {
    this.#bytes ??= Y.encodeStateAsUpdate(this.#doc);
    return this.#bytes;
  }

  #refuse(code: 'invalid_input' | 'wrong_state' | 'too_large', detail: string): FormResult<never> {
    this.#dirty = true;
    return err(fail(code, detail));
  }

  /** What of the texts is not what this form asks for. */
  #misfit(): { code: 'invalid_input' | 'too_large'; detail: string } | null {
    for (const name of this.#doc.share.keys()) {
      if (!this.#questions.has(name)) return { code: 'invalid_input', detail: 'no such field' };
      const text = this.#doc.getText(name);
      if (text.length > MAX_DRAFT_CHARS) return { code: 'too_large', detail: name };
      const plain = text.toDelta().every((part: { insert?: unknown; attributes?: unknown }) => isPlain(part));
      if (!plain || Object.keys(text.getAttributes()).length > 0) return { code: 'invalid_input', detail: 'not text' };
    }
    const size = this.#encoded().length;
    return size > MAX_DOCUMENT_BYTES ? { code: 'too_large', detail: `${size} bytes` } : null;
  }
}

/** The citizen's word on the citizen's own form stands above the agent's. */
function isAbove(standing: FormWriter['side'], writing: FormWriter['side']): boolean {
  return standing === 'citizen' && writing === 'agent';
}

const unchanged = (): FormResult<ActChange> =>
  ok({ update: null, fields: {}, contentChanged: false, outcome: 'unchanged' });

function isPlain({ insert, attributes }: { insert?: unknown; attributes?: unknown }): boolean {
  return typeof insert === 'string' && attributes === undefined;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
