import type { Visit } from '../../../contracts/domain/visit.ts';
import { fail } from '../../../contracts/errors.ts';
import { leave } from './leaving.ts';
import { finishLeaving, watchEmpty } from './leaving-watch.ts';
import type { MachineEvent } from './messages.ts';
import type { Door } from './state.ts';
import { NO_VISIT } from './state.ts';
import { DOOR_ATTEMPTS, DOOR_CHECK_MS, DOOR_HOLD_MS, DOOR_RETRY_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type DoorAnswered = Extract<MachineEvent, { type: 'device.answered'; name: 'door.unlock' }>;
type BeginAnswered = Extract<MachineEvent, { type: 'hub.answered'; name: 'visit.begin' }>;
type DoorOrdered = Extract<MachineEvent, { type: 'order'; name: 'door.open' }>;

/** The touch entry: consent is asked before anything else. */
export function begin(turn: Turn): void {
  if (turn.state.step !== 'welcome') return;
  if (!turn.state.online) turn.notice('errors.booth_offline', 'error');
  else if (isWithdrawn(turn.state, 'begin')) turn.notice('withdrawn.begin', 'error');
  else turn.patch({ notice: null }).go('consent');
}

export function consent(turn: Turn, agreed: boolean): void {
  const { step, beginningId, language } = turn.state;
  if (step !== 'consent' || beginningId) return;
  if (!agreed) {
    toWelcome(turn);
    return;
  }
  const visitId = turn.moment.freshId;
  turn.patch({ beginningId: visitId }).hub('visit.begin', { visitId, entry: 'touch', language }, visitId);
}

export function beginAnswered(turn: Turn, { visitId, result }: BeginAnswered): void {
  const { beginningId, visit } = turn.state;
  if (visit !== null && visit.id === visitId) return;
  if (beginningId === null || beginningId !== visitId) {
    // The citizen has gone on meanwhile: a visit that nobody attends must not hold the booth.
    if (visitId) turn.hub('visit.end', { visitId, end: 'left' }, visitId);
    return;
  }
  if (result.ok) {
    admit(turn, result.value);
    return;
  }
  if (result.error.code === 'timeout') turn.hub('visit.end', { visitId, end: 'interrupted' }, visitId);
  toWelcome(turn.patch({ beginningId: null }));
  turn.notice(result.error.messageKey, 'error');
}

/** The hub's order to open: consent was given on the phone. */
export function doorOrdered(turn: Turn, { order, input }: DoorOrdered): void {
  const { visit, step, beginningId, booth, courier } = turn.state;
  if (visit?.id === input.visit.id) {
    turn.accept(order);
    return;
  }
  const isPad = step === 'courier' && courier?.phase === 'code';
  const isFree =
    step === 'welcome' || isPad || (step === 'consent' && (beginningId ?? input.visit.id) === input.visit.id);
  if (!isFree) turn.refuse(order, fail('booth_busy', `step ${step}`));
  else if (booth && booth.id !== input.visit.boothId) turn.refuse(order, fail('wrong_state', 'visit of another booth'));
  else if (isWithdrawn(turn.state, 'begin')) turn.refuse(order, fail('battery_low', 'the booth closes on its battery'));
  else if (isWithdrawn(turn.state, 'door') && input.visit.entry !== 'touch') {
    turn.refuse(order, fail('device_offline', 'the door cannot be opened'));
  } else {
    turn.accept(order);
    admit(turn, input.visit);
  }
}

/** A visit begins: the door opens, unless the citizen is seen inside already or there is no door to open. */
function admit(turn: Turn, visit: Visit): void {
  turn
    .patch({ ...NO_VISIT, visit, language: visit.language, leaving: null })
    .cancel('notice')
    .go('entering')
    .lights(true);
  const isTouch = visit.entry === 'touch';
  if (isTouch && turn.state.door.presence === 'present') arrive(turn);
  else if (isTouch && isWithdrawn(turn.state, 'door')) turn.go('ready');
  else {
    // What does not work is known, and said, before somebody stands inside and finds out.
    turn.patch({ checkingFor: visit.id }).effect({ type: 'self-check' }).timer('door-check', DOOR_CHECK_MS);
  }
}

/** The self-check is done, or has taken long enough. */
export function checkedForDoor(turn: Turn): void {
  const { visit, checkingFor, step } = turn.state;
  if (checkingFor === null) return;
  turn.patch({ checkingFor: null }).cancel('door-check');
  if (visit?.id === checkingFor && step === 'entering') unlockDoor(turn);
}

function unlockDoor(turn: Turn): void {
  turn.patch({ unlockedSeen: false }).device('door.unlock', { holdMs: DOOR_HOLD_MS });
}

function arrive(turn: Turn): void {
  if (!turn.state.insideSeen) turn.patch({ insideSeen: true }).fact({ type: 'citizen.inside' });
  turn.go('ready');
}

export function doorAnswered(turn: Turn, { visitId, result }: DoorAnswered): void {
  const { visit, step, leaving } = turn.state;
  if (leaving && leaving.visitId === visitId) {
    if (result.ok) noteUnlocked(turn);
    else if (!leaving.empty) {
      // A citizen who takes their time is no incident: the lock is released again for as long as they are seen.
      if (result.error.code !== 'not_opened') turn.incident('door', result.error);
      turn.timer('door-retry', DOOR_RETRY_MS);
    }
    return;
  }
  if (!visit || visit.id !== visitId) return;
  if (result.ok) {
    noteUnlocked(turn);
    receive(turn);
    return;
  }
  turn.incident('door', result.error);
  if (step !== 'entering') return;
  const doorFailures = turn.state.doorFailures + 1;
  turn.patch({ doorFailures });
  if (doorFailures < DOOR_ATTEMPTS) {
    turn.notice('notice.door-again', 'warning').timer('door-retry', DOOR_RETRY_MS);
  } else if (turn.state.door.presence === 'present') {
    arrive(turn);
  } else if (visit.entry === 'touch') {
    // Whoever touches the screen is at the screen; only the door's function is gone.
    turn.go('ready');
  } else {
    leave(turn, 'not-entered');
  }
}

export function retryDoor(turn: Turn): void {
  const { step, leaving, openedSeen } = turn.state;
  if ((step === 'entering' && !openedSeen) || (leaving && !leaving.empty)) unlockDoor(turn);
}

function noteUnlocked(turn: Turn): void {
  if (!turn.state.unlockedSeen) turn.patch({ unlockedSeen: true }).fact({ type: 'door.unlocked' });
}

/** What the door's sensors say now; only what changed becomes a fact. */
export function doorSeen(turn: Turn, seen: Partial<Door>): void {
  const before = turn.state.door;
  const now = { ...before, ...seen };
  turn.patch({ door: now });
  if (now.lock !== before.lock && now.lock === 'unlocked') noteUnlocked(turn);
  if (now.leaf !== before.leaf && now.leaf === 'open') {
    noteUnlocked(turn);
    turn.patch({ openedSeen: true }).fact({ type: 'door.opened' });
  }
  if (before.leaf === 'open' && now.leaf === 'closed') turn.fact({ type: 'door.closed' });
  if (now.presence !== before.presence && now.presence === 'present' && turn.state.visit && !turn.state.insideSeen) {
    turn.patch({ insideSeen: true }).fact({ type: 'citizen.inside' });
  }
  receive(turn);
  watchEmpty(turn);
}

/** Who came in is received when the leaf is closed behind them. */
function receive(turn: Turn): void {
  const { step, door, openedSeen, unlockedSeen, insideSeen } = turn.state;
  if (step !== 'entering' || door.presence !== 'present' || door.leaf === 'open') return;
  // Who is inside of an unlocked door came through it, though nobody saw its leaf move: it was quick, or its switch is broken.
  if (openedSeen || (unlockedSeen && insideSeen)) arrive(turn);
}

/** Back to the state in which nobody is here. */
export function toWelcome(turn: Turn): void {
  finishLeaving(turn);
}
