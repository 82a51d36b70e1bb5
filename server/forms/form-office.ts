import { toBase64 } from '../../contracts/domain/base64.ts';
import type { FormField } from '../../contracts/domain/catalogue.ts';
import type {
  FormAct,
  FormActed,
  FormChanged,
  FormOpened,
  FormOutcome,
  FormSignature,
  FormSource,
  FormWriter,
} from '../../contracts/domain/form.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import { ok, type Result } from '../../contracts/result.ts';
import { type FormChange, SharedForm, type StoredForm } from './shared-form.ts';

/** What was done to a form, as the record keeps it; `actId` is made by who did it, so that it counts once. */
export interface ActRecord {
  readonly actId: string;
  readonly act: FormAct;
  readonly by: FormWriter;
  readonly outcome: FormOutcome;
}

/** Where forms are kept: the tables in a running unit of work, or memory. */
export interface FormBooks {
  /** Null while nobody opened it. */
  load(caseId: string): Promise<StoredForm | null>;
  /** `values`: what counts of each field, for whoever only reads the case. */
  save(caseId: string, form: StoredForm, values: Record<string, string>): Promise<void>;
  outcomeOf(actId: string): Promise<FormOutcome | undefined>;
  addAct(caseId: string, record: ActRecord): Promise<void>;
  /** The last signature, void or not. */
  signature(caseId: string): Promise<FormSignature | null>;
  voidSignature(signatureId: string, at: string): Promise<void>;
}

/** A case's form with who comes to it. */
export interface FormVisitor {
  readonly caseId: string;
  readonly questions: readonly FormField[];
  readonly writer: FormWriter;
}

export interface Told {
  /** For the other parties; null when there is nothing new. */
  readonly news: FormChanged | null;
}

/** So many forms are held ready; any other is read anew. */
const HELD_FORMS = 200;

/** Opens, writes and confirms in forms. What it holds ready is checked against the books each time: another hub may have written. */
export class FormOffice {
  readonly #held = new Map<string, SharedForm>();

  async open(
    books: FormBooks,
    { caseId, questions }: Omit<FormVisitor, 'writer'>,
    vector: string | undefined,
    writable: boolean,
  ): Promise<Result<FormOpened, XiaowuError>> {
    const form = await this.read(books, caseId, questions);
    const since = form.since(vector);
    if (!since.ok) return since;
    const signature = await books.signature(caseId);
    const { rev, version, fields } = form;
    return ok({ caseId, rev, version, fields, signature, writable, ...since.value });
  }

  async edit(
    books: FormBooks,
    { caseId, questions, writer }: FormVisitor,
    update: string,
    sourceOf: (fieldId: string, text: string) => FormSource,
  ): Promise<Result<{ answer: FormChanged } & Told, XiaowuError>> {
    const form = await this.read(books, caseId, questions);
    const done = form.edit(update, writer, sourceOf);
    if (!done.ok) {
      this.#held.delete(caseId);
      return done;
    }
    const changed = await this.#keep(books, caseId, form, done.value, writer);
    // Who sent it has the letters.
    return ok({ answer: { ...changed, update: '' }, news: changes(done.value) ? changed : null });
  }

  async act(
    books: FormBooks,
    { caseId, questions, writer }: FormVisitor,
    actId: string,
    act: FormAct,
  ): Promise<Result<{ answer: FormActed } & Told, XiaowuError>> {
    const form = await this.read(books, caseId, questions);
    const before = await books.outcomeOf(actId);
    if (before !== undefined) {
      const changed = await this.#told(books, caseId, form, asItStands(form));
      return ok({ answer: { outcome: before, changed }, news: null });
    }
    const done = form.act(act, writer);
    if (!done.ok) return done;
    const { outcome } = done.value;
    await books.addAct(caseId, { actId, act, by: writer, outcome });
    const changed = await this.#keep(books, caseId, form, done.value, writer);
    return ok({ answer: { outcome, changed }, news: changes(done.value) ? changed : null });
  }

  /** A form was signed as it stands: a change of its own, so that everybody hears of it in its order. */
  async signed(books: FormBooks, caseId: string, form: SharedForm): Promise<FormChanged> {
    form.noteSigned();
    await books.save(caseId, form.stored(), form.values());
    return this.#told(books, caseId, form, { update: null, fields: {}, contentChanged: false });
  }

  /** The form as the books have it now. */
  async read(books: FormBooks, caseId: string, questions: readonly FormField[]): Promise<SharedForm> {
    const stored = (await books.load(caseId)) ?? SharedForm.empty();
    const held = this.#held.get(caseId);
    if (held && held.rev === stored.rev && !held.dirty) return held;
    const form = new SharedForm(questions, stored);
    this.#held.delete(caseId);
    this.#held.set(caseId, form);
    const [oldest] = this.#held.keys();
    if (this.#held.size > HELD_FORMS && oldest !== undefined) this.#held.delete(oldest);
    return form;
  }

  async #keep(books: FormBooks, caseId: string, form: SharedForm, change: FormChange, writer: FormWriter) {
    if (!changes(change)) return this.#told(books, caseId, form, asItStands(form));
    await books.save(caseId, form.stored(), form.values());
    if (change.contentChanged) {
      const signature = await books.signature(caseId);
      if (signature && signature.voidedAt === undefined) await books.voidSignature(signature.id, writer.at);
    }
    return this.#told(books, caseId, form, change);
  }

  async #told(books: FormBooks, caseId: string, form: SharedForm, change: FormChange): Promise<FormChanged> {
    return {
      caseId,
      rev: form.rev,
      update: change.update ? toBase64(change.update) : '',
      fields: { ...change.fields },
      version: form.version,
      signature: await books.signature(caseId),
    };
  }
}

/** The answer to what changed nothing names a revision of others, whose news may not have arrived yet: so it says all. */
function asItStands({ fields }: SharedForm): FormChange {
  return { update: null, fields, contentChanged: false };
}

function changes({ update, fields }: FormChange): boolean {
  return update !== null || Object.keys(fields).length > 0;
}
