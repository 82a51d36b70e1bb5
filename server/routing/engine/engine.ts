import { assertNever } from '../../../contracts/result.ts';
import { stateOf } from './duty.ts';
import { estimateOf } from './estimate.ts';
import type { Agent } from './kinds.ts';
import type { MeasuresSnapshot } from './measures.ts';
import { Offers } from './offers.ts';
import { People } from './people.ts';
import { State } from './state.ts';
import { summarise } from './summary.ts';
import { lookAgain, whyOf } from './telling.ts';
import type { AgentView, RoutingEffect, RoutingEvent, Settings, Summary, Waiting } from './types.ts';
import { Works } from './works.ts';

/**
 * Decides who is asked for which work. In meaning a function `(state, event, nowMs) → [state, effects]`: it reads no clock,
 * draws no number, keeps no reference to what it was given that it changes, and the same events give the same effects, so a
 * log of events is its state. In form it is an object, because its indexes (lines, sums of shares) change in place: copying
 * them would make each of 10,000 waiting works cost as much as all.
 *
 * Deadlines are its own: before an event is taken, whatever was due until then happens, each at its own time. The shell only
 * wakes it with `tick` at `nextDueMs`; when the shell is late, the decisions are still those of the due time.
 */
export class RoutingEngine {
  readonly #state: State;
  readonly #offers: Offers;
  readonly #people: People;
  readonly #works: Works;

  /** `measured` is what an engine before it had measured. */
  constructor(settings: Settings, measured?: MeasuresSnapshot) {
    this.#state = new State(settings, measured);
    this.#offers = new Offers(this.#state);
    this.#people = new People(this.#state, this.#offers);
    this.#works = new Works(this.#state, this.#offers, this.#people);
  }

  /** When it next wants to be woken, if at all. */
  get nextDueMs(): number | null {
    return this.#state.deadlines.nextMs;
  }

  get waiting(): number {
    return this.#state.queue.size;
  }

  /** Why a work waits and for how long still; null for one that does not wait (unknown, offered, answered). Changes nothing. */
  waitingOf(workId: string, nowMs: number): Waiting | null {
    const item = this.#state.items.get(workId);
    if (item?.stage !== 'waiting') return null;
    const atMs = Math.max(this.#state.nowMs, nowMs);
    return { why: whyOf(this.#state, item), estimate: estimateOf(this.#state, item, atMs).estimate };
  }

  /** How it stands with a person; null for somebody who was never heard of. */
  agentState(agentId: string): AgentView | null {
    const agent = this.#state.agents.get(agentId);
    if (!agent) return null;
    const { reason, wish, counter, misses, works, offer, wrapping } = agent;
    const workIds = [...works.keys()];
    return { state: stateOf(agent), reason, wish, counter, misses, workIds, offer, wrapUps: wrapping };
  }

  /** For a supervisor's board: one look at all that wait and all people, so once a second, not with every event. */
  summary(nowMs: number): Summary {
    const { agents, items, measures } = this.#state;
    return summarise(agents.values(), items.values(), measures, Math.max(this.#state.nowMs, nowMs));
  }

  /** What was measured, to be given to the next engine: plain JSON. */
  get measured(): MeasuresSnapshot {
    return this.#state.measures.snapshot();
  }

  /** Takes one event. Time never goes back: an earlier `nowMs` counts as the latest. */
  handle(event: RoutingEvent, nowMs: number): RoutingEffect[] {
    const state = this.#state;
    for (let due = state.deadlines.takeDue(nowMs); due; due = state.deadlines.takeDue(nowMs)) {
      state.nowMs = Math.max(state.nowMs, due.atMs);
      if (typeof due.what === 'function') due.what();
      else lookAgain(state, due.what);
    }
    state.nowMs = Math.max(state.nowMs, nowMs);
    this.#take(event);
    return state.takeEffects();
  }

  #take(event: RoutingEvent) {
    const people = this.#people;
    switch (event.type) {
      case 'agent.signed-in':
        return people.signIn(event);
      case 'agent.signed-out':
        return this.#ofAgent(event, (agent) => people.signOut(agent));
      case 'agent.ready':
        return this.#ofAgent(event, (agent) => people.ready(agent));
      case 'agent.break':
        return this.#ofAgent(event, (agent) => people.rest(agent, event.reason));
      case 'agent.counter':
        return this.#ofAgent(event, (agent) => people.counter(agent, event.busy));
      case 'wrap-up.ended':
        return this.#ofAgent(event, (agent) => people.endWrapUps(agent, Number.POSITIVE_INFINITY));
      case 'work.asked':
        return this.#works.ask(event);
      case 'work.restored':
        return this.#works.restore(event);
      case 'work.ended':
        return this.#works.end(event);
      case 'work.alternative':
        return this.#works.choose(event);
      case 'visit.restored':
        this.#state.owners.set(event.visitId, event.ownerId);
        return;
      case 'visit.ended':
        this.#state.owners.delete(event.visitId);
        return;
      case 'offer.accepted':
        return this.#offers.accept(event);
      case 'offer.declined':
        return this.#offers.decline(event);
      case 'tick':
        return;
      default:
        return assertNever(event);
    }
  }

  /** Of somebody who is signed in. */
  #ofAgent(event: RoutingEvent & { agentId: string }, then: (agent: Agent) => void): void {
    const agent = this.#state.agents.get(event.agentId);
    if (agent?.online) then(agent);
    else this.#state.emit({ type: 'ignored', event: event.type });
  }
}
