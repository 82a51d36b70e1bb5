import type { Parcel, ParcelState } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import type { MachineEvent } from './messages.ts';
import { LOCKER_OPEN_LIMIT_MS, LOCKER_SHOWN_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type LockerAsked = Extract<MachineEvent, { type: 'order'; name: 'locker.ask' }>;
type LockerAnswered = Extract<MachineEvent, { type: 'device.answered'; name: 'locker.open' }>;
type CompartmentSeen = Extract<MachineEvent, { type: 'sensor'; name: 'compartment.changed' }>;

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

export function answerAsk(turn: Turn, agreed: boolean): void {
  const { ask } = turn.state;
  if (!ask) return;
  turn.patch({ ask: null });
  if (!agreed) {
    turn.fact({ type: 'locker.declined', parcelId: ask.parcel.id });
    return;
  }
  moved(turn, ask.parcel, 'agreed');
  moved(turn, ask.parcel, 'pulse-sent');
  turn
    .patch({ locker: { parcel: ask.parcel, phase: 'opening' } })
    .cancel('locker-shown')
    .device('locker.open', { compartment: ask.parcel.compartment });
}

export function lockerAnswered(turn: Turn, { visitId, result }: LockerAnswered): void {
  const { visit, locker } = turn.state;
  if (!visit || visit.id !== visitId || locker?.phase !== 'opening') return;
  if (result.ok) {
    opened(turn, locker.parcel);
    return;
  }
  moved(turn, locker.parcel, 'incident');
  turn
    .incident('locker', result.error)
    .patch({ locker: { parcel: locker.parcel, phase: 'failed', error: result.error } })
    .timer('locker-shown', LOCKER_SHOWN_MS);
}

/** The sensor's word about a compartment; only that of the running movement is a step of the parcel. */
export function compartmentSeen(turn: Turn, { payload }: CompartmentSeen): void {
  const { visit, locker } = turn.state;
  if (!visit || !locker || locker.parcel.compartment !== payload.compartment) return;
  if (payload.door === 'open' && locker.phase === 'opening') opened(turn, locker.parcel);
  if (payload.door === 'closed' && locker.phase === 'open') {
    moved(turn, locker.parcel, 'closed');
    turn
      .patch({ locker: { parcel: locker.parcel, phase: 'closed' } })
      .cancel('locker-open')
      .timer('locker-shown', LOCKER_SHOWN_MS);
    // Where an infrared sensor says that nothing lies inside, nothing is sealed and the agent may ask again.
    if (payload.item === 'absent') turn.notice('notice.locker-empty', 'warning');
    else moved(turn, locker.parcel, 'sealed');
  }
}

export function lockerLeftOpen(turn: Turn): void {
  if (turn.state.locker?.phase !== 'open') return;
  turn
    .incident('locker', fail('left_open', `compartment ${turn.state.locker.parcel.compartment}`))
    .notice('errors.left_open', 'warning')
    .timer('locker-open', LOCKER_OPEN_LIMIT_MS);
}

export function lockerShown(turn: Turn): void {
  const phase = turn.state.locker?.phase;
  if (phase === 'closed' || phase === 'failed') turn.patch({ locker: null });
}

function opened(turn: Turn, parcel: Parcel): void {
  moved(turn, parcel, 'open');
  turn.patch({ locker: { parcel, phase: 'open' } }).timer('locker-open', LOCKER_OPEN_LIMIT_MS);
}

function moved(turn: Turn, parcel: Parcel, state: ParcelState): void {
  turn.fact({ type: 'parcel.moved', parcelId: parcel.id, state, compartment: parcel.compartment });
}
