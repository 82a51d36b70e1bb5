import type { Visit } from '../../../contracts/domain/visit.ts';
import { CHECKIN_ROTATION_MS } from '../../../contracts/hub/login.ts';
import type { BoothStep } from '../../../contracts/ipc/booth-state.ts';
import { callOnline } from './calling.ts';
import { leave, watchLeaving } from './leaving.ts';
import { finishLeaving } from './leaving-watch.ts';
import type { MachineEvent } from './messages.ts';
import { DUTY_MS } from './times.ts';
import type { Turn } from './turn.ts';

type Started = Extract<MachineEvent, { type: 'started' }>;
type Online = Extract<MachineEvent, { type: 'hub.online' }>;
type CheckinMade = Extract<MachineEvent, { type: 'checkin.made' }>;
type DutyAnswered = Extract<MachineEvent, { type: 'hub.answered'; name: 'duty.get' }>;

const DUTY_STEPS: readonly BoothStep[] = ['welcome', 'ready', 'after-call'];

/** The booth starts: after a crash in mid-visit it knows the visit, says so, and lets the citizen go on or end it. */
export function started(turn: Turn, { snapshot, documentCamera }: Started): void {
  if (turn.state.step !== 'starting') return;
  turn.patch({ documentCamera });
  if (!snapshot) {
    finishLeaving(turn);
    return;
  }
  if (snapshot.kind === 'leaving') {
    watchLeaving(turn, snapshot.visitId, snapshot.end);
    return;
  }
  const { visit, step, insideSeen } = snapshot;
  turn.patch({ visit, language: visit.language, insideSeen, openedSeen: insideSeen });
  turn.fact({ type: 'visit.resumed', after: step });
  if (step === 'goodbye') leave(turn, 'completed');
  else turn.go('resume');
}

/** Connected, and the hub has said which visit it believes to be here; both sides are brought to the same. */
export function online(turn: Turn, { booth, visit: hubVisit }: Online): void {
  turn.patch({ online: true, booth });
  const { visit, leaving, beginningId, step } = turn.state;
  const isAlive = hubVisit !== null && hubVisit.state !== 'ended';
  if (visit) {
    if (hubVisit?.id === visit.id && isAlive) mergeVisit(turn, hubVisit);
    else leave(turn, 'interrupted');
  } else if (hubVisit && isAlive && hubVisit.id !== beginningId) {
    const end = leaving?.visitId === hubVisit.id ? leaving.end : 'interrupted';
    turn.hub('visit.end', { visitId: hubVisit.id, end }, hubVisit.id);
  }
  if (step === 'welcome') turn.effect({ type: 'checkin.make' });
  callOnline(turn);
  turn.hub('duty.get', undefined, null).timer('duty', DUTY_MS);
}

export function offline(turn: Turn): void {
  turn.patch({ online: false, duty: null, checkin: null }).cancel('duty', 'checkin', 'call-asked');
  // Whether it still rings there is not known; the hub says it again when the line is back.
  const { call } = turn.state;
  if (call) turn.patch({ callUnheard: true, call: { ...call, ringing: null } });
}

/** The hub's record of the visit, with what this booth knows and the hub may not have yet. */
export function visitChanged(turn: Turn, next: Visit): void {
  if (turn.state.visit?.id !== next.id) return;
  if (next.state === 'ended') {
    leave(turn, next.end ?? 'interrupted');
    return;
  }
  mergeVisit(turn, next);
}

function mergeVisit(turn: Turn, next: Visit): void {
  const { visit, step, returnTo } = turn.state;
  if (!visit) return;
  const known = new Set(next.ratings.map((rating) => rating.caseId));
  const ratings = [...next.ratings, ...visit.ratings.filter((rating) => !known.has(rating.caseId))];
  const receipt = next.receipt ?? visit.receipt;
  turn.patch({ visit: { ...next, ratings, ...(receipt ? { receipt } : {}) } });
  // The phone was faster with the address.
  if (step === 'mailing' && !visit.mailing && next.mailing) turn.patch({ returnTo: null }).go(returnTo ?? 'ready');
}

export function checkinMade(turn: Turn, { checkin }: CheckinMade): void {
  if (turn.state.step === 'welcome' && turn.state.online) turn.patch({ checkin }).timer('checkin', CHECKIN_ROTATION_MS);
}

/** The code turns, or a phone has used it. */
export function rotateCheckin(turn: Turn): void {
  if (turn.state.step === 'welcome' && turn.state.online) turn.effect({ type: 'checkin.make' });
}

export function dutyAnswered(turn: Turn, { result }: DutyAnswered): void {
  if (result.ok && turn.state.online) turn.patch({ duty: result.value });
}

export function dutyDue(turn: Turn): void {
  if (!turn.state.online) return;
  if (DUTY_STEPS.includes(turn.state.step)) turn.hub('duty.get', undefined, null);
  turn.timer('duty', DUTY_MS);
}
