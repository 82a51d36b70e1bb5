import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { canonicalHash } from '../../contracts/domain/canonical.ts';
import type { Service } from '../../contracts/domain/catalogue.ts';
import {
  type FormAct,
  type FormActed,
  type FormChanged,
  type FormOpened,
  type FormPresence,
  type FormSignature,
  type FormSignInput,
  type FormSource,
  type FormWriter,
  formContent,
  hindranceToSign,
} from '../../contracts/domain/form.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import { CASE_FORM, READING } from '../keeping/places.ts';
import type { Outbox } from '../realtime/outbox.ts';
import * as schema from '../store/schema.ts';
import type { Actor, FactInput, Store, Work } from '../store/work.ts';
import type { HubTexts } from '../texts.ts';
import { storeFile } from '../visits/papers.ts';
import { type CaseHead, findCaseHead, findVisitRow } from '../visits/visit-store.ts';
import { formBooks } from './form-books.ts';
import { FormOffice } from './form-office.ts';
import { type FormPaper, printForm } from './form-paper.ts';

/** Who comes to a form, as the socket or request proves it. */
export interface FormGuest extends Omit<FormWriter, 'at'> {
  readonly partyId: string;
  readonly actor: Actor;
  /** Whether this one is party to the visit. */
  isIn(visitId: string): Promise<boolean>;
  /** An agent's department: only its cases are theirs to write. */
  readonly departmentId?: string;
}

type Answer<T> = Promise<Result<T, XiaowuError>>;

/** Shared forms as the hub serves them to booths, desks and phones: rights, the record, and who is told. */
export interface FormDesk {
  open(guest: FormGuest, input: { caseId: string; vector?: string }): Answer<FormOpened>;
  edit(
    guest: FormGuest,
    input: { caseId: string; update: string; sources: Record<string, FormSource> },
  ): Answer<FormChanged>;
  act(guest: FormGuest, input: { caseId: string; actId: string; act: FormAct }): Answer<FormActed>;
  look(guest: FormGuest, input: Pick<FormPresence, 'caseId' | 'fieldId' | 'guide'>): Answer<null>;
  sign(guest: FormGuest & { readonly device: 'booth' | 'phone' }, input: FormSignInput): Answer<FormSignature>;
}

interface Setting {
  readonly kase: CaseHead;
  readonly service: Service;
  readonly boothId: string;
  readonly writable: boolean;
}

