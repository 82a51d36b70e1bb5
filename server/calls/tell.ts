import type { Metrics } from '../metrics.ts';
import type { Directory } from '../realtime/directory.ts';
import type { Outbox } from '../realtime/outbox.ts';
import type { Publisher } from '../realtime/publisher.ts';
import type { Store } from '../store/work.ts';
import type { HubTexts } from '../texts.ts';
import type { CallEffect } from './events.ts';
import { createOfferView } from './offer-view.ts';
import type { Call, CallAsk } from './state.ts';
import type { Decision, Step } from './steps.ts';
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
  const showOffer = createOfferView({ store, publisher, directory, texts });

  async function sendOffer(call: Call, ask: CallAsk): Promise<void> {
    const { ringing } = ask;
    if (!ringing) return;
    outbox.toAgent(ringing.agentId, 'offer.new', await showOffer(call, ask, ringing));
    const agent = await directory.agent(ringing.agentId);
    outbox.toBooth(call.boothId, 'call.ringing', { callId: call.callId, agent, first: call.answeredAtMs === null });
  }

  async function tellGone({ call, offer, reason }: Extract<Step, { type: 'offer-gone' }>): Promise<void> {
    const { offerId, agentId, callId } = offer;
    metrics.offers.inc({ result: GONE[reason] });
    outbox.toAgent(agentId, 'offer.gone', { offerId, reason: GONE[reason] });
    if (!call || reason === 'accepted') return;
    outbox.toBooth(call.boothId, 'call.ring-over', { callId, agentId });
  }

  async function tellWait(call: Call, ask: CallAsk): Promise<void> {
    const { wait } = ask;
    if (!wait) return;
    // Colleagues see of whom they asked in the parties' news.
    if (ask.purpose !== 'answer' && ask.purpose !== 'transfer') return;
    outbox.toBooth(call.boothId, 'call.waiting', {
      callId: call.callId,
      place: wait.place,
      estimatedWaitSeconds: wait.estimatedWaitSeconds,
      range: wait.range,
      why: wait.why ?? undefined,
      revision: wait.revision,
      choices: [...wait.choices],
    });
  }

  async function tellEffect(call: Call, effect: CallEffect): Promise<void> {
    const { callId } = call;
    switch (effect.type) {
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
        return sendOffer(step.call, step.ask);
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
