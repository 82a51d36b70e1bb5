import type { CompartmentState } from '../../../contracts/device/device.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';

/** Whose a compartment is: all that the booth keeps of a parcel, and nothing that names a person. */
export interface Owner {
  readonly parcelId: Id;
  readonly number: string;
  /** While the visit is on; afterwards the parcel's id is enough for the hub. */
  readonly visitId: Id | null;
}

/** How far a parcel has come into its compartment, in this order; `item-seen` only where the board has infrared. */
export const CUSTODY_STEPS = ['requested', 'agreed', 'pulse-sent', 'open', 'item-seen', 'closed', 'sealed'] as const;
export type CustodyStep = (typeof CUSTODY_STEPS)[number];

export const PURPOSES = ['deposit', 'collect', 'return'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const INCIDENT_CODES = [
  'not_opened',
  'left_open',
  'opened_without_order',
  'item_missing',
  'compartment_full',
  'compartment_jammed',
  'compartment_taken',
] as const;
export type IncidentCode = (typeof INCIDENT_CODES)[number];

export const MOVE_PHASES = ['pulsing', 'unclear', 'open', 'failed'] as const;

/** One authorised opening, from its pulse until the door is seen closed again. */
export interface Move {
  readonly purpose: Purpose;
  /**
   * `pulsing`: recorded, and the pulse goes out or went out. `unclear`: a restart or a lost line took the answer; the next
   * word of the sensor decides. `open`: seen open. `failed`: seen shut; a person may try again, the booth does not.
   */
  readonly phase: (typeof MOVE_PHASES)[number];
  readonly pulsedAtMs: number;
  /** What the infrared said before the pulse: what has changed since proves that a hand was in. */
  readonly itemBefore: CompartmentState['item'];
  /** How often the open door was reminded of. */
  readonly reminders: number;
}

/** What custody knows of one compartment. */
export interface Compartment {
  readonly compartment: number;
  readonly owner: Owner | null;
  /** Null exactly when nobody owns it. */
  readonly step: CustodyStep | null;
  readonly move: Move | null;
  /** The owner's visit is over: what turns out to be empty is given back to nobody and is free. */
  readonly over: boolean;
  /** Openings in a row that the door did not follow. */
  readonly failures: number;
  /** Open incidents, each once. */
  readonly incidents: readonly IncidentCode[];
  readonly door: CompartmentState['door'];
  readonly item: CompartmentState['item'];
}

export interface CustodyState {
  /** By number; a compartment that nobody has spoken of is missing. */
  readonly compartments: readonly Compartment[];
  /** Parcels that have left, newest last: a hub that has not heard of it yet must not bring them back. */
  readonly gone: readonly Id[];
  /** A technician works on the booth: doors may open without an order. */
  readonly attended: boolean;
}

export const EMPTY_CUSTODY: CustodyState = { compartments: [], gone: [], attended: false };

/** As many departures as a locker of 48 can have in days without the hub. */
export const GONE_KEPT = 500;

/** What the screen and the technician are told of an opening. */
export interface CustodyNews {
  readonly owner: Owner;
  readonly compartment: number;
  readonly purpose: Purpose;
  readonly phase: 'opening' | 'open' | 'left-open' | 'closed' | 'failed';
  /** Why it failed, or what is wrong with what was closed. */
  readonly error: XiaowuError | null;
}

export function emptyCompartment(compartment: number): Compartment {
  return {
    compartment,
    owner: null,
    step: null,
    move: null,
    over: false,
    failures: 0,
    incidents: [],
    door: 'unknown',
    item: 'unknown',
  };
}

export function compartmentOf(state: CustodyState, compartment: number): Compartment {
  return state.compartments.find((one) => one.compartment === compartment) ?? emptyCompartment(compartment);
}

export function compartmentOfParcel(state: CustodyState, parcelId: Id): Compartment | undefined {
  return state.compartments.find((one) => one.owner?.parcelId === parcelId);
}

/** An opening is on its way or its door stands open: nobody may begin another. */
export function isMoving({ move }: Compartment): boolean {
  return move?.phase === 'pulsing' || move?.phase === 'open';
}

/** Nothing of its owner's lies in it, as far as its sensors can tell: never seen open, or seen shut and empty. */
export function holdsNothing({ step, move, door, item }: Compartment): boolean {
  if (move !== null && move.phase !== 'failed') return false;
  if (step === 'requested' || step === 'agreed' || step === 'pulse-sent') return true;
  return step === 'closed' && door === 'closed' && item === 'absent';
}
