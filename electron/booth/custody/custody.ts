import { assertNever } from '../../../contracts/result.ts';
import { listed } from './listed.ts';
import type { CustodyEffect, CustodyEvent, CustodyMoment } from './messages.ts';
import { answered, remind } from './moves.ts';
import { deposit, takeOut } from './orders.ts';
import { declined, reserve, visitOver } from './owners.ts';
import { attend, lost, seen, started } from './sensors.ts';
import type { CustodyState } from './state.ts';
import { CustodyTurn } from './turn.ts';

/**
 * The custody of all compartments: what is known, what happened, and so what is known then and what is to be done. Pure
 * and total: every event is welcome in every state, and one that does not fit changes nothing.
 */
export function reduceCustody(
  state: CustodyState,
  event: CustodyEvent,
  moment: CustodyMoment,
): readonly [CustodyState, readonly CustodyEffect[]] {
  const turn = new CustodyTurn(state, moment);
  apply(turn, event);
  return [turn.state, turn.effects];
}

function apply(turn: CustodyTurn, event: CustodyEvent): void {
  switch (event.type) {
    case 'started':
      started(turn, event.saved);
      return;
    case 'lost':
      lost(turn);
      return;
    case 'seen':
      seen(turn, event.seen);
      return;
    case 'reserve':
      reserve(turn, event.parcel);
      return;
    case 'deposit':
      deposit(turn, event.parcel);
      return;
    case 'declined':
      declined(turn, event.parcelId);
      return;
    case 'take-out':
      takeOut(turn, event.parcel, event.purpose);
      return;
    case 'answered':
      answered(turn, event);
      return;
    case 'timer':
      remind(turn, event.compartment);
      return;
    case 'visit-over':
      visitOver(turn, event.visitId);
      return;
    case 'listed':
      listed(turn, event.parcels);
      return;
    case 'attended':
      attend(turn, event.attended);
      return;
    default:
      assertNever(event);
  }
}
