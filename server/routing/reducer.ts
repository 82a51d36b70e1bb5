import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { assertNever } from '../../contracts/result.ts';
import { Draft } from './draft.ts';
import { cancelOffer, endCall, endWhenEmpty, makeOffer, removeOffer, ringInvite } from './offers.ts';
import { mayAsk, pickAgent, waitingCalls } from './pick.ts';
import {
  MAX_PARTIES,
  PARTY_GRACE_MS,
  RETRY_AFTER_MS,
  type RoutedCall,
  type RoutingEvent,
  type RoutingState,
  type RoutingStep,
} from './state.ts';

/** Decides who is asked for a call, who is in it and when it is over. Pure: time and new ids come with the event. */
export function route(state: RoutingState, event: RoutingEvent, nowMs: number, newId: () => string): RoutingStep {
  const draft = new Draft(state, nowMs, newId);
  const refusal = apply(draft, event);
  if (refusal) return { state, effects: [], refusal };
  dispatchWaiting(draft);
  return draft.finish();
}

function apply(draft: Draft, event: RoutingEvent): XiaowuError | undefined {
  switch (event.type) {
    case 'agent.online':
      return agentOnline(draft, event);
    case 'agent.offline':
      return agentOffline(draft, event.agentId);
    case 'agent.grace-over':
      return agentGraceOver(draft, event.agentId);
    case 'presence.set':
      return setPresence(draft, event.agentId, event.presence);
    case 'wrapup.end':
      return endWrapUp(draft, event.agentId);
    case 'call.requested':
      return request(draft, event.call);
    case 'call.end': {
      const call = draft.call(event.callId);
      if (!call) return fail('not_found', 'call');
      endCall(draft, call, event.reason);
      return undefined;
    }
    case 'call.invite':
      return invite(draft, event);
    case 'call.leave': {
      const call = draft.call(event.callId);
      if (!call?.agentIds.includes(event.agentId)) return fail('not_found', 'call');
      leave(draft, call, event.agentId, 'left');
      return undefined;
    }
    case 'offer.accept':
      return acceptOffer(draft, event.offerId, event.agentId);
    case 'offer.decline': {
      const offer = draft.offer(event.offerId);
      if (offer?.agentId !== event.agentId) return fail('offer_expired');
      removeOffer(draft, offer, 'declined');
      return undefined;
    }
    case 'offer.expire': {
      const offer = draft.offer(event.offerId);
      if (offer) removeOffer(draft, offer, 'expired');
      return undefined;
    }
    case 'retry':
      return undefined;
    default:
      return assertNever(event);
  }
}

function request(
  draft: Draft,
  call: Extract<RoutingEvent, { type: 'call.requested' }>['call'],
): XiaowuError | undefined {
  if (Object.values(draft.state.calls).some((one) => one.visitId === call.visitId))
    return fail('wrong_state', 'in a call');
  draft.addCall({ ...call, requestedAtMs: draft.nowMs, answeredAtMs: null, agentIds: [], invites: [], tried: {} });
  draft.emit({ type: 'requested', callId: call.callId });
  return undefined;
}

function agentOnline(draft: Draft, { agent }: Extract<RoutingEvent, { type: 'agent.online' }>): undefined {
  const known = draft.agent(agent.id);
  if (known) draft.setAgent(agent.id, { ...agent, online: true });
  else {
    draft.addAgent({
      ...agent,
      online: true,
      wish: 'offline',
      hold: { kind: 'none' },
      misses: 0,
      freeSinceMs: draft.nowMs,
    });
  }
}

function agentOffline(draft: Draft, agentId: string): undefined {
  const agent = draft.agent(agentId);
  if (!agent?.online) return;
  draft.setAgent(agentId, { online: false });
  if (agent.hold.kind === 'offered') cancelOffer(draft, agent.hold.offerId);
  draft.emit({
    type: 'timer',
    key: `agent ${agentId}`,
    delayMs: PARTY_GRACE_MS,
    event: { type: 'agent.grace-over', agentId },
  });
}

function agentGraceOver(draft: Draft, agentId: string): undefined {
  const agent = draft.agent(agentId);
  if (!agent || agent.online) return;
  const call = agent.hold.kind === 'call' ? draft.call(agent.hold.callId) : undefined;
  if (call) leave(draft, call, agentId, 'lost');
  draft.setAgent(agentId, { wish: 'offline', hold: { kind: 'none' }, misses: 0 });
}

function setPresence(draft: Draft, agentId: string, wish: 'available' | 'break' | 'offline'): XiaowuError | undefined {
  const agent = draft.agent(agentId);
  if (!agent) return fail('not_found', 'agent');
  // During a call and after it the wish is kept for later.
  draft.setAgent(agentId, { wish, misses: 0, freeSinceMs: wish === agent.wish ? agent.freeSinceMs : draft.nowMs });
  if (wish === 'available') forgetTries(draft, agentId);
  else if (agent.hold.kind === 'offered') cancelOffer(draft, agent.hold.offerId);
  return undefined;
}

