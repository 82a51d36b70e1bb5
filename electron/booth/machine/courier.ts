import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import type { CustodyNews } from '../custody/state.ts';
import { finishLeaving } from './leaving-watch.ts';
import type { MachineEvent } from './messages.ts';
import { COURIER_DONE_MS, COURIER_SLOW_LIMIT_MS, COURIER_SLOW_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type Checked = Extract<MachineEvent, { type: 'hub.answered'; name: 'courier.check' }>;
type Courier = NonNullable<Turn['state']['courier']>;

/** Answers that mean that the code was wrong; a hub that cannot be reached is nobody's fault. */
const WRONG_CODES: readonly XiaowuError['code'][] = [
  'token_invalid',
  'token_used',
  'token_expired',
  'wrong_credentials',
  'not_found',
  'rate_limited',
];

const PAD: Courier = { phase: 'code', compartment: null, parcelNumber: null };

/** Somebody wants to take a parcel out: the pad for their code. */
export function openCourier(turn: Turn): void {
  const { step, courier } = turn.state;
  // From a failure the same way leads back to the pad.
  if (step !== 'welcome' && courier?.phase !== 'failed') return;
  turn.patch({ courier: PAD, notice: null }).cancel('notice').go('courier');
  if (isWithdrawn(turn.state, 'locker')) show(turn, { ...PAD, phase: 'failed', error: fail('device_offline') });
  else waitWhenSlowed(turn);
}

/** The locker works again: whoever was told that it does not gets the pad. */
export function courierDevices(turn: Turn): void {
  const { step, courier } = turn.state;
  if (step !== 'courier' || courier?.phase !== 'failed' || courier.compartment !== null) return;
  if (!isWithdrawn(turn.state, 'locker')) openCourier(turn);
}

export function leaveCourier(turn: Turn): void {
  if (turn.state.step === 'courier') finishLeaving(turn);
}

/** Nobody types any more. A door that stands open keeps the screen only until it was reminded of once. */
export function courierIdle(turn: Turn): void {
  const { courier } = turn.state;
  const isBusy = courier?.phase === 'checking' || courier?.phase === 'opening';
  if (isBusy || (courier?.phase === 'open' && !courier.error)) turn.rearmIdle();
  else leaveCourier(turn);
}

export function courierCode(turn: Turn, code: string): void {
  const { step, courier, courierGuard, online } = turn.state;
  if (step !== 'courier' || courier?.phase !== 'code' || turn.moment.nowMs < courierGuard.freeAtMs) return;
  if (!online) show(turn, { ...PAD, error: fail('booth_offline') });
  else if (isWithdrawn(turn.state, 'locker')) show(turn, { ...PAD, error: fail('device_offline') });
  else turn.patch({ courier: { ...PAD, phase: 'checking' } }).hub('courier.check', { code }, null);
}

export function courierChecked(turn: Turn, { result }: Checked): void {
  const { step, courier } = turn.state;
  // Whoever asked has gone: nothing opens for nobody.
  if (step !== 'courier' || courier?.phase !== 'checking') return;
  if (result.ok) {
    const { parcel, purpose } = result.value;
    const shown: Courier = { phase: 'opening', compartment: parcel.compartment, parcelNumber: parcel.number };
    turn
      .patch({ courier: shown, courierGuard: { wrong: 0, freeAtMs: 0 } })
      .effect({ type: 'custody', event: { type: 'take-out', parcel, purpose } });
  } else if (WRONG_CODES.includes(result.error.code)) wrongCode(turn, result.error);
  else show(turn, { ...PAD, error: result.error });
}

/** 1 s, 2 s, 4 s …: hardly felt after a slip of the finger, hopeless for one who tries all codes. */
function wrongCode(turn: Turn, error: XiaowuError): void {
  const wrong = turn.state.courierGuard.wrong + 1;
  const slowMs = Math.min(COURIER_SLOW_LIMIT_MS, COURIER_SLOW_MS * 2 ** (wrong - 1));
  turn.patch({ courierGuard: { wrong, freeAtMs: turn.moment.nowMs + slowMs } });
  show(turn, { ...PAD, error });
  waitWhenSlowed(turn);
}

function waitWhenSlowed(turn: Turn): void {
  const { courier, courierGuard } = turn.state;
  const restMs = courierGuard.freeAtMs - turn.moment.nowMs;
  if (!courier || restMs <= 0) return;
  const error = courier.error ?? fail('rate_limited');
  turn.patch({ courier: { ...courier, error, waitUntil: turn.instantIn(restMs) } }).timer('courier-shown', restMs);
}

/** Custody's word about the parcel that is being taken out. */
export function courierMoved(turn: Turn, { owner, compartment, phase, error }: CustodyNews): void {
  const { step, courier } = turn.state;
  if (step !== 'courier' || courier?.compartment !== compartment) return;
  const base = { compartment, parcelNumber: owner.number };
  switch (phase) {
    case 'opening':
      show(turn, { ...base, phase: 'opening' });
      return;
    case 'open':
      show(turn, { ...base, phase: 'open' });
      turn.rearmIdle();
      return;
    case 'left-open':
      show(turn, { ...base, phase: 'open', ...(error ? { error } : {}) });
      return;
    case 'closed':
    case 'failed':
      if (error) show(turn, { ...base, phase: 'failed', error });
      else {
        show(turn, { ...base, phase: 'done' });
        turn.timer('courier-shown', COURIER_DONE_MS);
      }
      turn.rearmIdle();
      return;
  }
}

/** What had to be waited for is over: thanks were read, or the pad takes codes again. */
export function courierShown(turn: Turn): void {
  const { step, courier } = turn.state;
  if (step !== 'courier' || !courier) return;
  if (courier.phase === 'done') finishLeaving(turn);
  else if (courier.waitUntil !== undefined) {
    const { waitUntil: _, ...rest } = courier;
    turn.patch({ courier: rest });
  }
}

function show(turn: Turn, courier: Courier): void {
  turn.patch({ courier }).cancel('courier-shown');
}
