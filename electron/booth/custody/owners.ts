import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { ParcelInLocker } from './messages.ts';
import { type CustodyState, compartmentOf, compartmentOfParcel, holdsNothing, isMoving, type Owner } from './state.ts';
import type { CustodyTurn } from './turn.ts';

export function ownerOf({ id, number, visitId }: ParcelInLocker): Owner {
  return { parcelId: id, number, visitId };
}

/**
 * Why this compartment cannot be given to this parcel; null when it can. The door's word is not asked: a sensor that
 * says "open" for ever must not keep anybody from an opening that is allowed.
 */
export function whyNotReserve(state: CustodyState, parcel: ParcelInLocker): XiaowuError | null {
  const here = compartmentOf(state, parcel.compartment);
  const elsewhere = compartmentOfParcel(state, parcel.id);
  if (state.gone.includes(parcel.id)) return fail('wrong_state', `${parcel.number} has left`);
  if (here.owner && here.owner.parcelId !== parcel.id) {
    return fail('compartment_taken', `compartment ${parcel.compartment} holds ${here.owner.number}`);
  }
  if (elsewhere && elsewhere.compartment !== parcel.compartment && !holdsNothing(elsewhere)) {
    return fail('compartment_taken', `${parcel.number} is in compartment ${elsewhere.compartment}`);
  }
  if (isMoving(here)) return fail('device_busy', `compartment ${parcel.compartment} is being opened`);
  const isOwn = here.owner !== null && !holdsNothing(here);
  if (here.item === 'present' && !isOwn) {
    return fail('compartment_full', `something lies in compartment ${parcel.compartment}`);
  }
  return null;
}

/** Gives a compartment to a parcel. One that is full already is an incident: something was forgotten or put there. */
export function reserve(turn: CustodyTurn, parcel: ParcelInLocker): void {
  const { compartment } = parcel;
  const refusal = whyNotReserve(turn.state, parcel);
  if (refusal) {
    if (refusal.code === 'compartment_full') {
      turn.raise(compartment, 'compartment_full', `reserved for ${parcel.number}, but something lies in it`);
    }
    return;
  }
  const elsewhere = compartmentOfParcel(turn.state, parcel.id);
  if (elsewhere && elsewhere.compartment !== compartment) release(turn, elsewhere.compartment, false);
  const change = { owner: ownerOf(parcel), over: false };
  const isOwn = turn.at(compartment).owner !== null;
  turn.patch(compartment, isOwn ? change : { ...change, step: 'requested', move: null });
}

export function declined(turn: CustodyTurn, parcelId: Id): void {
  const found = compartmentOfParcel(turn.state, parcelId);
  if (found && holdsNothing(found)) release(turn, found.compartment);
}

/** Whatever of this visit's holds nothing is free; the rest stays until its sensors, a courier or the hub say more. */
export function visitOver(turn: CustodyTurn, visitId: Id): void {
  for (const one of turn.state.compartments.filter(({ owner }) => owner?.visitId === visitId)) {
    turn.patch(one.compartment, { over: true });
    if (holdsNothing(one)) release(turn, one.compartment);
    else if (one.owner) turn.patch(one.compartment, { owner: { ...one.owner, visitId: null } });
  }
}

/**
 * Frees a compartment in which nothing lies. What was pulsed is told to have gone back to the citizen: nothing of it was
 * kept. What was only reserved the hub takes back by itself.
 */
export function release(turn: CustodyTurn, compartment: number, told = true): void {
  const { step } = turn.at(compartment);
  const wasPulsed = step !== 'requested' && step !== 'agreed';
  if (told && wasPulsed) turn.moved(compartment, 'returned');
  turn.clear(compartment, 'item_missing', 'compartment_taken');
  turn.free(compartment, told && wasPulsed);
}
