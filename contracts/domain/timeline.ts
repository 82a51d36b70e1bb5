import { z } from 'zod';
import { id, receiptNumber, slipNumber, slug } from '../ids.ts';
import { instant } from '../time.ts';
import { askPurpose, place, waitChoice } from './call.ts';
import { language } from './language.ts';
import { paperDocument } from './pages.ts';
import { paperReading, readField } from './paper.ts';
import { caseState, mailing, parcelState, ratingLevel, visitEnd } from './visit.ts';

/**
 * Facts of a visit, as the timeline keeps them in order. A fact says what was seen to happen, never what was wished.
 * Facts of the booth are journalled on its disk before they are sent.
 */
export const visitFact = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('visit.admitted'), entry: z.enum(['booking', 'walk-in', 'touch']), language }),
  z.strictObject({ type: z.literal('door.unlocked') }),
  z.strictObject({ type: z.literal('door.opened') }),
  z.strictObject({ type: z.literal('door.closed') }),
  z.strictObject({ type: z.literal('citizen.inside') }),
  z.strictObject({ type: z.literal('citizen.gone') }),
  z.strictObject({ type: z.literal('call.requested'), departmentId: slug.optional() }),
  z.strictObject({ type: z.literal('call.offered'), agentId: id }),
  z.strictObject({ type: z.literal('call.joined'), partyId: id, departmentId: slug.optional() }),
  z.strictObject({ type: z.literal('call.left'), partyId: id, reason: z.string().max(40) }),
  /** Somebody was asked into the running call. */
  z.strictObject({
    type: z.literal('call.asked'),
    purpose: askPurpose,
    departmentId: slug.optional(),
    byAgentId: id.optional(),
  }),
  z.strictObject({ type: z.literal('call.placed'), partyId: id, place }),
  /** Who answers for the call from now on. */
  z.strictObject({ type: z.literal('call.owner'), partyId: id }),
  /** The line to a party was lost; their place is kept. */
  z.strictObject({ type: z.literal('call.away'), partyId: id }),
  z.strictObject({ type: z.literal('call.back'), partyId: id }),
  z.strictObject({ type: z.literal('call.choice'), choice: waitChoice }),
  z.strictObject({ type: z.literal('call.watched'), partyId: id, mode: z.enum(['monitor', 'whisper', 'barge']) }),
  z.strictObject({
    type: z.literal('call.noted'),
    agentId: id,
    outcome: z.string().max(40).optional(),
    note: z.string().max(2000),
  }),
  /** A party decoded the first frame of another: the proof that a call is up. */
  z.strictObject({
    type: z.literal('call.first-frame'),
    partyId: id,
    fromPartyId: id,
    role: z.enum(['face', 'paper']),
  }),
  z.strictObject({ type: z.literal('case.opened'), caseId: id, serviceId: slug }),
  z.strictObject({ type: z.literal('case.changed'), caseId: id, state: caseState }),
  /** The citizen was told, once and in full, what is missing. */
  z.strictObject({ type: z.literal('notice.given'), caseId: id, number: slipNumber, papers: z.int().min(0) }),
  z.strictObject({
    type: z.literal('form.filled'),
    caseId: id,
    fieldIds: z.array(slug),
    by: z.enum(['agent', 'phone', 'booth']),
  }),
  /** The citizen signed the form as it stood in this version. */
  z.strictObject({ type: z.literal('form.signed'), caseId: id, version: z.int().min(0) }),
  /** What was signed changed: the signature counts no more. */
  z.strictObject({ type: z.literal('form.voided'), caseId: id, version: z.int().min(0) }),
  z.strictObject({ type: z.literal('file.stored'), fileId: id, source: z.enum(['document-camera', 'phone', 'hub']) }),
  /** How the pages of a document stand now; the last word on a document counts. */
  z.strictObject({ type: z.literal('pages.arranged'), document: paperDocument }),
  z.strictObject({ type: z.literal('paper.read'), reading: paperReading }),
  z.strictObject({ type: z.literal('paper.confirmed'), fileId: id, fields: z.array(readField) }),
  z.strictObject({ type: z.literal('outcome.issued'), caseId: id, title: z.string().max(120) }),
  z.strictObject({ type: z.literal('mailing.given'), mailing, by: z.enum(['phone', 'booth']) }),
  z.strictObject({ type: z.literal('locker.asked'), parcelId: id, agentId: id }),
  z.strictObject({ type: z.literal('locker.declined'), parcelId: id }),
  z.strictObject({
    type: z.literal('parcel.moved'),
    parcelId: id,
    state: parcelState,
    compartment: z.int().min(1).max(48),
  }),
  z.strictObject({
    type: z.literal('incident.raised'),
    subject: z.string().max(60),
    code: z.string().max(40),
    detail: z.string().max(500),
  }),
  /** What raised an incident of this subject and code is over, as a sensor or a person said. */
  z.strictObject({ type: z.literal('incident.cleared'), subject: z.string().max(60), code: z.string().max(40) }),
  /** A document other than the receipt came out of the printer, or was printed again. */
  z.strictObject({
    type: z.literal('slip.printed'),
    kind: z.enum(['receipt', 'notice', 'parcel-slip', 'readiness', 'test-page']),
    number: z.string().max(20),
    copy: z.int().min(0).max(99),
  }),
  z.strictObject({ type: z.literal('receipt.printed'), number: receiptNumber }),
  z.strictObject({ type: z.literal('receipt.failed'), number: receiptNumber, code: z.string().max(40) }),
  z.strictObject({ type: z.literal('rating.given'), caseId: id, level: ratingLevel }),
  z.strictObject({ type: z.literal('visit.resumed'), after: z.string().max(40) }),
  z.strictObject({ type: z.literal('visit.ended'), end: visitEnd }),
  z.strictObject({ type: z.literal('booth.wiped') }),
]);
export type VisitFact = z.infer<typeof visitFact>;
export type VisitFactType = VisitFact['type'];

/** A fact on its way from a booth: `seq` counts up per booth without gaps, so the hub can drop repeats and notice losses. */
export const boothFact = z.strictObject({
  id,
  seq: z.int().min(1),
  /** Null: a fact of the booth outside any visit, such as an incident in the night. */
  visitId: id.nullable(),
  at: instant,
  fact: visitFact,
});
export type BoothFact = z.infer<typeof boothFact>;

/** A fact as the hub's timeline holds it: `order` counts up within the visit. */
export const timelineEntry = z.strictObject({
  id,
  order: z.int().min(1),
  visitId: id,
  at: instant,
  source: z.enum(['booth', 'hub', 'agent', 'phone']),
  sourceId: z.string().max(64),
  fact: visitFact,
});
export type TimelineEntry = z.infer<typeof timelineEntry>;
