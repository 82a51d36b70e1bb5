import { freePlaces, newAgent, takeProfile, UNKNOWN } from './duty.ts';
import type { Agent, Item } from './kinds.ts';
import type { Offers } from './offers.ts';
import type { State } from './state.ts';
import type { AgentProfile, Standing, WrapUp } from './types.ts';

/** What people do: they come and go, rest, stand at a counter, finish their notes. */
export class People {
  readonly #state: State;
  readonly #offers: Offers;

  constructor(state: State, offers: Offers) {
    this.#state = state;
    this.#offers = offers;
  }

  signIn({ agent: profile, standing }: { agent: AgentProfile; standing?: Standing }): void {
    const agent = this.#state.agents.get(profile.id) ?? newAgent(this.#state, profile);
    // What they hold stays theirs: a reloaded page must not lose it.
    if (takeProfile(this.#state, agent, profile) && agent.offer && !this.#stillFits(agent, agent.offer.workId)) {
      this.#offers.takeBack(agent.offer, 'withdrawn');
    }
    if (!agent.online) {
      agent.online = true;
      agent.reason = 'signed-in';
      if (standing) this.#resume(agent, standing);
    }
    this.#offers.settle(agent);
  }

  signOut(agent: Agent): void {
    agent.online = false;
    agent.counter = false;
    agent.wrapping = [];
    this.#away(agent, 'signed-out');
  }

  rest(agent: Agent, reason: string): void {
    this.#away(agent, reason);
  }

  ready(agent: Agent): void {
    agent.wish = 'available';
    agent.reason = undefined;
    agent.misses = 0;
    this.#offers.settle(agent);
  }

  counter(agent: Agent, busy: boolean): void {
    agent.counter = busy;
    this.#offers.withdrawAboveCapacity(agent);
    this.#offers.settle(agent);
  }

  /** Puts a work into somebody's hands, as it was at another process. They may be signed out, or unknown. */
  giveBack(agentId: string, item: Item): void {
    const agent = this.#state.agents.get(agentId) ?? newAgent(this.#state, { id: agentId, ...UNKNOWN });
    item.agent = agent;
    agent.works.set(item.work.id, item);
    this.#offers.withdrawAboveCapacity(agent);
    this.#offers.settle(agent);
  }

  /** A call is over: its notes are being finished, or, when nobody sits there any more, not. */
  callEnded(agent: Agent, { work, assignedAtMs }: Item): void {
    const { wrapUpMs } = this.#state.settings;
    agent.works.delete(work.id);
    const endsAtMs = this.#state.nowMs + wrapUpMs;
    const ended = { workId: work.id, departmentId: work.departmentId, assignedAtMs, endsAtMs };
    if (agent.online && wrapUpMs > 0) {
      agent.wrapping = [...agent.wrapping, ended];
      this.#state.at(endsAtMs, () => this.endWrapUps(agent, this.#state.nowMs));
    } else this.#finish(agent, ended);
    this.#offers.settle(agent);
  }

  endWrapUps(agent: Agent, untilMs: number): void {
    const over = agent.wrapping.filter((one) => one.endsAtMs <= untilMs);
    agent.wrapping = agent.wrapping.filter((one) => one.endsAtMs > untilMs);
    for (const one of over) this.#finish(agent, one);
    this.#offers.settle(agent);
  }

  #finish({ profile }: Agent, { workId, departmentId, assignedAtMs }: WrapUp): void {
    const lengthMs = this.#state.nowMs - assignedAtMs;
    this.#state.measures.served(departmentId, lengthMs);
    this.#state.emit({ type: 'finished', workId, agentId: profile.id, lengthMs });
  }

  #away(agent: Agent, reason: string): void {
    agent.wish = 'break';
    agent.reason = reason;
    if (agent.offer) this.#offers.takeBack(agent.offer, 'withdrawn');
    this.#offers.settle(agent);
  }

  #stillFits(agent: Agent, workId: string): boolean {
    const item = this.#state.items.get(workId);
    return item !== undefined && this.#state.pools.ringOf(agent.group, item.class) !== null && freePlaces(agent) >= 0;
  }

  /** Goes on as who they were at another process. */
  #resume(agent: Agent, { wish, reason, misses = 0, counter = false, wrapUps = [] }: Standing): void {
    agent.wish = wish;
    agent.reason = reason;
    agent.misses = misses;
    agent.counter = counter;
    agent.wrapping = wrapUps;
    // Those whose time is over already end with the next look at the clock, which is due at once.
    for (const { endsAtMs } of wrapUps) {
      this.#state.at(endsAtMs, () => this.endWrapUps(agent, this.#state.nowMs));
    }
  }
}
