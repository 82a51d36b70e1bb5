import { fail } from '../../../contracts/errors.ts';
import type { CustodyEvent } from './messages.ts';
import { JAMMED_AFTER, LEFT_OPEN_MS } from './messages.ts';
import { release } from './owners.ts';
import { holdsNothing } from './state.ts';
import type { CustodyTurn } from './turn.ts';

type Answered = Extract<CustodyEvent, { type: 'answered' }>;

/** The driver answers what its sensor said; without a sensor's word the board's next one decides. */
export function answered(turn: CustodyTurn, { compartment, pulsedAtMs, result }: Answered): void {
  const { move, door } = turn.at(compartment);
  if (!move || move.pulsedAtMs !== pulsedAtMs || (move.phase !== 'pulsing' && move.phase !== 'unclear')) return;
  if (result.ok) opened(turn, compartment);
  else if (result.error.code === 'not_opened' || door === 'closed') {
    notOpened(turn, compartment, result.error.code === 'not_opened' ? 'stayed shut' : result.error.code);
  } else {
    turn.patchMove(compartment, { phase: 'unclear' });
    turn.news(compartment, 'failed', result.error);
  }
}

export function opened(turn: CustodyTurn, compartment: number): void {
  const { move } = turn.at(compartment);
  if (!move || move.phase === 'open') return;
  turn.patchMove(compartment, { phase: 'open' });
  turn.patch(compartment, { failures: 0 });
  if (move.purpose === 'deposit') turn.patch(compartment, { step: 'open' });
  turn.moved(compartment, 'open');
  turn.clear(compartment, 'not_opened', 'compartment_jammed', 'opened_without_order');
  turn.effects.push({ type: 'timer.set', compartment, delayMs: LEFT_OPEN_MS });
  turn.news(compartment, 'open');
}

/** Seen shut after its pulse. The parcel keeps its compartment and may be tried again. */
export function notOpened(turn: CustodyTurn, compartment: number, why: string): void {
  const failures = turn.at(compartment).failures + 1;
  turn.patch(compartment, { failures });
  turn.patchMove(compartment, { phase: 'failed' });
  turn.moved(compartment, 'incident');
  turn.raise(compartment, 'not_opened', `pulse given, ${why}`);
  if (failures >= JAMMED_AFTER) {
    turn.raise(compartment, 'compartment_jammed', `not opened by ${failures} pulses in a row`);
  }
  turn.news(compartment, 'failed', fail('not_opened', `compartment ${compartment}: ${why}`));
  const now = turn.at(compartment);
  if (now.over && holdsNothing(now)) release(turn, compartment);
}

/** The door of an authorised opening is shut again: what lies inside now decides where the parcel is. */
export function closed(turn: CustodyTurn, compartment: number): void {
  const { move, item, incidents } = turn.at(compartment);
  if (!move) return;
  turn.effects.push({ type: 'timer.cancel', compartment });
  turn.clear(compartment, 'left_open', 'compartment_jammed', 'not_opened', 'opened_without_order');
  turn.patch(compartment, { failures: 0 });
  if (move.purpose === 'deposit') closedAfterDeposit(turn, compartment);
  else if (item === 'present') {
    turn.news(compartment, 'closed', fail('compartment_full', 'the parcel is still inside'));
    turn.moved(compartment, 'closed');
    seal(turn, compartment);
  } else if (incidents.includes('item_missing')) {
    // It was missing before this opening: whoever opened has not taken it, and nobody may say so.
    turn.news(compartment, 'closed', fail('item_missing', `compartment ${compartment} was empty before`));
    turn.moved(compartment, 'incident');
    turn.patch(compartment, { move: null });
  } else {
    turn.moved(compartment, move.purpose === 'collect' ? 'collected' : 'returned');
    turn.news(compartment, 'closed');
    turn.clear(compartment, 'compartment_taken');
    turn.free(compartment, true);
  }
}

function closedAfterDeposit(turn: CustodyTurn, compartment: number): void {
  const { item, over } = turn.at(compartment);
  turn.patch(compartment, { step: 'closed' });
  turn.moved(compartment, 'closed');
  if (item !== 'absent') {
    turn.news(compartment, 'closed');
    seal(turn, compartment);
    return;
  }
  turn.news(compartment, 'closed', fail('item_missing', `compartment ${compartment} was closed empty`));
  turn.patch(compartment, { move: null });
  if (over) release(turn, compartment);
  else {
    turn.raise(compartment, 'item_missing', 'closed, and seen empty');
    turn.moved(compartment, 'incident');
  }
}

export function seal(turn: CustodyTurn, compartment: number): void {
  turn.patch(compartment, { step: 'sealed', move: null });
  turn.moved(compartment, 'sealed');
  turn.clear(compartment, 'item_missing');
}

/** An open door is an incident once, and a reminder as often as it takes. */
export function remind(turn: CustodyTurn, compartment: number): void {
  const { move } = turn.at(compartment);
  if (move?.phase !== 'open') return;
  const reminders = move.reminders + 1;
  turn.patchMove(compartment, { reminders });
  turn.raise(compartment, 'left_open', `open for ${LEFT_OPEN_MS / 1000} s`);
  if (reminders >= JAMMED_AFTER) turn.raise(compartment, 'compartment_jammed', 'does not close, or its sensor says so');
  turn.effects.push({ type: 'timer.set', compartment, delayMs: LEFT_OPEN_MS });
  turn.news(compartment, 'left-open', fail('left_open', `compartment ${compartment}`));
}
