import { z } from 'zod';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';
import type { FormField, Service } from './catalogue.ts';
import { type FieldProblem, isDoubt, MAX_ANSWER_CHARS, normalise, problemOf } from './form-rules.ts';

/**
 * The shared form of a case: citizen and agent fill one document at the same time.
 *
 * Each field has a text that both type into; concurrent typing merges letter by letter (Yjs). Beside it stands what only the
 * hub writes: who wrote last and where the text came from, the value that a person confirmed, doubts, proposals. A confirmed
 * value is replaced only by who had it before them, and one that the citizen confirmed only by the citizen. Whatever does not
 * get through becomes a proposal, so that nothing is lost without being seen.
 */

/** Two who type at the same moment may together write more than either may; beyond this the hub takes no letter. */
export const MAX_DRAFT_CHARS = 4 * MAX_ANSWER_CHARS;
/** Longest update in base64: hours of typing without a line fit, and it fits into a request of a phone. */
const MAX_UPDATE_CHARS = 192 * 1024;
/** Longest text in which a screen keeps what it has not sent: an update and the acts that follow it. */
export const MAX_KEPT_CHARS = 2 * MAX_UPDATE_CHARS;
/** So many proposals are kept of a field; the oldest gives way. */
export const MAX_PROPOSALS = 4;

export const formSide = z.enum(['citizen', 'agent']);
export type FormSide = z.infer<typeof formSide>;

/** Where a text came from: typed at a booth or desk, read from a paper, from the phone, from an earlier case. */
export const formSource = z.enum(['typed', 'read', 'phone', 'earlier']);
export type FormSource = z.infer<typeof formSource>;

export const formWriter = z.strictObject({
  side: formSide,
  device: z.enum(['booth', 'phone', 'desk']),
  /** Name of the agent; empty for the citizen. */
  name: z.string().max(60),
  at: instant,
});
export type FormWriter = z.infer<typeof formWriter>;

/** What the hub holds of a field beside its text. */
export const formFieldState = z.strictObject({
  /** Who wrote last, and where it came from; null while nobody did. */
  wrote: formWriter.extend({ source: formSource }).nullable(),
  /** `seq` counts the confirmations of this field, from 1. */
  confirmed: z
    .strictObject({ value: z.string().max(MAX_ANSWER_CHARS), by: formWriter, seq: z.int().min(1) })
    .nullable(),
  doubt: z.strictObject({ by: formWriter, reason: z.string().max(200) }).nullable(),
  /** Values that somebody wanted to confirm and could not, because another stood there that they had not seen or may not replace. */
  proposals: z.array(z.strictObject({ value: z.string().max(MAX_ANSWER_CHARS), by: formWriter })).max(MAX_PROPOSALS),
});
export type FormFieldState = z.infer<typeof formFieldState>;

export const EMPTY_FIELD: FormFieldState = { wrote: null, confirmed: null, doubt: null, proposals: [] };

/** One stroke of a signature: points as shares of the pad's width, so that it is drawn at any size. */
const stroke = z.array(z.tuple([z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0)])).max(4000);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A signature as parties see it: strokes and picture stay in the record. */
export const formSignature = z.strictObject({
  id,
  /** Version and hash of the content that was signed. */
  version: z.int().min(0),
  hash: sha256,
  signedAt: instant,
  device: z.enum(['booth', 'phone']),
  /** The PDF with this signature; absent until it is made. */
  fileId: id.optional(),
  /** Set when a confirmed value changed afterwards: it counts no more. */
  voidedAt: instant.optional(),
});
export type FormSignature = z.infer<typeof formSignature>;

const bytes = z.base64().max(MAX_UPDATE_CHARS);

/** The document as a party opens it. `update` brings the texts up to date from the state that the request named. */
export const formOpened = z.strictObject({
  caseId: id,
  /** Grows with every change. */
  rev: z.int().min(0),
  update: z.base64(),
  /** What the hub has of the texts, so that only what it lacks is sent. */
  vector: bytes,
  fields: z.record(slug, formFieldState),
  /** Grows when what would be signed changes. */
  version: z.int().min(0),
  signature: formSignature.nullable(),
  /** Whether this party may write now. */
  writable: z.boolean(),
});
export type FormOpened = z.infer<typeof formOpened>;

/** A change, as it is told to all parties of the visit. */
export const formChanged = formOpened
  .pick({ caseId: true, rev: true, update: true, fields: true, version: true, signature: true })
  .describe('`fields` holds those that changed; `update` is empty when no text did.');
export type FormChanged = z.infer<typeof formChanged>;

