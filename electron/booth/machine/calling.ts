import type { BoothStep } from '../../../contracts/ipc/booth-state.ts';
import type { MachineEvent } from './messages.ts';
import { CALL_ASKED_MS } from './times.ts';
import type { Turn } from './turn.ts';
import { isWithdrawn } from './view.ts';

type RequestAnswered = Extract<MachineEvent, { type: 'hub.answered'; name: 'call.request' }>;
type CallPush = Extract<MachineEvent, { type: 'push'; name: `call.${string}` }>;
type FirstFrame = Extract<MachineEvent, { type: 'first-frame' }>;

export function requestCall(turn: Turn, departmentId: string | undefined): void {
  const { step, visit, call } = turn.state;
  if (!visit || call || (step !== 'ready' && step !== 'after-call')) return;
  if (isWithdrawn(turn.state, 'call')) {
    turn.notice('withdrawn.call', 'error');
    return;
  }
  turn
    .patch({
      cancelRequested: false,
      notice: null,
      instead: null,
      callEnd: null,
      calledDepartment: departmentId ?? null,
    })
    .go('calling');
  ask(turn);
}

function ask(turn: Turn): void {
  const { visit, calledDepartment } = turn.state;
  if (!visit) return;
  turn.hub('call.request', {
    visitId: visit.id,
    ...(calledDepartment === null ? {} : { departmentId: calledDepartment }),
  });
}

/** The hub is back: it tells how the call stands. What it does not know any more is asked for again. */
export function callOnline(turn: Turn): void {
  const { step, call, callUnheard } = turn.state;
  // It may have spoken of the call before it has answered the greeting.
  if ((step === 'calling' || step === 'in-call') && call && callUnheard) turn.timer('call-asked', CALL_ASKED_MS);
  callBack(turn);
}

/** The hub has said nothing of the call since it is back, so it has lost it. */
export function askAgain(turn: Turn): void {
  const { step, call, online, callUnheard, instead } = turn.state;
  if (step === 'in-call' && call && online && callUnheard) callEnded(turn, 'lost');
  if (step !== 'calling' || !call || !online || !callUnheard || instead?.phase === 'sending') return;
  ask(turn);
}

export function callRequested(turn: Turn, { visitId, result }: RequestAnswered): void {
  const { visit, step, call, callUnheard, cancelRequested } = turn.state;
  const isWaiting = visit !== null && visit.id === visitId && step === 'calling';
  if (!result.ok) {
    if (isWaiting && !call) endCall(turn, result.error.messageKey);
    return;
  }
  const { callId } = result.value;
  if (isWaiting && !cancelRequested) {
    if (!call || (call.callId !== callId && callUnheard)) adopt(turn, callId);
  } else if (call?.callId !== callId) {
    turn.patch({ cancelRequested: false }).hub('call.cancel', { callId });
  }
}

/** Before anybody has answered. */
export function cancelCall(turn: Turn): void {
  const { step, call } = turn.state;
  if (step !== 'calling') return;
  if (call) turn.hub('call.cancel', { callId: call.callId });
  else turn.patch({ cancelRequested: true });
  endCall(turn, null);
}

export function hangUp(turn: Turn): void {
  const { call } = turn.state;
  if (!call) return;
  turn.hub('call.hangup', { callId: call.callId });
  endCall(turn, null);
}

/** News of the call that is on; news of any other call is old. */
export function callNews(turn: Turn, { name, payload }: CallPush): void {
  const { step, cancelRequested } = turn.state;
  // The hub may tell of the call before it has answered the request.
  const isOld = turn.state.callUnheard && turn.state.call?.callId !== payload.callId;
  const isAwaited =
    AWAITING.includes(step) &&
    (!turn.state.call || isOld) &&
    turn.state.instead?.phase !== 'sending' &&
    !cancelRequested;
  const isGoingOn = name === 'call.waiting' || name === 'call.ringing' || name === 'call.parties';
  if (isAwaited && isGoingOn) adopt(turn, payload.callId);
  const { call } = turn.state;
  // It was given up here while the hub was out of reach.
  if (!call && isGoingOn && BETWEEN_CALLS.includes(step)) turn.hub('call.hangup', { callId: payload.callId });
  if (!call || call.callId !== payload.callId) return;
  turn.patch({ callUnheard: false }).cancel('call-asked');
  switch (name) {
    case 'call.waiting':
      turn.patch({
        call: {
          ...call,
          place: payload.place,
          estimatedWaitSeconds: payload.estimatedWaitSeconds,
          range: payload.range,
          why: payload.why ?? null,
          revision: payload.revision ?? null,
          choices: payload.choices,
          ringing: stillRinging(call),
        },
      });
      return;
    case 'call.ringing':
      turn.patch({ call: { ...call, ringing: payload.agent } });
      return;
    case 'call.ring-over':
      if (call.ringing?.id === payload.agentId) turn.patch({ call: { ...call, ringing: null } });
      return;
    case 'call.parties': {
      if (payload.rev < call.rev) return;
      const { rev, parties, asks } = payload;
      const hasAgent = parties.some(isAgent);
      const known = { ...call, rev, parties, asks, ...(hasAgent ? { place: null } : waitOf(asks)) };
      turn.patch({ call: { ...known, ringing: stillRinging(known) } });
      if (hasAgent && step === 'calling') turn.patch({ calledBefore: true, instead: null }).go('in-call');
      return;
    }
    case 'call.ended':
      callEnded(turn, payload.reason);
      return;
    case 'call.failed':
      endCall(turn, payload.error.messageKey);
  }
}

