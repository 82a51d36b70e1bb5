import type { Metrics } from '../metrics.ts';
import type { Directory } from '../realtime/directory.ts';
import type { Outbox } from '../realtime/outbox.ts';
import type { Publisher } from '../realtime/publisher.ts';
import type { WhyAgent } from '../routing/engine/types.ts';
import type { Store } from '../store/work.ts';
import type { HubTexts } from '../texts.ts';
import type { CallEffect } from './events.ts';
import type { Call, CallAsk } from './state.ts';
import type { Decision, Offered, Step } from './steps.ts';
import { iso, showCall, staffOf } from './view.ts';

export interface TellTools {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly publisher: Publisher;
  readonly directory: Directory;
  readonly metrics: Metrics;
  readonly texts: HubTexts;
}

/** Tells those whom a stored decision concerns: first how each call now stands, then what happened, in order. */
export type TellDecision = (decision: Decision) => Promise<void>;

const GONE = { accepted: 'accepted', expired: 'expired', declined: 'declined', withdrawn: 'cancelled' } as const;

export function createTell({ store, outbox, publisher, directory, metrics, texts }: TellTools): TellDecision {
  async function because(agentId: string, call: Call, ask: CallAsk, why: WhyAgent): Promise<string> {
    const agent = await directory.agent(agentId);
    const language = agent.languages[0] ?? 'zh-CN';
    const reasons = [
      ask.onlyAgentId === agentId && 'named',
      why.owner && 'owner',
      ask.departmentId !== undefined && ask.departmentId === agent.departmentId && 'department',
      agent.languages.includes(call.language) && 'language',
      why.ring === 'own-town' && 'region',
      why.ring === 'district' && 'district',
      why.ring === 'partner-region' && 'partner',
      why.level >= 3 && 'expert',
    ].filter((one) => one !== false);
    if (reasons.length === 0) return texts.text('because.anybody', language);
    return reasons.map((one) => texts.text(`because.${one}`, language)).join(texts.text('because.separator', language));
  }

  async function sendOffer(call: Call, ask: CallAsk, offer: Offered, why: WhyAgent): Promise<void> {
    const visit = await publisher.show(call.visitId);
    if (!visit) throw new Error('the visit of a call is not in the database');
    const { agentId, offerId, expiresAtMs } = offer;
    outbox.toAgent(agentId, 'offer.new', {
      offerId,
      callId: call.callId,
      visit,
      booth: await directory.booth(call.boothId),
      purpose: ask.purpose,
      priority: ask.priority,
      invitedBy: ask.byAgentId === undefined ? undefined : await directory.agent(ask.byAgentId),
      note: ask.note,
      waitedSeconds: Math.max(0, Math.floor((store.clock.nowMs() - ask.askedAtMs) / 1000)),
      because: await because(agentId, call, ask, why),
      expiresAt: iso(expiresAtMs),
    });
    const agent = await directory.agent(agentId);
    outbox.toBooth(call.boothId, 'call.ringing', {
      callId: call.callId,
      agent,
      first: call.answeredAtMs === null,
    });
    await sendInviting(call, ask, agentId, 'ringing');
  }

  /** To desks of the call, of a department asked to come. */
  async function sendInviting(
    call: Call,
    { purpose, departmentId }: CallAsk,
    agentId: string | null,
    state: 'ringing' | 'accepted' | 'missed' | 'nobody',
  ): Promise<void> {
    if (purpose !== 'add' || departmentId === undefined) return;
    const agent = agentId === null ? null : await directory.agent(agentId);
    for (const id of staffOf(call)) {
      outbox.toAgent(id, 'call.inviting', { callId: call.callId, departmentId, agent, state });
    }
  }

  async function tellGone({ call, offer, reason }: Extract<Step, { type: 'offer-gone' }>): Promise<void> {
    const { offerId, agentId, callId, askId } = offer;
    metrics.offers.inc({ result: GONE[reason] });
    outbox.toAgent(agentId, 'offer.gone', { offerId, reason: GONE[reason] });
    if (!call || reason === 'accepted') return;
    outbox.toBooth(call.boothId, 'call.ring-over', { callId, agentId });
    const ask = call.asks.find((one) => one.askId === askId);
    if (ask) await sendInviting(call, ask, agentId, 'missed');
  }

  async function tellWait(call: Call, ask: CallAsk): Promise<void> {
    const { wait } = ask;
    if (!wait) return;
    if (ask.purpose !== 'answer' && ask.purpose !== 'transfer') return sendInviting(call, ask, null, 'nobody');
    outbox.toBooth(call.boothId, 'call.waiting', {
      callId: call.callId,
      place: wait.place,
      estimatedWaitSeconds: wait.estimatedWaitSeconds,
      why: wait.why ?? undefined,
      revision: wait.revision,
      choices: [...wait.choices],
    });
  }

  async function tellEffect(call: Call, effect: CallEffect): Promise<void> {
    const { callId } = call;
    switch (effect.type) {
      case 'joined':
        return sendInviting(call, effect.ask, effect.party.partyId, 'accepted');
      case 'left':
        // Who left by loss comes back to a desk without this call.
        return outbox.toAgent(effect.party.partyId, 'call.ended', {
          callId,
          reason: effect.reason === 'lost' ? 'lost' : 'left',
        });
      case 'ended': {
        outbox.toBooth(call.boothId, 'call.ended', { callId, reason: effect.reason });
        for (const id of staffOf(call)) outbox.toAgent(id, 'call.ended', { callId, reason: effect.reason });
        metrics.calls.inc({ end: effect.reason });
        return;
      }
      default:
        return;
    }
  }

  async function tellStep(step: Step): Promise<void> {
    switch (step.type) {
      case 'call':
        return tellEffect(step.call, step.effect);
      case 'offer':
        return sendOffer(step.call, step.ask, step.offer, step.why);
      case 'offer-gone':
        return tellGone(step);
      case 'wait':
        return tellWait(step.call, step.ask);
      case 'presence': {
        const { presence, reason, wrapUpUntilMs } = step.presence;
        const wrapUpUntil = wrapUpUntilMs === undefined ? undefined : iso(wrapUpUntilMs);
        return outbox.toAgent(step.agentId, 'presence.changed', { presence, reason, wrapUpUntil });
      }
      case 'instead':
      case 'wish':
      case 'measured':
        return;
    }
  }

  async function sendParties(call: Call): Promise<void> {
    const shown = await showCall(call, directory.agent, texts.text('party.citizen', 'zh-CN'));
    outbox.toBooth(call.boothId, 'call.parties', shown);
    for (const id of staffOf(call)) outbox.toAgent(id, 'call.parties', shown);
  }

  return async ({ steps, changes }) => {
    for (const change of changes) if (change.type === 'call' && change.call) await sendParties(change.call);
    for (const step of steps) await tellStep(step);
  };
}

/** Desks that hear of a visit from now on, or no longer; before anything of the decision is told. */
export function openDesks(outbox: Outbox, { steps }: Decision): void {
  for (const step of steps) {
    if (step.type !== 'call') continue;
    const { call, effect } = step;
    if (effect.type === 'joined') outbox.openDesk(effect.party.partyId, call.visitId);
    if (effect.type === 'watched') outbox.openDesk(effect.partyId, call.visitId);
  }
}