function endWrapUp(draft: Draft, agentId: string): XiaowuError | undefined {
  const agent = draft.agent(agentId);
  if (agent?.hold.kind !== 'wrap-up') return fail('wrong_state', 'not in wrap-up');
  draft.setAgent(agentId, { hold: { kind: 'none' }, freeSinceMs: draft.nowMs });
  return undefined;
}

/** Who newly came to duty may be asked again for every call. */
function forgetTries(draft: Draft, agentId: string): void {
  for (const call of Object.values(draft.state.calls)) {
    if (!(agentId in call.tried)) continue;
    const { [agentId]: _tried, ...tried } = call.tried;
    draft.setCall(call.callId, { tried });
  }
}

function invite(draft: Draft, event: Extract<RoutingEvent, { type: 'call.invite' }>): XiaowuError | undefined {
  const call = draft.call(event.callId);
  if (!call?.agentIds.includes(event.agentId)) return fail('not_found', 'call');
  if (1 + call.agentIds.length + call.invites.length >= MAX_PARTIES) return fail('call_full');
  if (call.invites.some((one) => one.departmentId === event.departmentId)) return fail('wrong_state', 'is being asked');
  const inviteId = draft.newId();
  // Everybody of that department may be asked: who did not take the first call may well take this one.
  draft.setCall(call.callId, {
    invites: [...call.invites, { inviteId, departmentId: event.departmentId, invitedBy: event.agentId }],
    tried: Object.fromEntries(
      Object.entries(call.tried).filter(([agentId]) => draft.agent(agentId)?.departmentId !== event.departmentId),
    ),
  });
  ringInvite(draft, call.callId, inviteId);
  return undefined;
}

function acceptOffer(draft: Draft, offerId: string, agentId: string): XiaowuError | undefined {
  const offer = draft.offer(offerId);
  const call = offer && draft.call(offer.callId);
  const agent = draft.agent(agentId);
  if (!offer || !call || !agent || offer.agentId !== agentId || draft.nowMs > offer.expiresAtMs) {
    return fail('offer_expired');
  }
  const first = call.answeredAtMs === null;
  draft.dropOffer(offerId);
  draft.setAgent(agentId, { hold: { kind: 'call', callId: call.callId }, misses: 0 });
  draft.setCall(call.callId, {
    answeredAtMs: call.answeredAtMs ?? draft.nowMs,
    agentIds: [...call.agentIds, agentId],
    invites: call.invites.filter((one) => one.inviteId !== offer.inviteId),
    ringing: call.ringing === offerId ? undefined : call.ringing,
  });
  const { callId, visitId } = call;
  draft.emit({ type: 'offer.gone', offer, reason: 'accepted' });
  draft.emit({ type: 'joined', callId, visitId, agentId, departmentId: agent.departmentId, first });
  if (offer.inviteId !== undefined) {
    draft.emit({ type: 'inviting', callId, departmentId: agent.departmentId, agentId, state: 'accepted' });
  }
  draft.emit({ type: 'parties', callId });
  return undefined;
}

/** One agent goes; the call goes on for the others, and for an invitation that still rings. */
function leave(draft: Draft, call: RoutedCall, agentId: string, reason: 'left' | 'lost'): void {
  const { callId, visitId } = call;
  draft.setCall(callId, { agentIds: call.agentIds.filter((id) => id !== agentId) });
  draft.setAgent(agentId, { hold: { kind: 'wrap-up' } });
  draft.emit({ type: 'left', callId, visitId, partyId: agentId, reason });
  draft.emit({ type: 'parties', callId });
  endWhenEmpty(draft, callId);
}

/** Offers waiting calls, the longest first, to whoever is free for them. */
function dispatchWaiting(draft: Draft): void {
  for (const { callId } of waitingCalls(draft.state)) {
    const call = draft.call(callId);
    if (!call || call.ringing !== undefined) continue;
    const pick = pickAgent(draft.state, call, call.departmentId, draft.nowMs);
    if (pick) makeOffer(draft, call, pick);
    else scheduleRetry(draft, call);
  }
}

/** Agents that were tried become askable again by time alone, so the queue must be looked at then. */
function scheduleRetry(draft: Draft, call: RoutedCall): void {
  const waits = Object.entries(call.tried)
    .filter(([agentId]) => !mayAsk(call, agentId, draft.nowMs))
    .map(([, triedAtMs]) => triedAtMs + RETRY_AFTER_MS - draft.nowMs);
  if (waits.length === 0) return;
  draft.emit({ type: 'timer', key: `retry ${call.callId}`, delayMs: Math.min(...waits), event: { type: 'retry' } });
}
