import type { VisitEnd } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import { finishLeaving, watchEmpty } from './leaving-watch.ts';
import { NO_VISIT } from './state.ts';
import { DOOR_HOLD_MS, EMPTY_LIMIT_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

/**
 * Ends the visit: the fact first, then the state forgets the visit, everything is wiped, the door is
 * released for the way out and watched until the booth is empty.
 */
export function leave(turn: Turn, end: VisitEnd): void {
  const { visit, call } = turn.state;
  if (!visit) {
    finishLeaving(turn);
    return;
  }
  if (call) turn.hub('call.hangup', { callId: call.callId });
  turn.fact({ type: 'visit.ended', end });
  watchLeaving(turn, visit.id, end);
}

/** The state forgets the visit; what is left is its id, until everything is wiped and nobody is seen. */
export function watchLeaving(turn: Turn, visitId: Id, end: VisitEnd): void {
  turn
    .patch({ ...NO_VISIT, leaving: { visitId, end, wiped: false, empty: false } })
    .cancel('door-retry', 'locker-shown', 'print-shown', 'goodbye', 'notice', 'warning')
    .go('leaving')
    .effect({ type: 'custody', event: { type: 'visit-over', visitId } })
    .effect({ type: 'wipe', visitId })
    .timer('empty-limit', EMPTY_LIMIT_MS);
  const isInside = turn.state.door.presence === 'present';
  if (isInside && !isWithdrawn(turn.state, 'door')) turn.device('door.unlock', { holdMs: DOOR_HOLD_MS });
  watchEmpty(turn);
}

export function wiped(turn: Turn, visitId: Id): void {
  const { leaving } = turn.state;
  if (leaving?.visitId !== visitId || leaving.wiped) return;
  turn.fact({ type: 'booth.wiped' }).patch({ leaving: { ...leaving, wiped: true } });
  welcomeWhenDone(turn);
}

export function emptySeen(turn: Turn): void {
  const { leaving, door } = turn.state;
  if (!leaving || leaving.empty) return;
  if (door.presence === 'absent') turn.fact({ type: 'citizen.gone' });
  turn.patch({ leaving: { ...leaving, empty: true } });
  welcomeWhenDone(turn);
}

/** The sensor still sees somebody after a long time: the technician is told, and the booth serves again. */
export function emptyLimitPassed(turn: Turn): void {
  const { leaving } = turn.state;
  if (!leaving || leaving.empty) return;
  turn.incident('presence', fail('left_open', 'the booth was not seen empty in time'));
  turn.patch({ leaving: { ...leaving, empty: true } });
  welcomeWhenDone(turn);
}

function welcomeWhenDone(turn: Turn): void {
  const { leaving } = turn.state;
  if (!leaving?.wiped || !leaving.empty) return;
  turn.lights(false);
  finishLeaving(turn);
}
