import {
  type Invite,
  type Offer,
  presenceOf,
  type RoutedCall,
  type RoutingAgent,
  type RoutingEffect,
  type RoutingState,
} from './state.ts';

/**
 * A step of the routing in the making: changes go into a copy, effects gather in order. It lives within one reduction
 * only, so the reducer stays a function of state and event.
 */
export class Draft {
  readonly nowMs: number;
  readonly newId: () => string;
  #state: RoutingState;
  readonly #before: RoutingState;
  readonly effects: RoutingEffect[] = [];

  constructor(state: RoutingState, nowMs: number, newId: () => string) {
    this.#state = state;
    this.#before = state;
    this.nowMs = nowMs;
    this.newId = newId;
  }

  get state(): RoutingState {
    return this.#state;
  }

  agent(agentId: string): RoutingAgent | undefined {
    return this.#state.agents[agentId];
  }

  call(callId: string): RoutedCall | undefined {
    return this.#state.calls[callId];
  }

  offer(offerId: string): Offer | undefined {
    return this.#state.offers[offerId];
  }

  invite(offer: Offer): Invite | undefined {
    return this.call(offer.callId)?.invites.find((one) => one.inviteId === offer.inviteId);
  }

  setAgent(agentId: string, change: Partial<RoutingAgent>): void {
    const before = this.agent(agentId);
    if (before)
      this.#state = { ...this.#state, agents: { ...this.#state.agents, [agentId]: { ...before, ...change } } };
  }

  addAgent(agent: RoutingAgent): void {
    this.#state = { ...this.#state, agents: { ...this.#state.agents, [agent.id]: agent } };
  }

  setCall(callId: string, change: Partial<RoutedCall>): void {
    const before = this.call(callId);
    if (before) this.#state = { ...this.#state, calls: { ...this.#state.calls, [callId]: { ...before, ...change } } };
  }

  addCall(call: RoutedCall): void {
    this.#state = { ...this.#state, calls: { ...this.#state.calls, [call.callId]: call } };
  }

  dropCall(callId: string): void {
    const { [callId]: _gone, ...calls } = this.#state.calls;
    this.#state = { ...this.#state, calls };
  }

  addOffer(offer: Offer): void {
    this.#state = { ...this.#state, offers: { ...this.#state.offers, [offer.offerId]: offer } };
  }

  dropOffer(offerId: string): void {
    const { [offerId]: _gone, ...offers } = this.#state.offers;
    this.#state = { ...this.#state, offers };
  }

  noteCallLength(lengthMs: number, keep: number): void {
    this.#state = { ...this.#state, callLengthsMs: [...this.#state.callLengthsMs, lengthMs].slice(-keep) };
  }

  emit(effect: RoutingEffect): void {
    this.effects.push(effect);
  }

  /** Ends the step: agents whose presence changed are told, and so is the queue when the calls changed. */
  finish(): { state: RoutingState; effects: RoutingEffect[] } {
    const effects = [...this.effects];
    for (const agent of Object.values(this.#state.agents)) {
      const before = this.#before.agents[agent.id];
      const presence = presenceOf(agent);
      if (!before || presenceOf(before) !== presence) effects.push({ type: 'presence', agentId: agent.id, presence });
    }
    const changed = this.#state.calls !== this.#before.calls || this.#state.agents !== this.#before.agents;
    if (changed) effects.push({ type: 'queue' });
    return { state: this.#state, effects };
  }
}