/** What a person does to a field besides typing. */
export const formAct = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('confirm'),
    fieldId: slug,
    value: z.string().max(MAX_ANSWER_CHARS),
    /** `seq` of the confirmation that this person had before them; 0 when there was none. */
    seen: z.int().min(0),
  }),
  z.strictObject({ type: z.literal('doubt'), fieldId: slug, reason: z.string().max(200) }),
  /** Takes a doubt back. */
  z.strictObject({ type: z.literal('trust'), fieldId: slug }),
  /** Sets the proposals of a field aside. */
  z.strictObject({ type: z.literal('dismiss'), fieldId: slug }),
]);
export type FormAct = z.infer<typeof formAct>;

/** `proposed`: the value did not replace another, and is shown beside it. */
export const formOutcome = z.enum(['applied', 'proposed', 'unchanged']);
export type FormOutcome = z.infer<typeof formOutcome>;

export const formActed = z.strictObject({ outcome: formOutcome, changed: formChanged });
export type FormActed = z.infer<typeof formActed>;

/** Inputs of the calls that booth, desk and phone have alike. */
export const formInputs = {
  open: z.strictObject({ caseId: id, vector: bytes.optional() }),
  /** The same update again changes nothing. `sources` of the fields it changes, where they were not typed. */
  edit: z.strictObject({ caseId: id, update: bytes, sources: z.record(slug, formSource) }),
  /** The same `actId` again changes nothing and is answered as before. */
  act: z.strictObject({ caseId: id, actId: id, act: formAct }),
  /** Where this person is in the form; null when nowhere. `guide`: the other one is asked to look here. */
  look: z.strictObject({ caseId: id, fieldId: slug.nullable(), guide: z.boolean() }),
  /** Signs what stands there: `hash` is of the content that was shown. `wrong_state` when it is another by now. */
  sign: z.strictObject({
    caseId: id,
    signatureId: id,
    hash: sha256,
    strokes: z.array(stroke).min(1).max(200),
    /** The signature as PNG, base64. */
    png: z.base64().max(400_000),
  }),
} as const;
export type FormSignInput = z.infer<typeof formInputs.sign>;

/** Where somebody is in a form, as the others are told. */
export const formPresence = z.strictObject({
  caseId: id,
  partyId: z.string().max(64),
  by: formWriter.omit({ at: true }),
  fieldId: slug.nullable(),
  guide: z.boolean(),
});
export type FormPresence = z.infer<typeof formPresence>;

export type FieldStanding = 'empty' | 'draft' | 'confirmed-citizen' | 'confirmed-agent' | 'doubted';

/** How a field stands. A text that differs from the confirmed value is a draft over it: the confirmed value still counts. */
export interface FieldStatus {
  readonly standing: FieldStanding;
  /** What counts: the confirmed value, else the text as it is. */
  readonly value: string;
  /** Whether the text is another than the confirmed value. */
  readonly changed: boolean;
  readonly problem: FieldProblem | null;
}

export function fieldStatus(field: FormField, text: string, state: FormFieldState = EMPTY_FIELD): FieldStatus {
  const typed = normalise(field, text);
  const { confirmed } = state;
  const changed = confirmed !== null && typed !== confirmed.value;
  const common = { changed, value: confirmed?.value ?? typed, problem: problemOf(field, text) };
  if (state.doubt) return { ...common, standing: 'doubted' };
  if (confirmed && !changed) return { ...common, standing: `confirmed-${confirmed.by.side}` };
  return { ...common, standing: typed === '' && !confirmed ? 'empty' : 'draft' };
}

/** Why a form cannot be signed yet: the first field in its order that stands against it; null when nothing does. */
export function hindranceToSign(
  fields: readonly FormField[],
  texts: Readonly<Record<string, string>>,
  states: Readonly<Record<string, FormFieldState>>,
): string | null {
  for (const field of fields) {
    const state = states[field.id] ?? EMPTY_FIELD;
    const { standing, changed, problem } = fieldStatus(field, texts[field.id] ?? '', state);
    const open = standing === 'doubted' || changed || state.proposals.length > 0;
    const wrong = problem !== null && !isDoubt(problem);
    const settled = state.confirmed !== null || (standing === 'empty' && !field.required);
    if (open || wrong || !settled) return field.id;
  }
  return null;
}

/** What is signed: every question as it is asked, with the value that was confirmed. */
export interface FormContent {
  readonly case: string;
  readonly service: string;
  readonly title: string;
  readonly fields: readonly { readonly id: string; readonly label: string; readonly value: string }[];
}

export function formContent(
  caseNumber: string,
  service: Pick<Service, 'id' | 'name' | 'form'>,
  states: Readonly<Record<string, FormFieldState>>,
): FormContent {
  return {
    case: caseNumber,
    service: service.id,
    title: service.name['zh-CN'],
    fields: service.form.map(({ id: fieldId, label }) => ({
      id: fieldId,
      label: label['zh-CN'],
      value: states[fieldId]?.confirmed?.value ?? '',
    })),
  };
}
