import { assertNever } from '../../../contracts/result.ts';
import {
  alternatives,
  enter,
  estimate,
  estimateNamed,
  followUpDue,
  leave,
  standInLine,
  urgentOf,
  whyNamedWaits,
  whyWaiting,
} from './estimate.ts';
import { Heap, type Line } from './heap.ts';
import { Measures, type MeasuresSnapshot } from './measures.ts';
import { type Agent, type Item, isBarred, levelOf, type Pool, Pools } from './pools.ts';
import { stateOf, summarise } from './summary.ts';
import {
  type AgentProfile,
  type AgentView,
  type Alternative,
  type Estimate,
  LAST_RING,
  type Offer,
  PRIORITIES,
  type Revision,
  RINGS,
  type Ring,
  type RoutingEffect,
  type RoutingEvent,
  type Settings,
  type Standing,
  type Summary,
  type Waiting,
  type Work,
  type WrapUp,
} from './types.ts';

/** Something the engine will do by itself at a time, unless it has become pointless. */
interface Deadline {
  readonly atMs: number;
  readonly order: number;
  readonly act: () => void;
}

type Told<T> = T extends unknown ? Omit<T, 'atMs'> : never;

/** Somebody of whom no more is known than that they hold a work; their profile comes when they sign in. */
const UNKNOWN: Omit<AgentProfile, 'id'> = {
  homeRegionId: '',
  regionIds: [],
  skills: [],
  languages: [],
  authorities: [],
  channels: [],
  capacity: 0,
};

