import { fail } from '../../../contracts/errors.ts';
import type { ParcelInLocker } from './messages.ts';
import { ownerOf, reserve, whyNotReserve } from './owners.ts';
import { compartmentOfParcel, isMoving, type Purpose } from './state.ts';
import type { CustodyTurn } from './turn.ts';

/** The citizen agreed: from here to the pulse there is no way but over the disk. */
export function deposit(turn: CustodyTurn, parcel: ParcelInLocker): void {
  const { compartment } = parcel;
  reserve(turn, parcel);
  const refusal = whyNotReserve(turn.state, parcel);
  if (refusal) {
    const news = { owner: ownerOf(parcel), compartment, purpose: 'deposit', phase: 'failed', error: refusal } as const;
    // An opening that goes on already is told by its own news.
    if (refusal.code !== 'device_busy') turn.effects.push({ type: 'news', news });
    return;
  }
  turn.patch(compartment, { step: 'agreed' });
  turn.moved(compartment, 'agreed');
  openFor(turn, compartment, 'deposit');
}

/** Records the pulse, then gives it. Only a person's yes or code leads here, never the machine's own decision. */
export function openFor(turn: CustodyTurn, compartment: number, purpose: Purpose): void {
  const pulsedAtMs = turn.moment.nowMs;
  const { item } = turn.at(compartment);
  turn.patch(compartment, { move: { purpose, phase: 'pulsing', pulsedAtMs, itemBefore: item, reminders: 0 } });
  if (purpose === 'deposit') turn.patch(compartment, { step: 'pulse-sent' });
  turn.moved(compartment, 'pulse-sent');
  turn.news(compartment, 'opening');
  turn.effects.push({ type: 'pulse', compartment, pulsedAtMs });
}

/** A code was right. The hub's word about a parcel that this booth has forgotten is taken; about another's it is not. */
export function takeOut(turn: CustodyTurn, parcel: ParcelInLocker, purpose: 'collect' | 'return'): void {
  const { id, compartment } = parcel;
  const here = turn.at(compartment);
  const elsewhere = compartmentOfParcel(turn.state, id);
  const isTaken =
    (here.owner !== null && here.owner.parcelId !== id) ||
    (elsewhere !== undefined && elsewhere.compartment !== compartment);
  const refusal = turn.state.gone.includes(id)
    ? fail('token_used', `${parcel.number} has left`)
    : isTaken
      ? fail('compartment_taken', `compartment ${compartment}`)
      : isMoving(here)
        ? fail('device_busy', `compartment ${compartment} is being opened`)
        : null;
  if (refusal) {
    const news = { owner: ownerOf(parcel), compartment, purpose, phase: 'failed', error: refusal } as const;
    turn.effects.push({ type: 'news', news });
    return;
  }
  if (!here.owner)
    turn.patch(compartment, { owner: { ...ownerOf(parcel), visitId: null }, step: 'sealed', over: true });
  openFor(turn, compartment, purpose);
}
