import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { localized } from '../domain/language.ts';
import { caseState, parcelState } from '../domain/visit.ts';
import { caseNumber, id, parcelNumber, visitNumber } from '../ids.ts';
import { day, instant } from '../time.ts';

/** What a citizen takes with them: documents to keep, and a link to follow their cases after leaving. */

/** A document as PDF: the form as it was signed, or the outcome of a case. */
export const keptDocument = z.strictObject({
  kind: z.enum(['form', 'certificate']),
  caseId: id,
  title: z.string().max(200),
  /** When it was signed or issued; another time for the same case is another document. */
  at: instant,
});
export type KeptDocument = z.infer<typeof keptDocument>;

/** 22 letters for the visit, 22 for the proof that the hub gave this link; base64url. */
export const followToken = z.string().regex(/^[\w-]{44}$/);

/** One paper that is still wanted. */
const wantedPaper = z.strictObject({
  name: localized,
  /** `follows`: the case was accepted without it. */
  state: z.enum(['missing', 'refused', 'follows']),
  requirement: localized,
  /** How to mend it, where the notice said so. */
  cure: localized.optional(),
  dueOn: day.optional(),
});

/**
 * A visit as anybody with its link sees it: numbers, states, and what is missing by when. No name, no address, no answer of a
 * form, no code that opens anything.
 */
export const followed = z.strictObject({
  visitNumber,
  boothName: z.string().max(60),
  startedAt: instant,
  endedAt: instant.optional(),
  /** When the link ends; absent while the visit goes on. */
  until: instant.optional(),
  cases: z.array(
    z.strictObject({
      number: caseNumber,
      service: localized,
      department: localized,
      state: caseState,
      promisedWorkingDays: z.int().min(0),
      outcome: z.strictObject({ title: z.string().max(120), issuedAt: instant }).optional(),
      wanted: z.array(wantedPaper),
      /** Papers that are there, of how many. */
      there: z.int().min(0),
      needed: z.int().min(0),
    }),
  ),
  parcels: z.array(z.strictObject({ number: parcelNumber, state: parcelState })),
});
export type Followed = z.infer<typeof followed>;

export const phoneKeepHttp = {
  /** GET /phone/documents — of the phone's own visit, newest of each case. */
  documents: call(nothing, z.array(keptDocument)),
  /** GET /phone/follow-link */
  followLink: call(nothing, z.strictObject({ url: z.url() })),
  /** GET /follow/:token — public. `token_invalid` for what is no link of this hub, `token_expired` once its time is over. */
  follow: call(z.strictObject({ token: z.string().max(100) }), followed),
} as const;

export const PHONE_KEEP_ROUTES = {
  documents: { method: 'GET', path: '/phone/documents' },
  followLink: { method: 'GET', path: '/phone/follow-link' },
  follow: { method: 'GET', path: '/follow/:token' },
} as const;

/** GET, a document's PDF, for the phone of its visit (bearer session). */
export const PHONE_DOCUMENT_PATH = '/phone/documents/:kind/:caseId';