export function createFormDesk(tools: {
  readonly store: Store;
  readonly catalogue: CatalogueIndex;
  readonly outbox: Outbox;
  readonly texts: HubTexts;
}): FormDesk {
  const { store, catalogue, outbox } = tools;
  const office = new FormOffice();
  const turns = new Map<string, Promise<unknown>>();

  /** One after the other for each case, so that what is told comes in the order in which it was stored. */
  function inTurn<T>(caseId: string, job: () => Promise<T>): Promise<T> {
    const mine = (turns.get(caseId) ?? Promise.resolve()).then(job);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    turns.set(caseId, settled);
    void settled.then(() => {
      if (turns.get(caseId) === settled) turns.delete(caseId);
    });
    return mine;
  }

  /** The case with what this guest may do; one that is none of theirs is not found. */
  async function settingOf(guest: FormGuest, caseId: string): Answer<Setting> {
    const kase = await findCaseHead(store.db, caseId);
    if (!kase || !(await guest.isIn(kase.visitId))) return err(fail('not_found', 'case'));
    const visit = await findVisitRow(store.db, kase.visitId);
    const service = catalogue.service(kase.serviceId);
    if (!visit || !service) return err(fail('not_found', 'service'));
    const goesOn = visit.state !== 'ended' && (kase.state === 'open' || kase.state === 'accepted');
    const own = guest.departmentId === undefined || guest.departmentId === kase.departmentId;
    return ok({ kase, service, boothId: visit.boothId, writable: goesOn && own });
  }

  async function writableOf(guest: FormGuest, caseId: string): Answer<Setting> {
    const setting = await settingOf(guest, caseId);
    if (!setting.ok || setting.value.writable) return setting;
    const foreign = guest.departmentId !== undefined && guest.departmentId !== setting.value.kase.departmentId;
    return err(
      foreign ? fail('forbidden', 'a case of another department') : fail('wrong_state', 'nothing is filled in'),
    );
  }

  const visitorOf = (work: Work, guest: FormGuest, { kase, service }: Setting) => ({
    caseId: kase.id,
    questions: service.form,
    writer: { side: guest.side, device: guest.device, name: guest.name, at: work.now },
  });

  const factOf = (guest: FormGuest, { kase }: Setting, fact: FactInput['fact']): FactInput => ({
    visitId: kase.visitId,
    source: guest.device === 'desk' ? 'agent' : guest.device,
    sourceId: guest.actor.id,
    fact,
  });

  function tell({ kase, boothId }: Setting, news: FormChanged | null): void {
    if (!news) return;
    outbox.toBooth(boothId, 'form.changed', news);
    outbox.toDesks(kase.visitId, 'form.changed', news);
    outbox.toPhone(kase.visitId, 'form.changed', news);
  }

  /** Where texts came from, as far as the hub can see it itself: read and confirmed, or in an earlier case of the visit. */
  async function sourcesOf(work: Work, guest: FormGuest, { kase }: Setting, claimed: Record<string, FormSource>) {
    const typed = guest.device === 'phone' ? 'phone' : 'typed';
    if (Object.keys(claimed).length === 0) return () => typed as FormSource;
    const { visitId } = kase;
    const readings = await work.tx.select().from(schema.readings).where(eq(schema.readings.visitId, visitId));
    const seal = await work.vault.sealOf(work.tx, visitId);
    const read = new Set(
      readings.flatMap((row) =>
        READING.open(seal, row)
          .fields.filter((one) => one.confirmed)
          .map((one) => one.value),
      ),
    );
    const cases = await work.tx.select().from(schema.cases).where(eq(schema.cases.visitId, visitId));
    const others = cases.map((one) => CASE_FORM.open(seal, one));
    return (fieldId: string, text: string): FormSource => {
      if (claimed[fieldId] === 'read' && read.has(text)) return 'read';
      const earlier = others.some(({ id, form }) => id !== kase.id && form[fieldId] === text);
      return claimed[fieldId] === 'earlier' && earlier ? 'earlier' : typed;
    };
  }

  return {
    async open(guest, { caseId, vector }) {
      const setting = await settingOf(guest, caseId);
      if (!setting.ok) return setting;
      const { kase, service, writable } = setting.value;
      const books = formBooks(store, kase.visitId, '');
      return inTurn(caseId, () => office.open(books, { caseId, questions: service.form }, vector, writable));
    },

    edit: (guest, { caseId, update, sources }) =>
      inTurn(caseId, async () => {
        const setting = await writableOf(guest, caseId);
        if (!setting.ok) return setting;
        const { kase } = setting.value;
        const done = await store.write(async (work) => {
          const sourceOf = await sourcesOf(work, guest, setting.value, sources);
          return office.edit(
            formBooks(work, kase.visitId, work.now),
            visitorOf(work, guest, setting.value),
            update,
            sourceOf,
          );
        });
        if (!done.ok) return done;
        tell(setting.value, done.value.news);
        return ok(done.value.answer);
      }),

    act: (guest, { caseId, actId, act }) =>
      inTurn(caseId, async () => {
        const setting = await writableOf(guest, caseId);
        if (!setting.ok) return setting;
        const { kase } = setting.value;
        const done = await store.write(async (work) => {
          const books = formBooks(work, kase.visitId, work.now);
          const before = await books.signature(caseId);
          const acted = await office.act(books, visitorOf(work, guest, setting.value), actId, act);
          if (!acted.ok) return acted;
          const { outcome, changed } = acted.value.answer;
          if (act.type === 'confirm' && outcome === 'applied') {
            const by = guest.device === 'desk' ? ('agent' as const) : guest.device;
            const filled = { type: 'form.filled' as const, caseId, fieldIds: [act.fieldId], by };
            await work.addFact(factOf(guest, setting.value, filled));
            work.touch(kase.visitId);
          }
          if (before && before.voidedAt === undefined && changed.signature?.voidedAt !== undefined) {
            const { version } = before;
            await work.addFact(factOf(guest, setting.value, { type: 'form.voided', caseId, version }));
            const detail = `signature of version ${version} void`;
            await work.audit({
              action: 'case.changed',
              actor: guest.actor,
              visitId: kase.visitId,
              subject: kase.number,
              detail,
            });
          }
          return acted;
        });
        if (!done.ok) return done;
        tell(setting.value, done.value.news);
        return ok(done.value.answer);
      }),

    async look(guest, { caseId, fieldId, guide }) {
      const setting = await settingOf(guest, caseId);
      if (!setting.ok) return setting;
      const { kase, boothId, service } = setting.value;
      if (fieldId !== null && !service.form.some((field) => field.id === fieldId)) {
        return err(fail('invalid_input', 'no such field'));
      }
      const { partyId, side, device, name } = guest;
      const news = { caseId, partyId, by: { side, device, name }, fieldId, guide };
      outbox.toBooth(boothId, 'form.presence', news);
      outbox.toDesks(kase.visitId, 'form.presence', news);
      outbox.toPhone(kase.visitId, 'form.presence', news);
      return ok(null);
    },

    sign: (guest, input) =>
      inTurn(input.caseId, async () => {
        const { caseId, signatureId, hash } = input;
        const setting = await writableOf(guest, caseId);
        if (!setting.ok) return setting;
        const { kase, service } = setting.value;
        const readBooks = formBooks(store, kase.visitId, '');
        const known = await readBooks.signature(caseId);
        // Said again after an answer was lost.
        if (known?.id === signatureId) return ok(known);
        if (known && known.voidedAt === undefined) return err(fail('wrong_state', 'signed already'));
        const form = await office.read(readBooks, caseId, service.form);
        if (hindranceToSign(service.form, form.texts(), form.fields) !== null) {
          return err(fail('wrong_state', 'not everything is confirmed'));
        }
        const content = formContent(kase.number, service, form.fields);
        if ((await canonicalHash({ ...content, fields: [...content.fields] })) !== hash) {
          return err(fail('wrong_state', 'another content than was shown'));
        }
        const { version } = form;
        const signedAt = new Date(store.clock.nowMs()).toISOString();
        const paper: FormPaper = {
          content,
          service,
          version,
          hash,
          signedAt,
          signature: Buffer.from(input.png, 'base64'),
          department: catalogue.data.departments.find((one) => one.id === kase.departmentId)?.name['zh-CN'] ?? '',
        };
        const pdf = await printForm(paper, tools.texts);
        if (!pdf.ok) return pdf;
        const fileId = v7();
        const done = await store.write(async (work) => {
          const books = formBooks(work, kase.visitId, work.now);
          const now = await office.read(books, caseId, service.form);
          // Another hub may have written meanwhile.
          if (now.version !== version) return err(fail('wrong_state', 'changed meanwhile'));
          const { visitId } = kase;
          const { actor } = guest;
          await storeFile(work, {
            id: fileId,
            visitId,
            source: 'hub',
            mimeType: 'application/pdf',
            bytes: pdf.value,
            actor,
          });
          const record = Buffer.from(JSON.stringify({ content, strokes: input.strokes, png: input.png }));
          await work.tx.insert(schema.formSignatures).values({
            id: signatureId,
            caseId,
            version,
            hash,
            device: guest.device,
            signedAtId: actor.id,
            signedAt,
            sealed: await work.vault.sealFile(work.tx, visitId, signatureId, record),
            fileId,
          });
          await work.addFact(factOf(guest, setting.value, { type: 'form.signed', caseId, version }));
          const detail = `form signed, version ${version}, sha256 ${hash}`;
          await work.audit({ action: 'case.changed', actor, visitId, subject: kase.number, detail });
          const signature: FormSignature = { id: signatureId, version, hash, signedAt, device: guest.device, fileId };
          return ok({ signature, news: await office.signed(books, caseId, now) });
        });
        if (!done.ok) return done;
        tell(setting.value, done.value.news);
        return ok(done.value.signature);
      }),
  };
}
