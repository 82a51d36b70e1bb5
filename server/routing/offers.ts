import type { Draft } from './draft.ts';
import { pickAgent } from './pick.ts';
import {
  type CallEndReason,
  MAX_MISSES,
  MEASURED_CALLS,
  OFFER_TIMEOUT_MS,
  type Offer,
  type OfferGone,
  type RoutedCall,
} from './state.ts';

/** Offers and the end of calls, as steps of a draft: one leads to the other, so they stand together. */

/** Asks the next agent for an invitation, or says that there is none. */
export function ringInvite(draft: Draft, callId: string, inviteId: string): void {
  const call = draft.call(callId);
  const pending = call?.invites.find((one) => one.inviteId === inviteId);
  if (!call || !pending) return;
  const { departmentId, invitedBy } = pending;
  const pick = pickAgent(draft.state, call, departmentId, draft.nowMs);
  if (pick) {
    makeOffer(draft, call, pick, { inviteId, departmentId, invitedBy });
    draft.emit({ type: 'inviting', callId, departmentId, agentId: pick.agent.id, state: 'ringing' });
    return;
  }
  draft.setCall(callId, { invites: call.invites.filter((one) => one.inviteId !== inviteId) });
  draft.emit({ type: 'inviting', callId, departmentId, agentId: null, state: 'nobody' });
  endWhenEmpty(draft, callId);
}

export function makeOffer(
  draft: Draft,
  call: RoutedCall,
  pick: NonNullable<ReturnType<typeof pickAgent>>,
  invitation?: { inviteId: string; departmentId: string; invitedBy: string },
): void {
  const offer: Offer = {
    offerId: draft.newId(),
    callId: call.callId,
    agentId: pick.agent.id,
    departmentId: invitation?.departmentId ?? call.departmentId,
    inviteId: invitation?.inviteId,
    expiresAtMs: draft.nowMs + OFFER_TIMEOUT_MS,
    because: pick.because,
  };
  draft.addOffer(offer);
  draft.setAgent(pick.agent.id, { hold: { kind: 'offered', offerId: offer.offerId } });
  if (!invitation) draft.setCall(call.callId, { ringing: offer.offerId });
  draft.emit({ type: 'offer', offer, first: call.answeredAtMs === null, invitedBy: invitation?.invitedBy });
  draft.emit({
    type: 'timer',
    key: `offer ${offer.offerId}`,
    delayMs: OFFER_TIMEOUT_MS,
    event: { type: 'offer.expire', offerId: offer.offerId },
  });
}

/** Ends an offer that was not taken, and asks the next agent. */
export function removeOffer(draft: Draft, offer: Offer, reason: Exclude<OfferGone, 'accepted'>): void {
  const { offerId, callId, agentId, inviteId } = offer;
  draft.dropOffer(offerId);
  draft.emit({ type: 'offer.gone', offer, reason });
  const agent = draft.agent(agentId);
  if (agent?.hold.kind === 'offered' && agent.hold.offerId === offerId) {
    const misses = reason === 'expired' ? agent.misses + 1 : reason === 'declined' ? 0 : agent.misses;
    const offDuty = misses >= MAX_MISSES;
    draft.setAgent(agentId, {
      hold: { kind: 'none' },
      misses: offDuty ? 0 : misses,
      ...(offDuty ? { wish: 'break' as const } : {}),
    });
  }
  const call = draft.call(callId);
  if (!call) return;
  draft.setCall(callId, {
    tried: { ...call.tried, [agentId]: draft.nowMs },
    ringing: call.ringing === offerId ? undefined : call.ringing,
  });
  if (inviteId === undefined) return;
  const departmentId = offer.departmentId ?? '';
  draft.emit({ type: 'inviting', callId, departmentId, agentId, state: 'missed' });
  ringInvite(draft, callId, inviteId);
}

export function cancelOffer(draft: Draft, offerId: string): void {
  const offer = draft.offer(offerId);
  if (offer) removeOffer(draft, offer, 'cancelled');
}

export function endWhenEmpty(draft: Draft, callId: string): void {
  const call = draft.call(callId);
  if (call && call.answeredAtMs !== null && call.agentIds.length === 0 && call.invites.length === 0) {
    endCall(draft, call, 'left');
  }
}

export function endCall(draft: Draft, call: RoutedCall, reason: CallEndReason): void {
  draft.dropCall(call.callId);
  for (const offer of Object.values(draft.state.offers)) {
    if (offer.callId === call.callId) cancelOffer(draft, offer.offerId);
  }
  for (const agentId of call.agentIds) draft.setAgent(agentId, { hold: { kind: 'wrap-up' } });
  if (call.answeredAtMs !== null) draft.noteCallLength(draft.nowMs - call.answeredAtMs, MEASURED_CALLS);
  draft.emit({ type: 'ended', call, reason });
}
