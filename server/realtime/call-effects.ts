import type { Metrics } from '../metrics.ts';
import { aheadOf, waitingCalls, waitOf } from '../routing/pick.ts';
import { leavesRecord, recordEffect } from '../routing/records.ts';
import type { PerformEffects } from '../routing/shell.ts';
import type { CallEndReason, Offer, RoutedCall, RoutingEffect, RoutingState } from '../routing/state.ts';
import { presenceOf } from '../routing/state.ts';
import type { Store } from '../store/work.ts';
import type { HubTexts } from '../texts.ts';
import type { Directory } from './directory.ts';
import type { Outbox } from './outbox.ts';
import type { Publisher } from './publisher.ts';

export interface CallEffectTools {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly directory: Directory;
  readonly metrics: Metrics;
  readonly texts: HubTexts;
}

/** Makes routing decisions happen: the record first, then the people concerned are told, in order. */
export function createCallEffects(tools: CallEffectTools): PerformEffects {
  const { store, outbox, publisher, directory, metrics, texts } = tools;
  /** What each waiting booth was told last, so that it hears changes only. */
  const told = new Map<string, string>();

  async function offerText(offer: Offer): Promise<string> {
    const agent = await directory.agent(offer.agentId);
    const language = agent.languages[0] ?? 'zh-CN';
    const reasons = offer.because.map((reason) => texts.text(`because.${reason}`, language));
    if (reasons.length === 0) return texts.text('because.anybody', language);
    return reasons.join(texts.text('because.separator', language));
  }

  async function sendOffer(effect: Extract<RoutingEffect, { type: 'offer' }>, call: RoutedCall): Promise<void> {
    const { offer, first, invitedBy } = effect;
    const visit = await publisher.show(call.visitId);
    if (!visit) throw new Error('the visit of a call is not in the database');
    outbox.toAgent(offer.agentId, 'offer.new', {
      offerId: offer.offerId,
      callId: call.callId,
      visit,
      booth: await directory.booth(call.boothId),
      purpose: invitedBy === undefined ? 'answer' : 'add',
      priority: 'normal',
      waitedSeconds: Math.max(0, Math.floor((store.clock.nowMs() - call.requestedAtMs) / 1000)),
      invitedBy: invitedBy === undefined ? undefined : await directory.agent(invitedBy),
      because: await offerText(offer),
      expiresAt: new Date(offer.expiresAtMs).toISOString(),
    });
    const agent = await directory.agent(offer.agentId);
    outbox.toBooth(call.boothId, 'call.ringing', { callId: call.callId, agent, first });
  }

  async function sendParties(call: RoutedCall): Promise<void> {
    const parties = await directory.parties(call);
    const news = { callId: call.callId, rev: 0, parties, asks: [] };
    outbox.toBooth(call.boothId, 'call.parties', news);
    for (const agentId of call.agentIds) outbox.toAgent(agentId, 'call.parties', news);
  }

  function sendEnded(call: RoutedCall, reason: CallEndReason): void {
    outbox.toBooth(call.boothId, 'call.ended', { callId: call.callId, reason });
    for (const agentId of call.agentIds) outbox.toAgent(agentId, 'call.ended', { callId: call.callId, reason });
    told.delete(call.callId);
    metrics.calls.inc({ end: reason });
  }

  async function sendColleagues(state: RoutingState): Promise<void> {
    const agents = await directory.agents();
    outbox.toAllAgents('colleagues', {
      colleagues: agents.map((agent) => {
        const known = state.agents[agent.id];
        return { agent, presence: known ? presenceOf(known) : 'offline' };
      }),
    });
  }

  async function sendQueue(state: RoutingState): Promise<void> {
    const waiting = waitingCalls(state);
    metrics.waitingCalls.set(waiting.length);
    outbox.toAllAgents('queue.changed', {
      waiting: await Promise.all(
        waiting.map(async (call) => ({
          callId: call.callId,
          boothName: (await directory.booth(call.boothId)).name,
          departmentId: call.departmentId,
          sinceSeconds: Math.max(0, Math.floor((store.clock.nowMs() - call.requestedAtMs) / 1000)),
        })),
      ),
    });
    for (const call of waiting) {
      const wait = waitOf(state, call.departmentId, aheadOf(state, call));
      const text = `${wait.place} ${wait.estimatedWaitSeconds}`;
      if (told.get(call.callId) === text) continue;
      told.set(call.callId, text);
      outbox.toBooth(call.boothId, 'call.waiting', { callId: call.callId, ...wait, choices: [] });
    }
  }

  async function tellEffect(effect: RoutingEffect, state: RoutingState): Promise<void> {
    switch (effect.type) {
      case 'offer': {
        const call = state.calls[effect.offer.callId];
        if (call) await sendOffer(effect, call);
        return;
      }
      case 'offer.gone': {
        const { offerId, callId, agentId } = effect.offer;
        metrics.offers.inc({ result: effect.reason });
        outbox.toAgent(agentId, 'offer.gone', { offerId, reason: effect.reason });
        const boothId = state.calls[callId]?.boothId;
        if (boothId !== undefined && effect.reason !== 'accepted') {
          outbox.toBooth(boothId, 'call.ring-over', { callId, agentId });
        }
        return;
      }
      case 'presence':
        return outbox.toAgent(effect.agentId, 'presence.changed', { presence: effect.presence });
      case 'left':
        // Who left by loss comes back to a desk without this call.
        return outbox.toAgent(effect.partyId, 'call.ended', {
          callId: effect.callId,
          reason: effect.reason,
        });
      case 'parties': {
        const call = state.calls[effect.callId];
        if (call) await sendParties(call);
        return;
      }
      case 'inviting': {
        const { callId, departmentId, agentId, state: inviteState } = effect;
        const agent = agentId === null ? null : await directory.agent(agentId);
        for (const id of state.calls[callId]?.agentIds ?? []) {
          outbox.toAgent(id, 'call.inviting', { callId, departmentId, agent, state: inviteState });
        }
        return;
      }
      case 'ended':
        return sendEnded(effect.call, effect.reason);
      case 'queue':
        return sendQueue(state);
      default:
        return;
    }
  }

  return async (effects, state) => {
    // Desks join their visit's room first, so that they hear the very fact of their joining.
    for (const effect of effects) if (effect.type === 'joined') outbox.openDesk(effect.agentId, effect.visitId);
    if (effects.some(leavesRecord)) {
      await store.write(async (work) => {
        for (const effect of effects) await recordEffect(work, effect, (callId) => state.calls[callId]);
      });
    }
    for (const effect of effects) await tellEffect(effect, state);
    if (effects.some((effect) => effect.type === 'presence')) await sendColleagues(state);
  };
}