/** Steps in which news of a call that is not known here is welcome: one asks for it, or has been cut out of it by a crash. */
const AWAITING: readonly BoothStep[] = ['calling', 'resume'];
/** Steps in which no call is on and none is wanted. */
const BETWEEN_CALLS: readonly BoothStep[] = ['ready', 'after-call', 'agreed'];

function callEnded(turn: Turn, reason: Extract<CallPush, { name: 'call.ended' }>['payload']['reason']): void {
  // What was agreed in its place ends a request too; the answer is on its way and says so.
  if (turn.state.instead?.phase === 'sending') {
    turn.patch({ call: null });
    return;
  }
  const callEnd = reason === 'lost' || reason === 'no-agent' ? reason : null;
  const messageKey = { lost: 'notice.call-lost', 'no-agent': 'errors.no_agent' } as const;
  endCall(turn, callEnd && messageKey[callEnd]);
  turn.patch({ callEnd });
  callBack(turn);
}

/**
 * A call that was given up because this booth was away for too long is asked for again as soon as the booth is back, for the
 * same department: the hub asks whoever talked with this citizen first.
 */
function callBack(turn: Turn): void {
  const { step, call, callEnd, online, calledDepartment } = turn.state;
  if (step !== 'after-call' || call || callEnd !== 'lost' || !online) return;
  requestCall(turn, calledDepartment ?? undefined);
  if (turn.state.step === 'calling') turn.notice('notice.call-back', 'info');
}

/** After a crash in the middle of a call that the hub has kept: the citizen goes on in it. False without such a call. */
export function rejoinCall(turn: Turn): boolean {
  const { call } = turn.state;
  if (!call) return false;
  if (call.parties.some(isAgent)) turn.patch({ calledBefore: true }).go('in-call');
  else turn.go('calling');
  return true;
}

/** The screen decoded a party's first frame: the proof that the call is up. */
export function firstFrame(turn: Turn, { callId, fromPartyId, role }: FirstFrame): void {
  const { visit, call } = turn.state;
  if (!visit || call?.callId !== callId) return;
  turn.fact({ type: 'call.first-frame', partyId: visit.id, fromPartyId, role });
}

/** The call is over; where the citizen then stands depends on whether anybody had answered. */
export function endCall(turn: Turn, messageKey: string | null): void {
  const { step, calledBefore, returnTo } = turn.state;
  turn.patch({ call: null, callUnheard: false, instead: null, ask: null }).cancel('call-asked');
  const next = calledBefore ? 'after-call' : 'ready';
  if (step === 'calling' || step === 'in-call') turn.go(next);
  else if (step === 'mailing' && returnTo === 'in-call') turn.patch({ returnTo: next });
  if (messageKey) turn.notice(messageKey, 'warning');
}

type Call = NonNullable<Turn['state']['call']>;

/** The agent who was being asked, if one of the asks still says so. */
function stillRinging({ ringing, asks }: Call): Call['ringing'] {
  return asks.some(({ ringingAgentId }) => ringingAgentId === ringing?.id) ? ringing : null;
}

const isAgent = ({ kind }: Call['parties'][number]) => kind === 'agent';

/** How the citizen's own request stands, as far as the asks tell. */
function waitOf(asks: Call['asks']): Partial<Call> {
  const own = asks.find(({ purpose, place }) => purpose === 'answer' && place !== null);
  if (!own) return {};
  const { place, estimatedWaitSeconds, range, why } = own;
  return { place, estimatedWaitSeconds, range, why };
}

/** The call that the hub speaks of, in place of one that it has lost. */
function adopt(turn: Turn, callId: string): void {
  turn.patch({ call: emptyCall(callId), callUnheard: false, instead: null });
}

function emptyCall(callId: string) {
  return {
    callId,
    place: null,
    estimatedWaitSeconds: null,
    why: null,
    revision: null,
    choices: [],
    ringing: null,
    rev: 0,
    parties: [],
    asks: [],
  };
}
