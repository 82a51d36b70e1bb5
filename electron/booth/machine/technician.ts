import { finishLeaving } from './leaving-watch.ts';
import type { MachineEvent } from './messages.ts';
import { TECHNICIAN_IDLE_MS } from './times.ts';
import type { Turn } from './turn.ts';

type Requested = Extract<MachineEvent, { type: 'technician.requested' }>;

/** Steps in which a citizen sits inside and can be asked. */
const ASKABLE_STEPS = ['ready', 'in-call', 'after-call', 'mailing'] as const;

/**
 * A technician asks for the booth. A free booth is theirs at once (see `activateWhenFree`); a visit is waited for, or its
 * citizen is asked. Whoever asks while another works changes nothing.
 */
export function technicianRequested(turn: Turn, { by, askCitizen }: Requested): void {
  const { technician, ask, visit, step } = turn.state;
  if (technician.phase === 'active' || technician.phase === 'exiting') return;
  if (technician.phase === 'requested' && technician.by.technicianId !== by.technicianId) return;
  const since = technician.phase === 'requested' ? technician.since : turn.instantIn(0);
  const canAsk = askCitizen && by.from === 'hub' && visit !== null && ask === null && isAskable(step);
  turn.patch({ technician: { phase: 'requested', by, since, waitingFor: canAsk ? 'consent' : 'visit' } });
  if (canAsk) turn.patch({ ask: { kind: 'technician', displayName: by.displayName } }).rearmIdle();
}

function isAskable(step: string): boolean {
  return (ASKABLE_STEPS as readonly string[]).includes(step);
}

/** The citizen's word: with a yes the technician looks while the visit goes on, with a no they wait for its end. */
export function technicianAnswered(turn: Turn, agreed: boolean): void {
  const { technician } = turn.state;
  turn.patch({ ask: null });
  if (technician.phase !== 'requested') return;
  if (agreed) activate(turn, technician.by, true);
  else turn.patch({ technician: { ...technician, waitingFor: 'visit' } });
}

/** Called at the end of every turn: a booth in which nobody is goes over to the technician who waits for it. */
export function activateWhenFree(turn: Turn): void {
  const { technician, step, visit } = turn.state;
  if (technician.phase === 'requested') {
    if (step === 'welcome') activate(turn, technician.by, false);
    // The visit that was asked for consent has ended, or its question was taken from the screen.
    else if (technician.waitingFor === 'consent' && (!visit || turn.state.ask?.kind !== 'technician')) {
      turn.patch({ technician: { ...technician, waitingFor: 'visit' } });
    }
  }
  if (technician.phase === 'active' && technician.duringVisit && step === 'welcome') {
    activate(turn, technician.by, false);
  }
}

function activate(turn: Turn, by: Requested['by'], duringVisit: boolean): void {
  const idleAt = turn.instantIn(TECHNICIAN_IDLE_MS);
  const since = turn.instantIn(0);
  turn.patch({ technician: { phase: 'active', by, since, duringVisit, idleAt } });
  if (!duringVisit) turn.patch({ notice: null }).cancel('notice').go('technician').lights(true);
  turn.timer('technician-idle', TECHNICIAN_IDLE_MS);
}

export function technicianTouched(turn: Turn): void {
  const { technician } = turn.state;
  if (technician.phase !== 'active') return;
  turn
    .patch({ technician: { ...technician, idleAt: turn.instantIn(TECHNICIAN_IDLE_MS) } })
    .timer('technician-idle', TECHNICIAN_IDLE_MS);
}

/** The technician leaves, or has gone quiet for too long: the screen returns to the citizens. */
export function technicianLeft(turn: Turn): void {
  const { technician } = turn.state;
  if (technician.phase === 'requested') {
    turn.patch({ technician: { phase: 'inactive' } });
    if (turn.state.ask?.kind === 'technician') turn.patch({ ask: null });
  }
  if (technician.phase !== 'active') return;
  turn
    .patch({ technician: { phase: 'exiting', by: technician.by } })
    .cancel('technician-idle')
    .effect({ type: 'technician.close' });
}

export function technicianClosed(turn: Turn): void {
  if (turn.state.technician.phase !== 'exiting') return;
  turn.patch({ technician: { phase: 'inactive' } });
  if (turn.state.step !== 'technician') return;
  turn.lights(false);
  finishLeaving(turn);
}
