import type { Mailing } from '../../../contracts/domain/visit.ts';
import type { BoothIntent } from '../../../contracts/ipc/booth-state.ts';
import { assertNever } from '../../../contracts/result.ts';
import { cancelCall, hangUp, rejoinCall, requestCall } from './calling.ts';
import { finish, goodbye, rated, reprint } from './closing.ts';
import { courierCode, leaveCourier, openCourier } from './courier.ts';
import { begin, consent, toWelcome } from './entry.ts';
import { closeInstead, giveInstead, openInstead, stay } from './instead.ts';
import { leave } from './leaving.ts';
import { answerAsk } from './locker.ts';
import { technicianAnswered, technicianTouched } from './technician.ts';
import type { Turn } from './turn.ts';

/** What the citizen does. Every touch puts off the end of the visit; what does not fit the step does nothing else. */
export function intended(turn: Turn, intent: BoothIntent): void {
  turn.rearmIdle();
  switch (intent.type) {
    case 'begin':
      begin(turn);
      return;
    case 'consent':
      consent(turn, intent.agreed);
      return;
    case 'language':
      turn.patch({ language: intent.language });
      return;
    case 'call':
      requestCall(turn, intent.departmentId);
      return;
    case 'cancel-call':
      cancelCall(turn);
      return;
    case 'hang-up':
      hangUp(turn);
      return;
    case 'open-instead':
      openInstead(turn, intent.choice);
      return;
    case 'close-instead':
      closeInstead(turn);
      return;
    case 'give-instead':
      giveInstead(turn, intent.given);
      return;
    case 'answer-ask':
      if (turn.state.ask?.kind === 'technician') technicianAnswered(turn, intent.agreed);
      else answerAsk(turn, intent.agreed);
      return;
    case 'open-mailing':
      openMailing(turn);
      return;
    case 'give-mailing':
      giveMailing(turn, intent.mailing);
      return;
    case 'back':
      back(turn);
      return;
    case 'finish':
      finish(turn);
      return;
    case 'rate':
      rated(turn, intent.caseId, intent.level);
      return;
    case 'skip-rating':
      if (turn.state.step === 'rating') goodbye(turn);
      return;
    case 'resume':
      resume(turn, intent.goOn);
      return;
    case 'leave':
      leaveNow(turn);
      return;
    case 'extend':
      return;
    case 'touched':
      technicianTouched(turn);
      return;
    case 'reprint':
      reprint(turn);
      return;
    case 'open-courier':
      openCourier(turn);
      return;
    case 'courier-code':
      courierCode(turn, intent.code);
      return;
    default:
      assertNever(intent);
  }
}

function openMailing(turn: Turn): void {
  const { step } = turn.state;
  if (step === 'ready' || step === 'in-call' || step === 'after-call') turn.patch({ returnTo: step }).go('mailing');
}

function giveMailing(turn: Turn, mailing: Mailing): void {
  const { visit, step } = turn.state;
  if (!visit || step !== 'mailing') return;
  turn.fact({ type: 'mailing.given', mailing, by: 'booth' }).patch({ visit: { ...visit, mailing } });
  returnFromMailing(turn);
}

function returnFromMailing(turn: Turn): void {
  const next = turn.state.returnTo ?? 'ready';
  turn.patch({ returnTo: null }).go(next);
}

function back(turn: Turn): void {
  switch (turn.state.step) {
    case 'consent':
      toWelcome(turn);
      return;
    case 'calling':
      if (turn.state.instead) closeInstead(turn);
      else cancelCall(turn);
      return;
    case 'mailing':
      returnFromMailing(turn);
      return;
    case 'agreed':
      stay(turn);
      return;
    case 'rating':
      goodbye(turn);
      return;
    case 'courier':
      leaveCourier(turn);
      return;
    default:
      return;
  }
}

function resume(turn: Turn, goOn: boolean): void {
  const { step, visit } = turn.state;
  if (step !== 'resume' || !visit) return;
  if (goOn) {
    if (!rejoinCall(turn)) turn.go(visit.cases.length > 0 ? 'after-call' : 'ready');
  } else leave(turn, 'interrupted');
}

/** The way out that every step has. */
function leaveNow(turn: Turn): void {
  const { step, insideSeen } = turn.state;
  switch (step) {
    case 'starting':
    case 'welcome':
    case 'leaving':
    case 'technician':
      return;
    case 'consent':
      toWelcome(turn);
      return;
    case 'courier':
      leaveCourier(turn);
      return;
    case 'entering':
      leave(turn, insideSeen ? 'left' : 'not-entered');
      return;
    case 'agreed':
    case 'printing':
    case 'rating':
    case 'goodbye':
      leave(turn, 'completed');
      return;
    default:
      leave(turn, 'left');
      return;
  }
}
