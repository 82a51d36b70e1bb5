import type { Parcel } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { CustodyNews } from '../custody/state.ts';
import type { MachineEvent } from './messages.ts';
import { LOCKER_FAILED_SHOWN_MS, LOCKER_SHOWN_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type LockerAsked = Extract<MachineEvent, { type: 'order'; name: 'locker.ask' }>;

/** An agent asks to open a compartment; the citizen decides on the screen. */
export function lockerAsked(turn: Turn, { order, input }: LockerAsked): void {
  const { visit, ask, locker, step } = turn.state;
  if (!visit || visit.id !== input.visitId) turn.refuse(order, fail('not_found', 'no such visit in this booth'));
  else if (isWithdrawn(turn.state, 'locker')) turn.refuse(order, fail('device_offline', 'the locker does not work'));
  else if (ask || locker?.phase === 'opening' || locker?.phase === 'open') turn.refuse(order, fail('device_busy'));
  else if (step !== 'in-call' && step !== 'after-call' && step !== 'mailing') {
    turn.refuse(order, fail('wrong_state', `step ${step}`));
  } else {
    turn
      .accept(order)
      .patch({ ask: { kind: 'locker', parcel: input.parcel, agent: input.agent } })
      .rearmIdle();
  }
}

/** The citizen's word about the locker: to the agent's question, or to "try again" after an opening that failed. */
export function answerAsk(turn: Turn, agreed: boolean): void {
  const { ask } = turn.state;
  if (ask?.kind !== 'locker') {
    answerFailure(turn, agreed);
    return;
  }
  const { parcel } = ask;
  turn.patch({ ask: null });
  if (agreed) deposit(turn, parcel);
  else {
    turn
      .fact({ type: 'locker.declined', parcelId: parcel.id })
      .effect({ type: 'custody', event: { type: 'declined', parcelId: parcel.id } });
  }
}

function answerFailure(turn: Turn, again: boolean): void {
  const { locker, visit } = turn.state;
  if (!visit || !locker?.error || locker.phase === 'opening' || locker.phase === 'open') return;
  if (again && !isWithdrawn(turn.state, 'locker')) deposit(turn, locker.parcel);
  else turn.patch({ locker: null }).cancel('locker-shown');
}

function deposit(turn: Turn, parcel: Parcel): void {
  turn
    .patch({ locker: { parcel, phase: 'opening' } })
    .cancel('locker-shown')
    .effect({ type: 'custody', event: { type: 'deposit', parcel } });
}

/** Custody's word about a parcel of this visit that goes in; after a restart it tells again how far it had come. */
export function lockerMoved(turn: Turn, { owner, compartment, phase, error }: CustodyNews): void {
  const { visit, locker } = turn.state;
  if (!visit || visit.id !== owner.visitId) return;
  const known = locker?.parcel.id === owner.parcelId ? locker.parcel : undefined;
  const parcel =
    known ?? visit.parcels.find(({ id }) => id === owner.parcelId) ?? parcelOf(owner, visit.id, compartment);
  switch (phase) {
    case 'opening':
    case 'open':
      turn.patch({ locker: { parcel, phase } }).cancel('locker-shown');
      return;
    case 'left-open':
      turn.patch({ locker: { parcel, phase: 'open' } }).notice('errors.left_open', 'warning');
      return;
    case 'closed':
    case 'failed':
      turn
        .patch({ locker: error ? { parcel, phase, error } : { parcel, phase } })
        .timer('locker-shown', error ? LOCKER_FAILED_SHOWN_MS : LOCKER_SHOWN_MS);
      return;
  }
}

function parcelOf({ parcelId, number }: CustodyNews['owner'], visitId: Id, compartment: number): Parcel {
  return { id: parcelId, number, visitId, compartment, state: 'requested', custody: [] };
}

export function lockerShown(turn: Turn): void {
  const phase = turn.state.locker?.phase;
  if (phase === 'closed' || phase === 'failed') turn.patch({ locker: null });
}
