import { goodbye } from './closing.ts';
import { courierIdle } from './courier.ts';
import { leave } from './leaving.ts';
import { finishLeaving } from './leaving-watch.ts';
import { IDLE_MS, WARNING_MS } from './times.ts';
import type { Turn } from './turn.ts';

/** Nobody has touched for long: the end is announced with its instant, and can be put off. */
export function idlePassed(turn: Turn): void {
  if (IDLE_MS[turn.state.step] === undefined || turn.state.timeoutAt !== null) return;
  // While the locker stands open the citizen has both hands in it.
  if (turn.state.locker?.phase === 'opening' || turn.state.locker?.phase === 'open') {
    turn.rearmIdle();
    return;
  }
  if (turn.state.step === 'courier') {
    courierIdle(turn);
    return;
  }
  turn.patch({ timeoutAt: turn.instantIn(WARNING_MS) }).timer('warning', WARNING_MS);
}

export function warningPassed(turn: Turn): void {
  const { step, timeoutAt, insideSeen } = turn.state;
  if (timeoutAt === null) return;
  turn.patch({ timeoutAt: null });
  switch (step) {
    case 'consent':
      finishLeaving(turn);
      return;
    case 'entering':
      leave(turn, insideSeen ? 'timed-out' : 'not-entered');
      return;
    case 'rating':
      goodbye(turn);
      return;
    case 'agreed':
      leave(turn, 'completed');
      return;
    case 'resume':
      leave(turn, 'interrupted');
      return;
    default:
      if (IDLE_MS[step] !== undefined) leave(turn, 'timed-out');
  }
}
