import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Language } from '../../../contracts/domain/language.ts';
import type { Booth } from '../../../contracts/domain/people.ts';
import type { Booking, Mailing, Visit } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Followed, KeptDocument } from '../../../contracts/hub/phone-keep.ts';
import type { Result } from '../../../contracts/result.ts';
import type { Door, PublicPage, Session, Slot, Verification, VisitPage, Want } from './model.ts';

type Answer<T> = Result<T, XiaowuError>;

/** How the page was opened, read from its address. */
export type Opening =
  | { readonly kind: 'plain' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'verify'; readonly code: string }
  | { readonly kind: 'follow'; readonly token: string };

/** What the tab and the phone remember. */
export interface Memory {
  readonly session: Session | null;
  readonly kept: Booking | null;
  readonly language: Language | null;
}

export interface CheckinAnswer {
  readonly token: string;
  readonly booth: Booth;
  readonly doorState: 'free' | 'busy';
}

/** What happened: by the citizen's thumb, or told by the hub. */
export type PhoneEvent =
  | { readonly type: 'opened'; readonly opening: Opening; readonly memory: Memory }
  | { readonly type: 'language'; readonly language: Language }
  | { readonly type: 'back' }
  | { readonly type: 'error-read' }
  // public
  | { readonly type: 'public'; readonly page: PublicPage }
  | { readonly type: 'book-booth'; readonly boothId: string }
  | { readonly type: 'book-want'; readonly want: Extract<Want, { kind: 'bundle' | 'service' }> }
  | { readonly type: 'book-day'; readonly day: string }
  | { readonly type: 'book-time'; readonly time: string }
  | { readonly type: 'book' }
  | { readonly type: 'verify'; readonly code: string }
  | { readonly type: 'follow'; readonly token: string }
  // check-in
  | { readonly type: 'want'; readonly want: Want }
  | { readonly type: 'agree' }
  // visit
  | { readonly type: 'page'; readonly page: VisitPage }
  | { readonly type: 'mailing-typed'; readonly mailing: Mailing }
  | { readonly type: 'send-mailing' }
  | { readonly type: 'upload'; readonly caseId: string; readonly paperId: string; readonly file: PickedFile }
  | { readonly type: 'upload-again'; readonly caseId: string; readonly paperId: string }
  | { readonly type: 'clear' }
  // answers and news
  | { readonly type: 'checked-in'; readonly answer: Answer<CheckinAnswer> }
  | { readonly type: 'catalogue-loaded'; readonly answer: Answer<Catalogue> }
  | { readonly type: 'booths-loaded'; readonly answer: Answer<readonly Booth[]> }
  | { readonly type: 'slots-loaded'; readonly day: string; readonly answer: Answer<{ slots: readonly Slot[] }> }
  | { readonly type: 'booked'; readonly answer: Answer<Booking> }
  | { readonly type: 'verified'; readonly answer: Answer<Verification> }
  | { readonly type: 'followed'; readonly answer: Answer<Followed> }
  | { readonly type: 'follow-link'; readonly answer: Answer<{ readonly url: string }> }
  | { readonly type: 'documents'; readonly documents: readonly KeptDocument[] }
  | { readonly type: 'entered'; readonly answer: Answer<Visit> }
  | { readonly type: 'visit-loaded'; readonly answer: Answer<Visit> }
  | { readonly type: 'mailing-sent'; readonly answer: Answer<unknown> }
  | { readonly type: 'upload-progress'; readonly key: string; readonly share: number }
  | { readonly type: 'uploaded'; readonly key: string; readonly answer: Answer<{ fileId?: string }> }
  | { readonly type: 'link'; readonly link: 'connecting' | 'live' | 'lost' }
  | { readonly type: 'refused'; readonly error: XiaowuError }
  | { readonly type: 'visit-changed'; readonly visit: Visit }
  | { readonly type: 'door-changed'; readonly state: Door };

/** What is known of a file before it is sent; the bytes stay with the sender. */
export interface PickedFile {
  readonly name: string;
  readonly type: string;
  readonly sizeBytes: number;
}

/** What is to be done outside the reducer. */
export type PhoneEffect =
  | { readonly type: 'check-in'; readonly code: string }
  | { readonly type: 'load-catalogue' }
  | { readonly type: 'load-booths' }
  | { readonly type: 'load-slots'; readonly boothId: string; readonly day: string }
  | { readonly type: 'book'; readonly booking: Pick<Booking, 'boothId' | 'bundleId' | 'serviceId' | 'day' | 'time'> }
  | { readonly type: 'verify'; readonly code: string }
  | { readonly type: 'enter'; readonly want: Want; readonly language: Language }
  | { readonly type: 'load-visit' }
  | { readonly type: 'load-follow-link' }
  | { readonly type: 'load-documents' }
  | { readonly type: 'follow'; readonly token: string }
  /** Joins the socket of the session; a joined one is left first. */
  | { readonly type: 'join' }
  | { readonly type: 'send-mailing'; readonly mailing: Mailing }
  | { readonly type: 'send-file'; readonly caseId: string; readonly paperId: string }
  | { readonly type: 'keep-session'; readonly session: Session }
  | { readonly type: 'keep-booking'; readonly booking: Booking | null }
  | { readonly type: 'keep-language'; readonly language: Language }
  /** Forgets session, unsent letters and files, and leaves the socket; documents stay until they are cleared. */
  | { readonly type: 'forget'; readonly keepsDocuments?: true };
