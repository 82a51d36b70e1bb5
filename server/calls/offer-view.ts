import type { Offer } from '../../contracts/hub/agent.ts';
import type { Directory } from '../realtime/directory.ts';
import type { Publisher } from '../realtime/publisher.ts';
import type { Store } from '../store/work.ts';
import type { HubTexts } from '../texts.ts';
import type { CallReads } from './centre.ts';
import type { Call, CallAsk, Ring } from './state.ts';
import { iso, showCall } from './view.ts';

export interface OfferViewTools {
  readonly store: Store;
  readonly publisher: Publisher;
  readonly directory: Directory;
  readonly texts: HubTexts;
}

/** An offer as the desk at which it rings shows it. */
export type OfferView = (call: Call, ask: CallAsk, ring: Ring) => Promise<Offer>;

export function createOfferView({ store, publisher, directory, texts }: OfferViewTools): OfferView {
  async function because(call: Call, ask: CallAsk, { agentId, why }: Ring): Promise<string> {
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

  return async (call, ask, ring) => {
    const visit = await publisher.show(call.visitId);
    if (!visit) throw new Error('the visit of a call is not in the database');
    const { parties } = await showCall(call, directory.agent, texts.text('party.citizen', 'zh-CN'));
    return {
      offerId: ring.offerId,
      callId: call.callId,
      visit,
      booth: await directory.booth(call.boothId),
      purpose: ask.purpose,
      priority: ask.priority,
      parties,
      invitedBy: ask.byAgentId === undefined ? undefined : await directory.agent(ask.byAgentId),
      note: ask.note,
      waitedSeconds: Math.max(0, Math.floor((store.clock.nowMs() - ask.askedAtMs) / 1000)),
      because: await because(call, ask, ring),
      expiresAt: iso(ring.expiresAtMs),
    };
  };
}

/** What rings at somebody now: a desk that was loaded anew has forgotten it. */
export function ringAt(calls: CallReads, agentId: string): { call: Call; ask: CallAsk; ring: Ring } | undefined {
  for (const call of calls.calls()) {
    for (const ask of call.asks) if (ask.ringing?.agentId === agentId) return { call, ask, ring: ask.ringing };
  }
  return undefined;
}
