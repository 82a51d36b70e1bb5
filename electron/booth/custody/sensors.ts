import type { CompartmentState } from '../../../contracts/device/device.ts';
import { AUTHORISED_MS, LEFT_OPEN_MS } from './messages.ts';
import { closed, notOpened, opened, seal } from './moves.ts';
import type { Compartment, CustodyState, Move } from './state.ts';
import type { CustodyTurn } from './turn.ts';

/**
 * After a restart. Doors are unknown until the board is asked; whether a pulse went out is not known at all, so the
 * sensor's next word decides. Nothing is pulsed again.
 */
export function started(turn: CustodyTurn, saved: CustodyState): void {
  turn.state = { ...saved, attended: false };
  lost(turn);
  for (const { compartment, move } of turn.state.compartments) {
    if (move?.phase === 'open') turn.effects.push({ type: 'timer.set', compartment, delayMs: LEFT_OPEN_MS });
  }
}

export function lost(turn: CustodyTurn): void {
  for (const { compartment, move } of turn.state.compartments) {
    turn.patch(compartment, { door: 'unknown', item: 'unknown' });
    if (move?.phase === 'pulsing') turn.patchMove(compartment, { phase: 'unclear' });
  }
}

/** The board's word about one compartment, against what custody expects of it. */
export function seen(turn: CustodyTurn, { compartment, door, item }: CompartmentState): void {
  if (door === 'unknown') return;
  const before = turn.at(compartment);
  if (before.door === door && before.item === item) return;
  turn.patch(compartment, { door, item });
  if (item === 'absent') turn.clear(compartment, 'compartment_full');
  if (door === 'open') seenOpen(turn, before);
  else seenClosed(turn, before);
  seenItem(turn, compartment);
}

function seenOpen(turn: CustodyTurn, before: Compartment): void {
  const { compartment, move } = before;
  if (move && mayOpenBy(move, turn.moment.nowMs)) {
    if (move.phase !== 'open') opened(turn, compartment);
    // Known again after a restart: whoever stands there sees it on the screen again.
    else if (before.door === 'unknown') turn.news(compartment, 'open');
    return;
  }
  if (before.door === 'open' || turn.state.attended || before.incidents.includes('left_open')) return;
  turn.raise(compartment, 'opened_without_order', before.owner ? `holds ${before.owner.number}` : 'held nothing');
}

/** A latch released by a pulse may be pulled open a little later; after that it is nobody's order any more. */
function mayOpenBy({ phase, pulsedAtMs }: Move, nowMs: number): boolean {
  return phase !== 'failed' || Math.abs(nowMs - pulsedAtMs) <= AUTHORISED_MS;
}

function seenClosed(turn: CustodyTurn, before: Compartment): void {
  const { compartment, move, owner } = before;
  const { item } = turn.at(compartment);
  if (move?.phase === 'open') closed(turn, compartment);
  else if (move && mayOpenBy(move, turn.moment.nowMs) && wasReachedInto(move, item)) {
    // Also where the door's sensor is stuck at "closed" and only the infrared sees the hand.
    if (move.purpose === 'deposit') turn.moved(compartment, 'item-seen');
    closed(turn, compartment);
  } else if (move?.phase === 'unclear') notOpened(turn, compartment, 'seen shut after a restart or a lost line');
  else if (move?.phase !== 'pulsing') {
    turn.clear(compartment, 'left_open');
    // Where a parcel lies and no infrared tells that it still does, the incident waits for somebody who looks.
    if (!owner || item !== 'unknown') turn.clear(compartment, 'opened_without_order');
  }
}

/** Nobody saw it open, but what lies inside has changed since the pulse: so it was open, and is shut again. */
function wasReachedInto({ purpose, itemBefore }: Move, item: CompartmentState['item']): boolean {
  return purpose === 'deposit'
    ? itemBefore === 'absent' && item === 'present'
    : itemBefore === 'present' && item === 'absent';
}

/** What the infrared says of the parcel, beyond what the door says. */
function seenItem(turn: CustodyTurn, compartment: number): void {
  const { step, move, door, item, owner, incidents } = turn.at(compartment);
  if (!owner || item === 'unknown') return;
  if (move?.phase === 'open' && move.purpose === 'deposit') {
    if (item === 'present' && step === 'open') {
      turn.patch(compartment, { step: 'item-seen' });
      turn.moved(compartment, 'item-seen');
    }
    // Taken out again before the door was shut.
    if (item === 'absent' && step === 'item-seen') {
      turn.patch(compartment, { step: 'open' });
      turn.moved(compartment, 'open');
    }
  }
  if (door !== 'closed' || (move !== null && move.phase !== 'failed')) return;
  if (step === 'sealed' && item === 'absent') {
    if (turn.raise(compartment, 'item_missing', `${owner.number} is not seen any more`))
      turn.moved(compartment, 'incident');
  }
  if ((step === 'sealed' || step === 'closed') && item === 'present' && incidents.includes('item_missing')) {
    seal(turn, compartment);
  }
}

/** While a technician works on the booth, doors open without an order; what stays open when they go is an incident. */
export function attend(turn: CustodyTurn, attended: boolean): void {
  const wasAttended = turn.state.attended;
  turn.state = { ...turn.state, attended };
  if (!wasAttended || attended) return;
  for (const { compartment, door, move } of turn.state.compartments) {
    if (door === 'open' && move?.phase !== 'open') turn.raise(compartment, 'left_open', 'open after a technician left');
  }
}
