import type { FormField } from '../../../contracts/domain/catalogue.ts';
import {
  EMPTY_FIELD,
  type FormAct,
  type FormChanged,
  type FormFieldState,
  type FormOutcome,
  type FormSignature,
  type FormWriter,
} from '../../../contracts/domain/form.ts';
import { fail } from '../../../contracts/errors.ts';
import { err } from '../../../contracts/result.ts';
import { instantOf, type VirtualClock } from '../../../contracts/time.ts';
import { type FormLink, FormReplica } from '../../../renderer/form/replica.ts';
import { type FormBooks, FormOffice } from '../../../server/forms/form-office.ts';
import type { StoredForm } from '../../../server/forms/shared-form.ts';

/** The hub's code and the screens' code over a line that delays, loses answers and is cut; time and chance are given. */

export const CASE_ID = '0197a000-0000-7000-8000-000000000001';

/** Longest way of one message. */
const DELAY_MS = 400;
/** The hub notices a line that is gone after this, and so does the page. */
const SILENCE_MS = 7_000;

/** Numbers from a seed (mulberry32): the same seed plays the same. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Tables in memory. `acts` is the record: it only grows. */
class MemoryBooks implements FormBooks {
  form: StoredForm | null = null;
  readonly acts = new Map<string, FormOutcome>();

  async load() {
    return this.form;
  }

  async save(_caseId: string, form: StoredForm) {
    // What is stored is bytes and JSON: nothing of the running hub lives on in it.
    this.form = { ...form, doc: Uint8Array.from(form.doc), fields: structuredClone(form.fields) };
  }

  async outcomeOf(actId: string) {
    return this.acts.get(actId);
  }

  async addAct(_caseId: string, { actId, outcome }: { actId: string; outcome: FormOutcome }) {
    this.acts.set(actId, outcome);
  }

  async signature(): Promise<FormSignature | null> {
    return null;
  }

  async voidSignature() {}
}

/** A confirmation as the hub took it, with how the field stood before and after. */
export interface Confirmation {
  readonly side: FormWriter['side'];
  readonly act: Extract<FormAct, { type: 'confirm' }>;
  readonly outcome: FormOutcome;
  readonly before: FormFieldState;
  readonly after: FormFieldState;
}

export interface Party {
  readonly name: string;
  readonly side: FormWriter['side'];
  replica: FormReplica;
  readonly line: { up: boolean; kept: string | null };
}

export class PlayedForm {
  readonly clock: VirtualClock;
  readonly chance: () => number;
  readonly books = new MemoryBooks();
  readonly parties: Party[] = [];
  readonly confirmations: Confirmation[] = [];
  readonly #questions: readonly FormField[];
  #office = new FormOffice();
  #turn: Promise<unknown> = Promise.resolve();
  #ids = 0;

  constructor(clock: VirtualClock, seed: number, questions: readonly FormField[]) {
    this.clock = clock;
    this.chance = chanceFrom(seed);
    this.#questions = questions;
  }

  join(name: string, side: FormWriter['side'], device: FormWriter['device']): Party {
    const line = { up: true, kept: null as string | null };
    const party: Party = { name, side, line, replica: this.#replica(name, side, device, line) };
    this.parties.push(party);
    party.replica.sync();
    return party;
  }

  /** The page of a party is loaded anew: what was not sent yet comes from what it kept. */
  reload(party: Party, device: FormWriter['device']): void {
    party.replica.close();
    party.replica = this.#replica(party.name, party.side, device, party.line);
    party.replica.sync();
  }

  cut(party: Party, forMs: number): void {
    if (!party.line.up) return;
    party.line.up = false;
    this.clock.after(forMs, () => {
      party.line.up = true;
      party.replica.sync();
    });
  }

  /** The hub's process goes, and another comes up on what is stored. */
  restartHub(): void {
    this.#office = new FormOffice();
    for (const party of this.parties) this.cut(party, this.chance() * 2_000);
  }

  fields(): Readonly<Record<string, FormFieldState>> {
    return this.books.form?.fields ?? {};
  }

  #replica(name: string, side: FormWriter['side'], device: FormWriter['device'], line: Party['line']): FormReplica {
    const writer = () => ({ side, device, name, at: instantOf(this.clock) });
    const visitor = () => ({ caseId: CASE_ID, questions: this.#questions, writer: writer() });
    const link: FormLink = {
      open: ({ vector }) => this.#ask(line, () => this.#office.open(this.books, visitor(), vector, true)),
      edit: ({ update }) =>
        this.#ask(line, async () => {
          const done = await this.#office.edit(this.books, visitor(), update, () => 'typed');
          if (!done.ok) return done;
          this.#tell(done.value.news, line);
          return { ok: true as const, value: done.value.answer };
        }),
      act: ({ actId, act }) =>
        this.#ask(line, async () => {
          const before = this.fields()[act.fieldId] ?? EMPTY_FIELD;
          const isNew = !this.books.acts.has(actId);
          const done = await this.#office.act(this.books, visitor(), actId, act);
          if (!done.ok) return done;
          const after = this.fields()[act.fieldId] ?? EMPTY_FIELD;
          const { outcome } = done.value.answer;
          if (act.type === 'confirm' && isNew) this.confirmations.push({ side, act, outcome, before, after });
          this.#tell(done.value.news, line);
          return { ok: true as const, value: done.value.answer };
        }),
    };
    const keep = {
      load: () => line.kept,
      save: (kept: string | null) => {
        line.kept = kept;
      },
    };
    const freshId = () => {
      this.#ids += 1;
      return `0197b000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
    };
    const fieldIds = this.#questions.map((field) => field.id);
    return new FormReplica({ caseId: CASE_ID, fieldIds, link, clock: this.clock, freshId, keep });
  }

  /** One request: it may get lost on the way there or on the way back. The hub does one after the other. */
  async #ask<T>(line: Party['line'], job: () => Promise<T>) {
    if (!(await this.#way(line))) return err(fail('disconnected'));
    const done = this.#turn.then(job);
    this.#turn = done.catch(() => undefined);
    const answer = await done;
    return (await this.#way(line)) ? answer : err(fail('timeout'));
  }

  /** Whether a message gets through; one that does not is given up after a silence. */
  async #way(line: Party['line']): Promise<boolean> {
    const upThen = line.up;
    await this.#wait(this.chance() * DELAY_MS);
    if (upThen && line.up) return true;
    await this.#wait(SILENCE_MS);
    return false;
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  /** Pushes get lost with the line, and may overtake each other. */
  #tell(news: FormChanged | null, from: Party['line']): void {
    if (!news) return;
    for (const party of this.parties) {
      if (party.line === from && this.chance() < 0.5) continue;
      const upThen = party.line.up;
      this.clock.after(this.chance() * DELAY_MS, () => {
        if (upThen && party.line.up) party.replica.hear(news);
      });
    }
  }
}