/** A revision smaller than both is not worth a word. */
const REVISE_BY_MS = 20_000;
const REVISE_BY = 0.25;
/** Share of the wait after which it is reviewed. */
const REVIEW_AFTER = 0.1;

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
  readonly #settings: Settings;
  readonly #pools: Pools;
  readonly #measures: Measures;
  readonly #agents = new Map<string, Agent>();
  readonly #items = new Map<string, Item>();
  readonly #offers = new Map<string, Offer>();
  readonly #owners = new Map<string, string>();
  readonly #waitingOf = new Map<string, number>();
  /** Waiting works of whoever is asked first: by name, or since they have served the visit. */
  readonly #personal = new Map<string, Set<Item>>();
  readonly #deadlines = new Heap<Deadline>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  #waiting = 0;
  #orders = 0;
  #nowMs = Number.NEGATIVE_INFINITY;
  #effects: RoutingEffect[] = [];

  /** `measured` is what an engine before it had measured. */
  constructor(settings: Settings, measured?: MeasuresSnapshot) {
    this.#settings = settings;
    this.#pools = new Pools(settings.regions);
    this.#measures = new Measures(settings.assumedServiceMs, measured);
  }

  /** When it next wants to be woken, if at all. */
  get nextDueMs(): number | null {
    return this.#deadlines.peek()?.atMs ?? null;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** Why a work waits and for how long still; null for one that does not wait (unknown, offered, answered). Changes nothing. */
  waitingOf(workId: string, nowMs: number): Waiting | null {
    const item = this.#items.get(workId);
    if (item?.stage !== 'waiting') return null;
    const atMs = Math.max(this.#nowMs, nowMs);
    return { why: this.#why(item), estimate: this.#estimate(item, atMs) };
  }

  /** How it stands with a person; null for somebody who was never heard of. */
  agentState(agentId: string): AgentView | null {
    const agent = this.#agents.get(agentId);
    if (!agent) return null;
    const { reason, wish, counter, misses, works, offer, wrapping } = agent;
    return {
      state: stateOf(agent),
      reason,
      wish,
      counter,
      misses,
      workIds: [...works.keys()],
      offer,
      wrapUps: wrapping,
    };
  }

  /** For a supervisor's board: one look at all that wait and all people, so once a second, not with every event. */
  summary(nowMs: number): Summary {
    return summarise(this.#agents.values(), this.#items.values(), this.#measures, Math.max(this.#nowMs, nowMs));
  }

  /** What was measured, to be given to the next engine: plain JSON. */
  get measured(): MeasuresSnapshot {
    return this.#measures.snapshot();
  }

  /** Takes one event. Time never goes back: an earlier `nowMs` counts as the latest. */
  handle(event: RoutingEvent, nowMs: number): RoutingEffect[] {
    this.#effects = [];
    for (let due = this.#deadlines.peek(); due && due.atMs <= nowMs; due = this.#deadlines.peek()) {
      this.#deadlines.pop();
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.act();
    }
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    this.#take(event);
    return this.#effects;
  }

  #take(event: RoutingEvent) {
    switch (event.type) {
      case 'agent.signed-in':
        return this.#signIn(event);
      case 'agent.signed-out':
        return this.#ofAgent(event, (agent) => this.#signOut(agent));
      case 'agent.ready':
        return this.#ofAgent(event, (agent) => this.#wish(agent, 'available', undefined));
      case 'agent.break':
        return this.#ofAgent(event, (agent) => this.#wish(agent, 'break', event.reason));
      case 'agent.counter':
        return this.#ofAgent(event, (agent) => {
          agent.counter = event.busy;
          if (event.busy && agent.offer && freePlaces(agent) < 0) this.#takeBack(agent.offer, 'withdrawn');
          this.#settle(agent);
        });
      case 'wrap-up.ended':
        return this.#ofAgent(event, (agent) => this.#endWrapUps(agent, Number.POSITIVE_INFINITY));
      case 'work.asked':
        return this.#ask(event);
      case 'work.restored':
        return this.#restore(event);
      case 'visit.restored':
        this.#owners.set(event.visitId, event.ownerId);
        return;
      case 'work.ended':
        return this.#endWork(event);
      case 'work.alternative':
        return this.#choose(event);
      case 'visit.ended':
        this.#owners.delete(event.visitId);
        return;
      case 'offer.accepted':
        return this.#accept(event);
      case 'offer.declined':
        return this.#decline(event);
      case 'tick':
        return;
      default:
        return assertNever(event);
    }
  }

  // People

  #ofAgent(event: RoutingEvent & { agentId: string }, then: (agent: Agent) => void): void {
    const agent = this.#agents.get(event.agentId);
    if (agent?.online) then(agent);
    else this.#emit({ type: 'ignored', event: event.type });
  }

  #signIn({ agent: profile, standing }: { agent: AgentProfile; standing?: Standing }): void {
    const agent = this.#agents.get(profile.id) ?? this.#newAgent(profile);
    this.#qualify(agent, profile);
    if (!agent.online) {
      agent.online = true;
      agent.reason = 'signed-in';
      if (standing) this.#resume(agent, standing);
    }
    this.#settle(agent);
  }

  #newAgent(profile: AgentProfile): Agent {
    const agent: Agent = {
      profile,
      group: this.#pools.groupOf(profile),
      order: ++this.#orders,
      online: false,
      wish: 'break',
      reason: undefined,
      counter: false,
      offer: null,
      works: new Map(),
      wrapping: [],
      misses: 0,
      freeSinceMs: this.#nowMs,
      ticket: null,
      onDuty: false,
      told: '',
    };
    this.#agents.set(profile.id, agent);
    return agent;
  }

  /** Takes over a new profile. What they hold stays theirs: a reloaded page must not lose it. */
  #qualify(agent: Agent, profile: AgentProfile): void {
    const group = this.#pools.groupOf(profile);
    if (agent.group === group) return;
    this.#leaveLines(agent);
    if (agent.onDuty) this.#changeDuty(agent, false);
    agent.profile = profile;
    agent.group = group;
    const { offer } = agent;
    const item = offer && this.#items.get(offer.workId);
    const still = item && this.#pools.ringOf(group, item.class) !== null && freePlaces(agent) >= 0;
    if (offer && !still) this.#takeBack(offer, 'withdrawn');
  }

  /** Goes on as who they were at another process. */
  #resume(agent: Agent, { wish, reason, misses = 0, counter = false, wrapUps = [] }: Standing): void {
    agent.wish = wish;
    agent.reason = reason;
    agent.misses = misses;
    agent.counter = counter;
    agent.wrapping = wrapUps;
    // Those whose time is over already end with the next look at the clock, which is due at once.
    for (const { endsAtMs } of wrapUps) this.#at(endsAtMs, () => this.#endWrapUps(agent, this.#nowMs));
  }

  #signOut(agent: Agent): void {
    agent.online = false;
    agent.wish = 'break';
    agent.reason = 'signed-out';
    agent.counter = false;
    agent.wrapping = [];
    if (agent.offer) this.#takeBack(agent.offer, 'withdrawn');
    this.#settle(agent);
  }

  #wish(agent: Agent, wish: Agent['wish'], reason: string | undefined): void {
    agent.wish = wish;
    agent.reason = reason;
    if (wish === 'available') agent.misses = 0;
    else if (agent.offer) this.#takeBack(agent.offer, 'withdrawn');
    this.#settle(agent);
  }

  #endWrapUps(agent: Agent, untilMs: number): void {
    const over = agent.wrapping.filter((one) => one.endsAtMs <= untilMs);
    agent.wrapping = agent.wrapping.filter((one) => one.endsAtMs > untilMs);
    for (const one of over) this.#free(agent, one);
    this.#settle(agent);
  }

  #free(agent: Agent, { workId, departmentId, assignedAtMs }: Omit<WrapUp, 'endsAtMs'>): void {
    const lengthMs = this.#nowMs - assignedAtMs;
    this.#measures.served(departmentId, lengthMs);
    this.#emit({ type: 'finished', workId, agentId: agent.profile.id, lengthMs });
  }

  /** Brings lines and sums in step with what a person now is, says it if it changed, and asks them if they are free. */
  #settle(agent: Agent): void {
    const onDuty = agent.online && agent.wish === 'available';
    const idle = onDuty && !agent.offer && freePlaces(agent) > 0;
    if (!idle) this.#leaveLines(agent);
    if (onDuty !== agent.onDuty) this.#changeDuty(agent, onDuty);
    if (idle && !agent.ticket) {
      agent.freeSinceMs = this.#nowMs;
      agent.ticket = { owner: agent, keyMs: this.#nowMs, order: agent.order };
      for (const line of agent.group.idle) line.add(agent.ticket);
    }
    const state = stateOf(agent);
    const told = `${state} ${agent.reason ?? ''}`;
    if (told !== agent.told) {
      agent.told = told;
      this.#emit({ type: 'agent', agentId: agent.profile.id, state, reason: agent.reason });
    }
    if (idle) this.#findWork(agent);
  }

  #leaveLines(agent: Agent): void {
    if (!agent.ticket) return;
    agent.ticket = null;
    for (const line of agent.group.idle) line.remove();
  }

  #changeDuty(agent: Agent, onDuty: boolean): void {
    agent.onDuty = onDuty;
    if (onDuty) agent.group.present.add(agent);
    else agent.group.present.delete(agent);
    const { group, profile } = agent;
    const by = onDuty ? profile.capacity : -profile.capacity;
    group.onDuty += by;
    for (const department of group.departments) {
      department.onDuty += by;
      department.duties++;
    }
  }

  // Works

  #ask({ work, askedAtMs }: { work: Work; askedAtMs?: number }) {
    if (this.#items.has(work.id)) return this.#emit({ type: 'ignored', event: 'work.asked' });
    const item = this.#newItem(work, Math.min(askedAtMs ?? this.#nowMs, this.#nowMs));
    item.ring = this.#ringNow(item);
    if (this.#findAgent(item)) return;
    // Who has waited elsewhere was let in there; who is asked by name stands in no department's line.
    const letIn = askedAtMs !== undefined || work.onlyAgentId !== undefined;
    if (letIn || !this.#isFull(work.departmentId)) return this.#join(item);
    item.stage = 'over';
    this.#items.delete(work.id);
    this.#emit({ type: 'refused', workId: work.id, choices: ['appointment'] });
  }

  #restore({ work, agentId, assignedAtMs }: { work: Work; agentId: string; assignedAtMs: number }) {
    if (this.#items.has(work.id)) return this.#emit({ type: 'ignored', event: 'work.restored' });
    const agent = this.#agents.get(agentId) ?? this.#newAgent({ id: agentId, ...UNKNOWN });
    if (!this.#owners.has(work.visitId)) this.#owners.set(work.visitId, agentId);
    const item = this.#newItem(work, Math.min(assignedAtMs, this.#nowMs));
    item.stage = 'assigned';
    item.agent = agent;
    item.assignedAtMs = item.askedAtMs;
    agent.works.set(work.id, item);
    if (agent.offer && freePlaces(agent) < 0) this.#takeBack(agent.offer, 'withdrawn');
    this.#settle(agent);
  }

  #newItem(work: Work, askedAtMs: number): Item {
    const item: Item = {
      work,
      class: this.#pools.classOf(work),
      order: ++this.#orders,
      priority: PRIORITIES.indexOf(work.priority),
      askedAtMs,
      keyMs: askedAtMs - this.#settings.headStartMs[work.priority],
      stage: 'waiting',
      ring: 0,
      ticket: null,
      ownerId: this.#owners.get(work.visitId) ?? null,
      agent: null,
      assignedAtMs: 0,
      tried: new Map(),
      base: null,
      told: null,
      alternativesTold: false,
      callBack: false,
    };
    this.#items.set(work.id, item);
    return item;
  }

  /** Only for those who come: a work whose offer was not taken is never thrown back. */
  #isFull(departmentId: string): boolean {
    const inDepartment = this.#waitingOf.get(departmentId) ?? 0;
    return inDepartment >= this.#settings.maxWaitingDepartment || this.#waiting >= this.#settings.maxWaiting;
  }

  /** Into the line for the first time. */
  #join(item: Item): void {
    if (isNamed(item)) item.base = new Map();
    else standInLine(item, this.#pools.poolOf(item.class));
    this.#enqueue(item);
    this.#tellWaiting(item);
    this.#scheduleRing(item);
    this.#reviewLater(item);
  }

  #enqueue(item: Item): void {
    item.stage = 'waiting';
    item.ticket = { owner: item, keyMs: item.keyMs, order: item.order };
    this.#waiting++;
    for (const id of personsOf(item)) this.#personalOf(id).add(item);
    if (isNamed(item)) return;
    item.class.line.add(item.ticket);
    this.#count(item, 1);
    enter(item);
  }

  #dequeue(item: Item): void {
    item.ticket = null;
    this.#waiting--;
    for (const id of personsOf(item)) this.#personalOf(id).delete(item);
    if (isNamed(item)) return;
    item.class.line.remove();
    this.#count(item, -1);
    leave(item);
  }

  #personalOf(agentId: string): Set<Item> {
    let items = this.#personal.get(agentId);
    if (!items) {
      items = new Set();
      this.#personal.set(agentId, items);
    }
    return items;
  }

  #count({ work: { departmentId } }: Item, by: 1 | -1): void {
    this.#waitingOf.set(departmentId, (this.#waitingOf.get(departmentId) ?? 0) + by);
  }

  /**
   * The ring that is open by waiting time. A farther town is not kept waiting for a nearer one from which hardly anybody
   * would come free meanwhile; less skill is, as long as anybody with enough of it is on duty.
   */
  #ringNow(item: Item): number {
    const { ringAfterMs, holdForNearer } = this.#settings;
    const waitedMs = this.#nowMs - item.askedAtMs;
    const serviceMs = this.#measures.serviceMs(item.work.departmentId);
    const { byRing } = this.#poolOf(item);
    let ring = 0;
    let nearer = 0;
    for (let next = 1; next <= LAST_RING; next++) {
      nearer += byRing[next - 1] ?? 0;
      const opensInMs = (ringAfterMs[next] ?? 0) - waitedMs;
      const hold = next === LAST_RING ? nearer > 0 : (nearer * opensInMs) / serviceMs >= holdForNearer && nearer > 0;
      if (opensInMs <= 0 || !hold) ring = next;
    }
    return Math.max(ring, item.ring);
  }

  #scheduleRing(item: Item): void {
    const waitedMs = this.#nowMs - item.askedAtMs;
    const nextMs = this.#settings.ringAfterMs.find((afterMs) => afterMs > waitedMs);
    if (nextMs === undefined) return;
    this.#at(item.askedAtMs + nextMs, () => {
      if (item.stage === 'over' || item.stage === 'assigned') return;
      this.#openRing(item);
      this.#scheduleRing(item);
    });
  }

  #openRing(item: Item): void {
    const ring = this.#ringNow(item);
    if (ring === item.ring) return;
    item.ring = ring;
    if (item.stage === 'waiting') this.#findAgent(item);
  }

  #endWork(event: { type: 'work.ended'; workId: string }) {
    const item = this.#items.get(event.workId);
    if (!item) return this.#emit({ type: 'ignored', event: event.type });
    if (item.stage === 'assigned') return this.#hangUp(item);
    this.#drop(item, 'ended');
  }

  #hangUp(item: Item): void {
    this.#items.delete(item.work.id);
    item.stage = 'over';
    const agent = item.agent;
    if (!agent) return;
    agent.works.delete(item.work.id);
    const endsAtMs = this.#nowMs + this.#settings.wrapUpMs;
    const { id: workId, departmentId } = item.work;
    const ended = { workId, departmentId, assignedAtMs: item.assignedAtMs };
    if (agent.online && this.#settings.wrapUpMs > 0) {
      agent.wrapping = [...agent.wrapping, { ...ended, endsAtMs }];
      this.#at(endsAtMs, () => this.#endWrapUps(agent, this.#nowMs));
    } else this.#free(agent, ended);
    this.#settle(agent);
  }

  /** Takes a work that nobody has yet out of everything. */
  #drop(item: Item, reason: 'ended' | 'appointment' | 'message'): void {
    const offer = item.stage === 'offered' ? item.agent?.offer : null;
    if (item.stage === 'waiting') this.#dequeue(item);
    item.stage = 'over';
    this.#items.delete(item.work.id);
    this.#emit({ type: 'left-queue', workId: item.work.id, reason });
    if (!offer) return;
    const agent = item.agent;
    this.#takeBack(offer, 'withdrawn');
    if (agent) this.#settle(agent);
  }

  #choose(event: { type: 'work.alternative'; workId: string; choice: Alternative }) {
    const item = this.#items.get(event.workId);
    if (!item || item.stage === 'assigned') return this.#emit({ type: 'ignored', event: event.type });
    switch (event.choice) {
      case 'call-back':
        // The place in the line is kept; whoever takes it calls the booth.
        item.callBack = true;
        return;
      case 'message': {
        const { id, departmentId } = item.work;
        const dueMs = followUpDue(this.#settings, this.#nowMs);
        this.#emit({ type: 'follow-up', workId: id, departmentId, dueMs });
        return this.#drop(item, 'message');
      }
      case 'appointment':
        return this.#drop(item, 'appointment');
      default:
        return assertNever(event.choice);
    }
  }

  // Who is asked

  /** Asks the best free person for a work. True when somebody is asked. */
  #findAgent(item: Item): boolean {
    const { onlyAgentId } = item.work;
    const found =
      onlyAgentId === undefined
        ? (this.#ifFree(item, item.ownerId) ?? this.#longestFree(item))
        : this.#ifFree(item, onlyAgentId);
    if (found) this.#offer(item, found.agent, found.ring);
    return found !== null;
  }

  /** Who is asked by name, or has served this visit before, is preferred, however near others are. */
  #ifFree(item: Item, agentId: string | null): { agent: Agent; ring: number } | null {
    const agent = agentId === null ? undefined : this.#agents.get(agentId);
    if (!agent?.ticket || !this.#mayAsk(item, agent)) return null;
    const ring = this.#pools.ringOf(agent.group, item.class);
    return ring === null ? null : { agent, ring };
  }

  /** In the nearest ring that has anybody free, who has been free longest. */
  #longestFree(item: Item): { agent: Agent; ring: number } | null {
    const towns: Line<Agent>[][] = RINGS.map(() => []);
    for (const [homeRegionId, line] of item.class.department.idle) {
      if (line.size === 0) continue;
      towns[this.#pools.ringOfTown(homeRegionId, item.class)]?.push(line);
      // Less skill is asked last, whatever the town.
      towns[LAST_RING]?.push(line);
    }
    for (let ring = 0; ring <= item.ring; ring++) {
      const accepts = (agent: Agent) =>
        this.#pools.ringOf(agent.group, item.class) === ring && this.#mayAsk(item, agent);
      let best = null as Agent | null;
      for (const line of towns[ring] ?? []) best = line.first(accepts, best?.ticket ?? undefined) ?? best;
      if (best) return { agent: best, ring };
    }
    return null;
  }

  /** Offers a person that became free what waits longest for them. */
  #findWork(agent: Agent): void {
    const found = this.#personalWork(agent) ?? this.#longestWaiting(agent);
    if (found) this.#offer(found.item, agent, found.ring);
  }

  #personalWork(agent: Agent): { item: Item; ring: number } | null {
    let best: { item: Item; ring: number } | null = null;
    for (const item of this.#personal.get(agent.profile.id) ?? []) {
      if (!this.#mayAsk(item, agent) || (best && !before(item, best.item))) continue;
      const ring = this.#pools.ringOf(agent.group, item.class);
      if (ring !== null) best = { item, ring };
    }
    return best;
  }

  #longestWaiting(agent: Agent): { item: Item; ring: number } | null {
    const { group } = agent;
    let best = null as Item | null;
    const accepts = (item: Item) => {
      const ring = this.#pools.ringOf(group, item.class);
      return ring !== null && ring <= item.ring && this.#mayAsk(item, agent);
    };
    for (const { waiting } of group.departments) {
      for (const regionId of group.qualification.regionIds) {
        const line = waiting.get(regionId);
        if (line && line.size > 0) best = line.first(accepts, best?.ticket ?? undefined) ?? best;
      }
    }
    if (!best) return null;
    return { item: best, ring: this.#pools.ringOf(group, best.class) ?? 0 };
  }

  #mayAsk(item: Item, agent: Agent): boolean {
    if (isBarred(item.work, agent.profile.id)) return false;
    if (item.tried.size === 0) return true;
    const triedAtMs = item.tried.get(agent.profile.id);
    return triedAtMs === undefined || this.#nowMs - triedAtMs >= this.#settings.retryMs;
  }

  // Offers

  #offer(item: Item, agent: Agent, ring: number): void {
    if (item.ticket) this.#dequeue(item);
    const offer: Offer = {
      offerId: `o${++this.#orders}`,
      workId: item.work.id,
      agentId: agent.profile.id,
      expiresAtMs: this.#nowMs + this.#settings.offerMs,
    };
    const freeForMs = this.#nowMs - agent.freeSinceMs;
    item.stage = 'offered';
    item.agent = agent;
    agent.offer = offer;
    this.#offers.set(offer.offerId, offer);
    this.#emit({
      type: 'offer',
      offer,
      why: {
        ring: RINGS[ring] as Ring,
        owner: item.ownerId === agent.profile.id,
        level: levelOf(agent.profile, item.work),
        wantedLevel: item.work.level,
        freeForMs,
        waitedMs: this.#nowMs - item.askedAtMs,
        priority: item.work.priority,
        callBack: item.callBack,
      },
      estimate: {
        place: 1,
        waitMs: Math.round(this.#measures.answerMs),
        onDuty: this.#poolOf(item).places,
      },
    });
    this.#at(offer.expiresAtMs, () => this.#expire(offer));
    this.#settle(agent);
  }

  #accept(event: { type: 'offer.accepted'; offerId: string; agentId: string }) {
    const offer = this.#offers.get(event.offerId);
    const item = offer && this.#items.get(offer.workId);
    const agent = offer && this.#agents.get(offer.agentId);
    if (!item || !agent || agent.profile.id !== event.agentId) {
      return this.#emit({ type: 'ignored', event: event.type });
    }
    this.#offers.delete(offer.offerId);
    this.#emit({ type: 'offer.gone', offer, reason: 'accepted' });
    agent.offer = null;
    agent.misses = 0;
    agent.works.set(item.work.id, item);
    item.stage = 'assigned';
    item.assignedAtMs = this.#nowMs;
    if (!this.#owners.has(item.work.visitId)) this.#owners.set(item.work.visitId, agent.profile.id);
    this.#measures.answered(this.#nowMs - (offer.expiresAtMs - this.#settings.offerMs));
    const waitedMs = this.#nowMs - item.askedAtMs;
    this.#emit({ type: 'assigned', workId: item.work.id, agentId: agent.profile.id, waitedMs });
    this.#settle(agent);
  }

  #decline(event: { type: 'offer.declined'; offerId: string; agentId: string }) {
    const offer = this.#offers.get(event.offerId);
    if (offer?.agentId !== event.agentId) return this.#emit({ type: 'ignored', event: event.type });
    const agent = this.#agents.get(offer.agentId);
    if (agent) agent.misses = 0;
    this.#takeBack(offer, 'declined');
    if (agent) this.#settle(agent);
  }

  #expire(offer: Offer): void {
    if (!this.#offers.has(offer.offerId)) return;
    const agent = this.#agents.get(offer.agentId);
    if (agent && ++agent.misses >= this.#settings.maxMisses) {
      agent.misses = 0;
      agent.wish = 'not-responding';
      agent.reason = 'missed-offers';
    }
    this.#takeBack(offer, 'expired');
    if (agent) this.#settle(agent);
  }

  /** Ends an offer that was not taken, and asks the next person. The agent is settled by the caller. */
  #takeBack(offer: Offer, reason: 'expired' | 'declined' | 'withdrawn'): void {
    this.#offers.delete(offer.offerId);
    const agent = this.#agents.get(offer.agentId);
    if (agent) agent.offer = null;
    this.#emit({ type: 'offer.gone', offer, reason });
    const item = this.#items.get(offer.workId);
    if (!item) return;
    item.agent = null;
    item.tried.set(offer.agentId, this.#nowMs);
    this.#at(this.#nowMs + this.#settings.retryMs, () => {
      if (item.stage === 'waiting') this.#findAgent(item);
    });
    item.stage = 'waiting';
    item.ring = this.#ringNow(item);
    if (this.#findAgent(item)) return;
    if (item.base === null) this.#join(item);
    else this.#enqueue(item);
  }

  // What the citizen is told

  #tellWaiting(item: Item): void {
    const told = this.#estimate(item, this.#nowMs);
    this.#remember(item, told);
    this.#emit({ type: 'waiting', workId: item.work.id, why: this.#why(item), estimate: told });
    this.#offerAlternatives(item, told.waitMs);
  }

  #estimate(item: Item, nowMs: number): Estimate {
    const { onlyAgentId } = item.work;
    if (onlyAgentId === undefined) {
      return estimate(item, this.#poolOf(item), this.#pools, this.#measures, this.#settings, nowMs);
    }
    const agent = this.#agents.get(onlyAgentId);
    const ahead = [...this.#personalOf(onlyAgentId)].filter((one) => one !== item && before(one, item)).length;
    return estimateNamed(item, agent, ahead, this.#pools, this.#measures, nowMs);
  }

  #why(item: Item): Waiting['why'] {
    const { onlyAgentId } = item.work;
    if (onlyAgentId === undefined) return whyWaiting(item, this.#poolOf(item), this.#pools);
    return whyNamedWaits(item, this.#agents.get(onlyAgentId), this.#pools);
  }

  /** Who is on duty for a work, without those who are not to be asked. */
  #poolOf(item: Item): Pool {
    const pool = this.#pools.poolOf(item.class);
    const { notAgentIds } = item.work;
    if (!notAgentIds || notAgentIds.length === 0) return pool;
    const byRing = [...pool.byRing];
    let { places } = pool;
    for (const id of new Set(notAgentIds)) {
      const agent = this.#agents.get(id);
      const ring = agent?.onDuty ? this.#pools.ringOf(agent.group, item.class) : null;
      if (!agent || ring === null) continue;
      byRing[ring] = (byRing[ring] ?? 0) - agent.profile.capacity;
      places -= agent.profile.capacity;
    }
    return { ...pool, byRing, places };
  }

  #remember(item: Item, { waitMs, onDuty }: { waitMs: number | null; onDuty: number }): void {
    item.told = { atMs: this.#nowMs, waitMs, onDuty, urgent: urgentOf(item) };
  }

  /** Looks whether what was told still holds, and says why when it does not. */
  #review(item: Item): void {
    if (item.stage === 'over' || item.stage === 'assigned') return;
    this.#reviewLater(item);
    const { told } = item;
    if (item.stage !== 'waiting' || !told) return;
    const now = this.#estimate(item, this.#nowMs);
    const leftMs = told.waitMs === null ? null : Math.max(0, told.waitMs - (this.#nowMs - told.atMs));
    const offMs = leftMs === null || now.waitMs === null ? null : now.waitMs - leftMs;
    if (leftMs === now.waitMs) return;
    if (offMs !== null && Math.abs(offMs) < Math.max(REVISE_BY_MS, REVISE_BY * (leftMs ?? 0))) return;
    let because: Revision = offMs !== null && offMs < 0 ? 'faster' : 'slower';
    if (now.onDuty < told.onDuty && because === 'slower') because = 'fewer-agents';
    else if (now.onDuty > told.onDuty && (offMs === null || because === 'faster')) because = 'more-agents';
    else if (because === 'slower' && urgentOf(item) - told.urgent > 0.5) because = 'urgent-ahead';
    this.#remember(item, now);
    this.#emit({ type: 'revised', workId: item.work.id, because, estimate: now });
    this.#offerAlternatives(item, now.waitMs);
  }

  /** Long waits are looked at less often: a tenth of them is soon enough. */
  #reviewLater(item: Item): void {
    const inMs = Math.max(this.#settings.reviewMs, REVIEW_AFTER * (item.told?.waitMs ?? 0));
    this.#at(this.#nowMs + Math.round(inMs), () => this.#review(item));
  }

  #offerAlternatives(item: Item, waitMs: number | null): void {
    if (item.alternativesTold || item.callBack) return;
    if (waitMs !== null && waitMs <= this.#settings.alternativesAfterMs) return;
    item.alternativesTold = true;
    const choices = alternatives(this.#settings, this.#nowMs);
    this.#emit({ type: 'alternatives', workId: item.work.id, choices });
  }

  #at(atMs: number, act: () => void): void {
    this.#deadlines.push({ atMs, order: ++this.#orders, act });
  }

  #emit(effect: Told<RoutingEffect>): void {
    this.#effects.push({ ...effect, atMs: this.#nowMs });
  }
}

/** Places of capacity that nothing takes. An offer holds its place. */
function freePlaces({ profile, works, wrapping, counter, offer }: Agent): number {
  return profile.capacity - works.size - wrapping.length - (counter ? 1 : 0) - (offer ? 1 : 0);
}

/** Asked by name. */
function isNamed({ work }: Item): boolean {
  return work.onlyAgentId !== undefined;
}

/** Who has served the visit, and who is asked by name. */
function personsOf({ ownerId, work: { onlyAgentId } }: Item): readonly string[] {
  return [ownerId, onlyAgentId].filter((id) => typeof id === 'string');
}

function before(a: Item, b: Item): boolean {
  return a.keyMs < b.keyMs || (a.keyMs === b.keyMs && a.order < b.order);
}
