import type { WaitChoice } from '../../../contracts/domain/call.ts';
import type { BoothIntent } from '../../../contracts/ipc/booth-state.ts';
import { endCall } from './calling.ts';
import type { MachineEvent } from './messages.ts';
import { SLOT_DAYS } from './times.ts';
import type { Turn } from './turn.ts';

type Given = Extract<BoothIntent, { type: 'give-instead' }>['given'];
type SlotsAnswered = Extract<MachineEvent, { type: 'hub.answered'; name: 'slots.get' }>;
type InsteadAnswered = Extract<MachineEvent, { type: 'hub.answered'; name: 'call.instead' }>;

/** One of the choices is looked at. The place in the line stays: whoever becomes free is still asked. */
export function openInstead(turn: Turn, choice: WaitChoice): void {
  const { step, call, instead } = turn.state;
  if (step !== 'calling' || !call?.choices.includes(choice) || instead?.phase === 'sending') return;
  turn.patch({ instead: { choice, phase: 'choosing', slots: null } });
  if (choice === 'appointment') turn.hub('slots.get', { days: SLOT_DAYS });
}

/** Back to waiting. */
export function closeInstead(turn: Turn): void {
  if (turn.state.instead?.phase === 'choosing') turn.patch({ instead: null });
}

export function giveInstead(turn: Turn, given: Given): void {
  const { step, call, instead } = turn.state;
  if (step !== 'calling' || !call || instead?.phase !== 'choosing' || instead.choice !== given.choice) return;
  const { choice, slots } = instead;
  turn.patch({ instead: { choice, slots, phase: 'sending' } }).hub('call.instead', { ...given, callId: call.callId });
}

export function slotsAnswered(turn: Turn, { visitId, result }: SlotsAnswered): void {
  const { visit, instead } = turn.state;
  if (visit?.id !== visitId || instead?.choice !== 'appointment' || instead.phase === 'agreed') return;
  turn.patch({
    instead: result.ok ? { ...instead, slots: result.value.slots } : { ...instead, slots: [], error: result.error },
  });
}

/** Agreed: the request has left the line. Refused: what was chosen stays on the screen, with the reason. */
export function insteadAnswered(turn: Turn, { visitId, result }: InsteadAnswered): void {
  const { visit, call, instead } = turn.state;
  if (visit?.id !== visitId || instead?.phase !== 'sending') return;
  if (result.ok) {
    turn
      .patch({ call: null, callUnheard: false, instead: { ...instead, ...result.value, phase: 'agreed' } })
      .cancel('call-asked')
      .go('agreed');
  } else if (call) {
    turn.patch({ instead: { ...instead, phase: 'choosing', error: result.error } });
    // The hour may have been taken by somebody else meanwhile.
    if (instead.choice === 'appointment') turn.hub('slots.get', { days: SLOT_DAYS });
  } else {
    // The request ended meanwhile, so nothing is left to wait for.
    endCall(turn, result.error.messageKey);
  }
}

/** From what was agreed back to where a call begins. */
export function stay(turn: Turn): void {
  if (turn.state.step === 'agreed') turn.patch({ instead: null }).go(turn.state.calledBefore ? 'after-call' : 'ready');
}
