import { freePlaces, stand } from './duty.ts';
import { levelOf } from './fit.ts';
import type { Agent, Item } from './kinds.ts';
import { bestAgent, bestWork } from './matching.ts';
import { ringNow, watchRings } from './rings.ts';
import type { State } from './state.ts';
import { lookLater, tellWaiting } from './telling.ts';
import { type Offer, RINGS, type Ring } from './types.ts';

/** From a work or a person that is free to an offer, and from an offer to its end. */
export class Offers {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /** Asks the best free person for a work. True when somebody is asked. */
  seekAgent(item: Item): boolean {
    const found = bestAgent(this.#state, item);
    if (found) this.#offer(item, found.agent, found.ring);
    return found !== null;
  }

  /** After anything has changed about a person: whoever is free is asked for what waits longest for them. */
  settle(agent: Agent): void {
    const found = stand(this.#state, agent) ? bestWork(this.#state, agent) : null;
    if (found) this.#offer(found.item, agent, found.ring);
  }

  /** Into the line for the first time. */
  join(item: Item): void {
    const state = this.#state;
    item.joined = true;
    if (!item.named) state.pools.front.join(item, state.pools.poolOf(item.class));
    state.queue.add(item);
    tellWaiting(state, item);
    watchRings(state, item, () => this.seekAgent(item));
    lookLater(state, item);
  }

  accept(event: { type: 'offer.accepted'; offerId: string; agentId: string }) {
    const state = this.#state;
    const offer = state.offers.get(event.offerId);
    const item = offer && state.items.get(offer.workId);
    const agent = offer && state.agents.get(offer.agentId);
    if (!item || !agent || agent.profile.id !== event.agentId) {
      return state.emit({ type: 'ignored', event: event.type });
    }
    state.offers.delete(offer.offerId);
    state.emit({ type: 'offer.gone', offer, reason: 'accepted' });
    agent.offer = null;
    agent.misses = 0;
    agent.works.set(item.work.id, item);
    item.stage = 'assigned';
    state.pools.front.forget(item);
    item.assignedAtMs = state.nowMs;
    if (!state.owners.has(item.work.visitId)) state.owners.set(item.work.visitId, agent.profile.id);
    state.measures.answered(state.nowMs - (offer.expiresAtMs - state.settings.offerMs));
    for (const { atMs, raw } of item.ranges) state.measures.accuracy.answered(raw, state.nowMs - atMs);
    const waitedMs = state.nowMs - item.askedAtMs;
    state.emit({ type: 'assigned', workId: item.work.id, agentId: agent.profile.id, waitedMs });
    this.settle(agent);
  }

  decline(event: { type: 'offer.declined'; offerId: string; agentId: string }) {
    const offer = this.#state.offers.get(event.offerId);
    if (offer?.agentId !== event.agentId) return this.#state.emit({ type: 'ignored', event: event.type });
    const agent = this.#state.agents.get(offer.agentId);
    if (agent) agent.misses = 0;
    this.takeBack(offer, 'declined');
    if (agent) this.settle(agent);
  }

  /** Ends an offer that was not taken, and asks the next person. The agent is settled by the caller. */
  takeBack(offer: Offer, reason: 'expired' | 'declined' | 'withdrawn'): void {
    const state = this.#state;
    state.offers.delete(offer.offerId);
    const agent = state.agents.get(offer.agentId);
    if (agent) agent.offer = null;
    state.emit({ type: 'offer.gone', offer, reason });
    const item = state.items.get(offer.workId);
    if (!item) return;
    item.agent = null;
    item.tried ??= new Map();
    item.tried.set(offer.agentId, state.nowMs);
    state.at(state.nowMs + state.settings.retryMs, () => {
      if (item.stage === 'waiting') this.seekAgent(item);
    });
    item.stage = 'waiting';
    item.ring = ringNow(state, item);
    if (this.seekAgent(item)) return;
    if (item.joined) state.queue.add(item);
    else this.join(item);
  }

  /** Takes an offer back for which there is no place any more. The agent is settled by the caller. */
  withdrawAboveCapacity(agent: Agent): void {
    if (agent.offer && freePlaces(agent) < 0) this.takeBack(agent.offer, 'withdrawn');
  }

  #offer(item: Item, agent: Agent, ring: number): void {
    const state = this.#state;
    if (item.ticket) state.queue.remove(item);
    const offer: Offer = {
      offerId: `o${state.nextOrder()}`,
      workId: item.work.id,
      agentId: agent.profile.id,
      expiresAtMs: state.nowMs + state.settings.offerMs,
    };
    const answerMs = Math.round(state.measures.answerMs);
    const onDuty = state.poolOf(item).places;
    const freeForMs = state.nowMs - agent.freeSinceMs;
    item.stage = 'offered';
    item.agent = agent;
    agent.offer = offer;
    state.offers.set(offer.offerId, offer);
    state.emit({
      type: 'offer',
      offer,
      why: {
        ring: RINGS[ring] as Ring,
        owner: item.ownerId === agent.profile.id,
        level: levelOf(agent.profile, item.work),
        wantedLevel: item.work.level,
        freeForMs,
        waitedMs: state.nowMs - item.askedAtMs,
        priority: item.work.priority,
        callBack: item.callBack,
      },
      estimate: { place: 1, waitMs: answerMs, fromMs: 0, toMs: answerMs + state.settings.offerMs, onDuty },
    });
    state.at(offer.expiresAtMs, () => this.#expire(offer));
    // Who is rung for can be asked nothing else, so there is nothing to seek.
    stand(state, agent);
  }

  #expire(offer: Offer): void {
    if (!this.#state.offers.has(offer.offerId)) return;
    const agent = this.#state.agents.get(offer.agentId);
    if (agent && ++agent.misses >= this.#state.settings.maxMisses) {
      agent.misses = 0;
      agent.wish = 'not-responding';
      agent.reason = 'missed-offers';
    }
    this.takeBack(offer, 'expired');
    if (agent) this.settle(agent);
  }
}
