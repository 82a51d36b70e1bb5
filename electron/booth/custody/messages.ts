import type { CompartmentState } from '../../../contracts/device/device.ts';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Parcel, ParcelState } from '../../../contracts/domain/visit.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Result } from '../../../contracts/result.ts';
import type { CustodyNews, CustodyState } from './state.ts';

/** What custody needs to know of a parcel; one of the contract fits. */
export type ParcelInLocker = Pick<Parcel, 'id' | 'number' | 'visitId' | 'compartment'>;

/** Everything that can happen to the locker. */
export type CustodyEvent =
  /** Restored from disk: until the board is asked, nothing is known of any door. */
  | { readonly type: 'started'; readonly saved: CustodyState }
  /** The board or the device host is silent. */
  | { readonly type: 'lost' }
  /** What the board says of a compartment: news, or its answer after it was silent. */
  | { readonly type: 'seen'; readonly seen: CompartmentState }
  | { readonly type: 'reserve'; readonly parcel: ParcelInLocker }
  /** The citizen said yes: open for the parcel to go in. */
  | { readonly type: 'deposit'; readonly parcel: ParcelInLocker }
  | { readonly type: 'declined'; readonly parcelId: Id }
  /** A one-time code was right: open for the parcel to go out. */
  | { readonly type: 'take-out'; readonly parcel: ParcelInLocker; readonly purpose: 'collect' | 'return' }
  /** The device host answered the pulse of this instant. */
  | {
      readonly type: 'answered';
      readonly compartment: number;
      readonly pulsedAtMs: number;
      readonly result: Result<unknown, XiaowuError>;
    }
  /** The door of an authorised opening has stood open for long. */
  | { readonly type: 'timer'; readonly compartment: number }
  | { readonly type: 'visit-over'; readonly visitId: Id }
  /** What the hub believes to lie here. */
  | {
      readonly type: 'listed';
      readonly parcels: readonly (ParcelInLocker & { readonly state: ParcelState })[];
    }
  | { readonly type: 'attended'; readonly attended: boolean };

/** What the desk does, in order. State and facts are on disk before any other effect runs. */
export type CustodyEffect =
  | { readonly type: 'fact'; readonly visitId: Id | null; readonly fact: VisitFact }
  | { readonly type: 'pulse'; readonly compartment: number; readonly pulsedAtMs: number }
  | { readonly type: 'timer.set'; readonly compartment: number; readonly delayMs: number }
  | { readonly type: 'timer.cancel'; readonly compartment: number }
  | { readonly type: 'news'; readonly news: CustodyNews };

export interface CustodyMoment {
  readonly nowMs: number;
}

/** An open door is announced again after this long; originals may be on their way in. */
export const LEFT_OPEN_MS = 120_000;
/** A latch that was released may be pulled open this long after its pulse, and still by that order. */
export const AUTHORISED_MS = 15_000;
/** Openings in a row that the door did not follow, or reminders that nobody followed, until it counts as jammed. */
export const JAMMED_AFTER = 3;
