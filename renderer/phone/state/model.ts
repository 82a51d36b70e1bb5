import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Language } from '../../../contracts/domain/language.ts';
import type { Booth } from '../../../contracts/domain/people.ts';
import type { Booking, Mailing, Visit } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Followed, KeptDocument } from '../../../contracts/hub/phone-keep.ts';

/** What ties this phone to one check-in at one booth. Kept in the tab only, and gone with the visit. */
export interface Session {
  readonly token: string;
  readonly booth: Booth;
}

/** What the sensors of the door say. */
export type Door = 'ordered' | 'unlocked' | 'open' | 'closed' | 'failed';

/** What the citizen comes for. */
export type Want =
  | { readonly kind: 'bundle'; readonly bundleId: string }
  | { readonly kind: 'service'; readonly serviceId: string }
  | { readonly kind: 'booking'; readonly code: string }
  /** Does not know yet, or prefers to say it to a person. */
  | { readonly kind: 'ask' };

export type VisitPage =
  | { readonly name: 'spine' }
  | { readonly name: 'form'; readonly caseId: string }
  | { readonly name: 'sign'; readonly caseId: string }
  | { readonly name: 'capture'; readonly caseId: string; readonly paperId: string }
  | { readonly name: 'mailing' }
  | { readonly name: 'certificate'; readonly caseId: string };

export type PublicPage = 'home' | 'booths' | 'book-booth' | 'book-what' | 'book-when' | 'book-check' | 'booked';

/** Where the citizen is. */
export type Stage =
  | { readonly at: 'public'; readonly page: PublicPage }
  | { readonly at: 'verify'; readonly code: string }
  /** How the cases of a visit stand, by the link that the citizen took along. */
  | { readonly at: 'follow'; readonly token: string }
  /** The code of the screen is being exchanged, or a session found in the tab is being taken up again. */
  | { readonly at: 'arriving' }
  | { readonly at: 'choose' }
  | { readonly at: 'consent' }
  | { readonly at: 'visit'; readonly page: VisitPage }
  /** The hub no longer knows this phone; says why, and what to do. */
  | { readonly at: 'dead'; readonly error: XiaowuError }
  /** The visit is over and this page has forgotten it. */
  | { readonly at: 'cleared' };

export interface Slot {
  readonly time: string;
  readonly free: boolean;
}

/** A booking that is being put together. */
export interface BookingDraft {
  readonly boothId: string | null;
  readonly want: Extract<Want, { kind: 'bundle' | 'service' }> | null;
  readonly day: string | null;
  readonly time: string | null;
  /** Slots of `day`; null while they are asked for. */
  readonly slots: readonly Slot[] | null;
}

export interface Verification {
  readonly genuine: boolean;
  readonly title?: string;
  readonly departmentName?: string;
  readonly issuedAt?: string;
}

/** A paper on its way to the hub. */
export type Upload =
  | { readonly phase: 'sending' /** 0–1 */; readonly share: number; readonly fileName: string }
  | { readonly phase: 'failed'; readonly error: XiaowuError; readonly fileName: string };

/** What runs and blocks its own button. */
export type Busy = 'checkin' | 'enter' | 'mailing' | 'book' | 'verify' | 'follow';

export interface PhoneState {
  readonly language: Language;
  readonly stage: Stage;
  readonly session: Session | null;
  /** Whether another visit is on in the booth, as told at check-in. */
  readonly boothBusy: boolean;
  readonly link: 'none' | 'connecting' | 'live' | 'lost';
  readonly catalogue: Catalogue | null;
  readonly booths: readonly Booth[] | null;
  readonly want: Want | null;
  readonly visit: Visit | null;
  readonly door: Door | null;
  readonly booking: BookingDraft;
  /** The booking made on this phone, kept so that its code need not be remembered. */
  readonly kept: Booking | null;
  readonly verification: Verification | null;
  readonly followed: Followed | null;
  /** Address of the link to follow this visit; null until the hub gave it. */
  readonly followUrl: string | null;
  /** Documents that the page holds, bytes and all. */
  readonly documents: readonly KeptDocument[];
  readonly mailingDraft: Mailing;
  /** By `uploadKey`. */
  readonly uploads: Readonly<Record<string, Upload>>;
  readonly busy: Busy | null;
  readonly error: XiaowuError | null;
}

export const EMPTY_MAILING: Mailing = { recipient: '', phone: '', address: '' };
export const EMPTY_BOOKING: BookingDraft = { boothId: null, want: null, day: null, time: null, slots: null };

export const initialPhoneState: PhoneState = {
  language: 'zh-CN',
  stage: { at: 'public', page: 'home' },
  session: null,
  boothBusy: false,
  link: 'none',
  catalogue: null,
  booths: null,
  want: null,
  visit: null,
  door: null,
  booking: EMPTY_BOOKING,
  kept: null,
  verification: null,
  followed: null,
  followUrl: null,
  documents: [],
  mailingDraft: EMPTY_MAILING,
  uploads: {},
  busy: null,
  error: null,
};

export function uploadKey(caseId: string, requiredPaperId: string): string {
  return `${caseId}/${requiredPaperId}`;
}
