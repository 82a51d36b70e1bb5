import { z } from 'zod';
import { caseNumber, id, parcelNumber, receiptNumber, slug, visitNumber } from '../ids.ts';
import { day, instant } from '../time.ts';
import { place } from './call.ts';
import { language } from './language.ts';
import { notice } from './notice.ts';
import { paperDocument } from './pages.ts';
import { paper, paperReading, visitFile } from './paper.ts';
import { caseNeeds } from './requirements.ts';

/** 预约: made on a phone ahead of time. */
export const booking = z.strictObject({
  id,
  boothId: slug,
  bundleId: slug.optional(),
  serviceId: slug.optional(),
  day,
  /** Local start of the slot, `HH:MM`. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** Short code that the citizen keeps, e.g. `4821-7365`. */
  code: z.string().regex(/^\d{4}-\d{4}$/),
  state: z.enum(['booked', 'used', 'cancelled', 'missed']),
});
export type Booking = z.infer<typeof booking>;

/** How a citizen came in. */
export const entry = z.enum(['booking', 'walk-in', 'touch']);

export const visitState = z.enum([
  /** Consent given, the hub has ordered the door. */
  'admitted',
  /** The citizen is inside, no call yet. */
  'inside',
  'waiting',
  'in-call',
  /** Receipt and ratings. */
  'closing',
  'ended',
]);
export type VisitState = z.infer<typeof visitState>;

/** How a visit came to its end. */
export const visitEnd = z.enum(['completed', 'left', 'timed-out', 'interrupted', 'not-entered']);
export type VisitEnd = z.infer<typeof visitEnd>;

export const caseState = z.enum(['open', 'accepted', 'completed', 'refused', 'withdrawn']);
export type CaseState = z.infer<typeof caseState>;

/** 办件: one service applied for. */
export const visitCase = z.strictObject({
  id,
  number: caseNumber,
  visitId: id,
  serviceId: slug,
  departmentId: slug,
  agentId: id.optional(),
  state: caseState,
  /** Answers to the service's form, by field id. */
  form: z.record(slug, z.string().max(500)),
  papers: z.array(paper),
  /** Which papers it needs, by which rules and answers; absent for cases of before there were rules. */
  needs: caseNeeds.optional(),
  /** Given to the citizen, oldest first. */
  notices: z.array(notice).max(20).optional(),
  outcome: z
    .strictObject({
      title: z.string().max(120),
      /** Code with which anybody can verify the document. */
      verifyCode: z.string().regex(/^[0-9A-HJ-NP-Z]{12}$/),
      issuedAt: instant,
    })
    .optional(),
  note: z.string().max(2000),
});
export type VisitCase = z.infer<typeof visitCase>;

/** Where a posted parcel goes. */
export const mailing = z.strictObject({
  recipient: z.string().min(1).max(60),
  phone: z.string().regex(/^1[3-9]\d{9}$/),
  address: z.string().min(4).max(200),
});
export type Mailing = z.infer<typeof mailing>;

/** 快递柜: how far a compartment and the parcel in it have come, each step by a sensor's word. */
export const parcelState = z.enum([
  /** A compartment is reserved for it. */
  'requested',
  'agreed',
  'pulse-sent',
  'open',
  /** Seen by infrared; boards without it skip this. */
  'item-seen',
  'closed',
  'sealed',
  /** Out again: a courier took it, or it went back to the citizen. */
  'collected',
  'returned',
  'incident',
]);
export type ParcelState = z.infer<typeof parcelState>;

export const parcel = z.strictObject({
  id,
  number: parcelNumber,
  visitId: id,
  caseId: id.optional(),
  compartment: z.int().min(1).max(48),
  state: parcelState,
  mailing: mailing.optional(),
  custody: z.array(z.strictObject({ state: parcelState, at: instant, by: z.string().max(80) })),
});
export type Parcel = z.infer<typeof parcel>;

/** 好差评: five levels, 5 is best. */
export const ratingLevel = z.int().min(1).max(5);

export const rating = z.strictObject({ caseId: id, level: ratingLevel, at: instant });

/** The written record of a visit, as the printer gets it. */
export const receipt = z.strictObject({
  number: receiptNumber,
  visitNumber,
  language,
  boothName: z.string(),
  startedAt: instant,
  endedAt: instant,
  cases: z.array(
    z.strictObject({
      number: caseNumber,
      serviceName: z.string(),
      departmentName: z.string(),
      state: caseState,
      outcomeTitle: z.string().optional(),
    }),
  ),
  parcels: z.array(z.strictObject({ number: parcelNumber, compartment: z.int(), recipient: z.string() })),
  /** Address behind the QR code: where the citizen can follow and verify. */
  url: z.url(),
});
export type Receipt = z.infer<typeof receipt>;

/** One party of a call. The booth's party id is its visit's id, an agent's is the agent's id. */
export const party = z.strictObject({
  partyId: id,
  kind: z.enum(['citizen', 'agent', 'interpreter', 'supervisor']),
  displayName: z.string().max(60),
  departmentId: slug.optional(),
  place,
  /** The one agent whom a supervisor whispers to. */
  earOf: id.optional(),
  /** Answers for the call now; exactly one of the agents. */
  owner: z.boolean(),
  /** The line to them was lost then; their place is kept for `PARTY_HELD_MS`. */
  awaySince: instant.optional(),
});
export type Party = z.infer<typeof party>;

/** The whole state of a visit as parties of it may see it. */
export const visit = z.strictObject({
  id,
  number: visitNumber,
  boothId: slug,
  entry,
  state: visitState,
  end: visitEnd.optional(),
  language,
  consentAt: instant,
  bundleId: slug.optional(),
  serviceId: slug.optional(),
  /** Who took the visit first keeps it until it is done (首问负责). */
  firstAgentId: id.optional(),
  startedAt: instant,
  endedAt: instant.optional(),
  mailing: mailing.optional(),
  phoneConnected: z.boolean(),
  cases: z.array(visitCase),
  files: z.array(visitFile),
  /** Which files are pages of one document, in the order in which they were begun. */
  documents: z.array(paperDocument).max(200).optional(),
  readings: z.array(paperReading),
  parcels: z.array(parcel),
  receipt: receipt.optional(),
  ratings: z.array(rating),
});
export type Visit = z.infer<typeof visit>;
