import type { ParcelState } from '../../../contracts/domain/visit.ts';
import type { ParcelInLocker } from './messages.ts';
import { ownerOf, release } from './owners.ts';
import { seen } from './sensors.ts';
import { type Compartment, type CustodyStep, compartmentOfParcel, holdsNothing, type Move } from './state.ts';
import type { CustodyTurn } from './turn.ts';

type Listed = ParcelInLocker & { readonly state: ParcelState };

/** Parcels of which the hub knows and this booth does not: its disk was changed, or a row was damaged. */
const ADOPTED_AS: Readonly<Partial<Record<ParcelState, CustodyStep>>> = {
  requested: 'requested',
  agreed: 'agreed',
  'pulse-sent': 'pulse-sent',
  open: 'open',
  'item-seen': 'open',
  closed: 'closed',
  sealed: 'sealed',
  // What was wrong with it is not known; that something may lie there is.
  incident: 'sealed',
};

/**
 * The hub's list against the booth's own memory. What the booth saw wins; the hub fills what the booth has forgotten,
 * and frees what holds nothing and is no longer on its list.
 */
export function listed(turn: CustodyTurn, parcels: readonly Listed[]): void {
  const contested = new Set<number>();
  for (const parcel of parcels) {
    const { owner } = turn.at(parcel.compartment);
    if (turn.state.gone.includes(parcel.id) || compartmentOfParcel(turn.state, parcel.id)) continue;
    if (owner) {
      contested.add(parcel.compartment);
      turn.raise(parcel.compartment, 'compartment_taken', `holds ${owner.number}, the hub says ${parcel.number}`);
    } else adopt(turn, parcel);
  }
  for (const { compartment } of turn.state.compartments) {
    if (!contested.has(compartment)) turn.clear(compartment, 'compartment_taken');
  }
  const ids = new Set(parcels.map(({ id }) => id));
  for (const one of turn.state.compartments) {
    if (one.owner && !ids.has(one.owner.parcelId) && (holdsNothing(one) || isMissing(one)))
      release(turn, one.compartment);
  }
}

/** Sealed once, and seen to be empty behind a shut door: people at the hub have closed the matter. */
function isMissing({ step, move, door, item }: Compartment): boolean {
  return step === 'sealed' && move?.phase !== 'open' && door === 'closed' && item === 'absent';
}

function adopt(turn: CustodyTurn, parcel: Listed): void {
  const step = ADOPTED_AS[parcel.state];
  if (!step) return;
  const { compartment } = parcel;
  const { door, item } = turn.at(compartment);
  const wasMoving = step === 'pulse-sent' || step === 'open';
  const move: Move | null = wasMoving
    ? {
        purpose: 'deposit',
        phase: step === 'open' ? 'open' : 'unclear',
        pulsedAtMs: turn.moment.nowMs,
        itemBefore: 'unknown',
        reminders: 0,
      }
    : null;
  // Doors are asked anew, so that a parcel that came back into memory meets its sensors' word.
  // Its visit is nobody's here: if it is still on, its next order names it again.
  const owner = { ...ownerOf(parcel), visitId: null };
  turn.patch(compartment, { owner, step, move, over: true, door: 'unknown', item: 'unknown' });
  seen(turn, { compartment, door, item });
}
