import { v7 } from 'uuid';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { assertNever } from '../../contracts/result.ts';
import { RoutingEngine } from '../routing/engine/engine.ts';
import type { MeasuresSnapshot } from '../routing/engine/measures.ts';
import type { Estimate, RoutingEffect, RoutingEvent, Settings } from '../routing/engine/types.ts';
import { dueMs, openCall, stepCall } from './call.ts';
import type { CentreChange, CentreEvent, Decided, Person } from './centre.ts';
import { Desks } from './desks.ts';
import type { CallEffect, CallEvent } from './events.ts';
import { workOf } from './profiles.ts';
import { isWaiting } from './replica.ts';
import type { Call, CallAsk, Wait } from './state.ts';
import type { Decision, DutyRow, Offered, Step } from './steps.ts';

/** A new mean counts this much against those before. */
const MEAN_WEIGHT = 0.1;

export interface FloorTools {
  readonly settings: Settings;
  /** The licence that a service needs. */
  readonly authorityOf: (serviceId: string) => string | undefined;
  /** Somebody who takes calls, from the records; for those who are asked by name and have not been here yet. */
  readonly personOf: (agentId: string) => Person | undefined;
  readonly measured?: MeasuresSnapshot;
}

/** What a hub takes up where another left it. */
export interface FloorRecords {
  readonly calls: readonly Call[];
  readonly duty: ReadonlyMap<string, DutyRow>;
  /** Who took each visit first. */
  readonly owners: ReadonlyMap<string, string>;
}

/**
 * All calls, all desks and the routing, and what an event makes of them. No input or output: an event and the time in, a
 * decision out. The calls decide who stands where (`call.ts`), the routing who is asked (`../routing/engine`).
 */
export class Floor {
  readonly #tools: FloorTools;
  readonly #engine: RoutingEngine;
  readonly #desks: Desks;
  readonly #calls = new Map<string, Call>();
  readonly #callOfAsk = new Map<string, string>();
  readonly #callDue = new Map<string, number>();
  readonly #boothLines = new Map<string, string>();
  readonly #offers = new Map<string, Offered & { readonly routingId: string }>();
  readonly #offerIds = new Map<string, string>();
  /** Asks for which the line was full, and when they are tried anew. */
  readonly #refused = new Map<string, number>();
  #meanMs: number;
  #nowMs = 0;
  /** Of the decision under way. */
  #steps: Step[] = [];
  #touched = new Set<string>();
  #changes: CentreChange[] = [];
  #pending: RoutingEvent[] = [];
  #isDriving = false;
  /** Who owned the call of a visit that ended because its booth was away: they go on with it first. */
  readonly #lostBy = new Map<string, string>();
  #owedMs = 0;
  #value: Decided = {};

  constructor(tools: FloorTools) {
    this.#tools = tools;
    this.#engine = new RoutingEngine(tools.settings, tools.measured);
    this.#meanMs = tools.settings.assumedServiceMs;
    this.#desks = new Desks({
      drive: (event) => this.#drive(event),
      view: (agentId) => this.#engine.agentState(agentId),
    });
  }

  /** When time alone will change something. */
  get nextDueMs(): number | null {
    const all = [this.#engine.nextDueMs, this.#desks.dueMs, ...this.#callDue.values(), ...this.#refused.values()];
    const due = all.filter((one) => one !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  decide(event: CentreEvent | { readonly type: 'tick' }, nowMs: number): Decision {
    return this.#deciding(nowMs, () => {
      this.#letTimePass();
      return event.type === 'tick' ? undefined : this.#take(event);
    });
  }

  /** Takes up what another process left. Everybody counts as away until they say that they are there. */
  restore({ calls, duty, owners }: FloorRecords, nowMs: number): Decision {
    return this.#deciding(nowMs, () => {
      // First: whatever is decided about people is kept with what they want to be.
      for (const [agentId, row] of duty) this.#desks.restore(agentId, row, nowMs);
      for (const call of calls) this.#calls.set(call.callId, resting(call, nowMs));
      const open = [...this.#calls.values()];
      for (const call of open) for (const party of call.parties) this.#restoreParty(call, party);
      const asks = open.flatMap((call) => call.asks.map((ask) => ({ call, ask })));
      for (const { call, ask } of asks.sort((a, b) => a.ask.askedAtMs - b.ask.askedAtMs)) {
        this.#seek(call, ask, ask.askedAtMs);
      }
      for (const [visitId, ownerId] of owners) this.#drive({ type: 'visit.restored', visitId, ownerId });
      for (const call of open) {
        for (const { partyId } of call.parties) this.#step(call.callId, { type: 'away', partyId });
      }
      return undefined;
    });
  }

  #restoreParty(call: Call, { partyId, ask, joinedAtMs }: Call['parties'][number]): void {
    if (!ask) return;
    const work = this.#workOf(call, ask);
    this.#drive({ type: 'work.restored', work, agentId: partyId, assignedAtMs: joinedAtMs });
  }

  #deciding(nowMs: number, act: () => XiaowuError | undefined): Decision {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    this.#steps = [];
    this.#touched = new Set();
    this.#changes = [];
    this.#value = {};
    const refusal = act();
    const calls = [...this.#touched].map(
      (callId): CentreChange => ({ type: 'call', callId, call: this.#calls.get(callId) ?? null }),
    );
    return { refusal, value: this.#value, steps: this.#steps, changes: [...calls, ...this.#changes] };
  }

  #letTimePass(): void {
    this.#drive({ type: 'tick' });
    for (const [callId, atMs] of [...this.#callDue]) if (atMs <= this.#nowMs) this.#step(callId, { type: 'tick' });
    for (const agentId of this.#desks.giveUp(this.#nowMs)) this.#showPresence(agentId);
    for (const [askId, atMs] of [...this.#refused]) {
      if (atMs > this.#nowMs) continue;
      this.#refused.delete(askId);
      const call = this.#callOf(askId);
      const ask = call?.asks.find((one) => one.askId === askId);
      if (call && ask) this.#seek(call, ask);
    }
  }

  #take(event: CentreEvent): XiaowuError | undefined {
    switch (event.type) {
      case 'agent.online':
        this.#desks.online(event, this.#nowMs);
        return this.#line(event.agentId, 'back');
      case 'agent.offline':
        return this.#desks.offline(event, this.#nowMs) ? this.#line(event.agentId, 'away') : undefined;
      case 'booth.online':
        this.#boothLines.set(event.boothId, event.lineId);
        return this.#boothLine(event.boothId, 'back');
      case 'booth.offline':
        if (this.#boothLines.get(event.boothId) !== event.lineId) return undefined;
        this.#boothLines.delete(event.boothId);
        return this.#boothLine(event.boothId, 'away');
      case 'presence.set':
        if (!this.#desks.wish(event)) return fail('not_found', 'agent');
        this.#steps.push({ type: 'wish', agentId: event.agentId, wish: event.presence, reason: event.reason });
        this.#showPresence(event.agentId);
        return undefined;
      case 'wrapup.end':
        if (!this.#engine.agentState(event.agentId)?.wrapUps.length) return fail('wrong_state', 'not in wrap-up');
        this.#drive({ type: 'wrap-up.ended', agentId: event.agentId });
        return undefined;
      case 'offer.accept':
        return this.#answer(event, 'offer.accepted');
      case 'offer.decline':
        return this.#answer(event, 'offer.declined');
      case 'call.request':
        return this.#request(event);
      case 'call.end':
        return this.#step(event.callId, { type: 'end', reason: event.reason });
      case 'call.instead':
        return this.#instead(event);
      case 'call.ask':
        return this.#ask(event);
      case 'call.ask-cancel':
        return this.#step(event.callId, { type: 'ask-cancel', byId: event.agentId, askId: event.askId });
      case 'call.place': {
        const { callId, agentId: byId, partyId, place } = event;
        return this.#step(callId, { type: 'place', byId, partyId, place });
      }
      case 'call.remove':
        return this.#step(event.callId, { type: 'remove', byId: event.agentId, partyId: event.partyId });
      case 'call.hand-over':
        return this.#step(event.callId, { type: 'hand-over', byId: event.agentId, toAgentId: event.toAgentId });
      case 'call.leave':
        return this.#step(event.callId, { type: 'leave', partyId: event.agentId });
      case 'call.watch':
        return this.#watch(event);
      case 'visit.ended':
        this.#lostBy.delete(event.visitId);
        this.#drive({ type: 'visit.ended', visitId: event.visitId });
        return undefined;
      default:
        return assertNever(event);
    }
  }

  #line(partyId: string, type: 'away' | 'back'): undefined {
    for (const call of this.#calls.values()) {
      if (call.parties.some((one) => one.partyId === partyId)) this.#step(call.callId, { type, partyId });
    }
  }

  #boothLine(boothId: string, type: 'away' | 'back'): undefined {
    for (const call of this.#calls.values()) {
      if (call.boothId === boothId) this.#step(call.callId, { type, partyId: call.visitId });
    }
  }

  #answer(
    { agentId, offerId }: { agentId: string; offerId: string },
    type: 'offer.accepted' | 'offer.declined',
  ): XiaowuError | undefined {
    const offer = this.#offers.get(offerId);
    if (offer?.agentId !== agentId) return fail('offer_expired');
    this.#drive({ type, agentId, offerId: offer.routingId });
    this.#value = { callId: offer.callId };
    return undefined;
  }

  #request(event: Extract<CentreEvent, { type: 'call.request' }>): XiaowuError | undefined {
    const { type: _type, ...request } = event;
    const running = [...this.#calls.values()].find((call) => call.visitId === request.visitId);
    this.#value = { callId: running?.callId ?? request.callId };
    if (running) return undefined;
    const { call, effects } = openCall(request, this.#nowMs, v7);
    // Others who wait would take whoever becomes free: beside them the request has its own right to go first.
    const isCrowded = [...this.#calls.values()].some(({ asks }) => asks.some(({ ringing }) => ringing === null));
    if (!isCrowded) this.#freeOwner(request.visitId);
    this.#put(call.callId, call, call, effects);
    if (isCrowded) this.#freeOwner(request.visitId);
    return undefined;
  }

  /** Whoever still writes up a call that its booth lost goes on with it instead. */
  #freeOwner(visitId: string): void {
    const agentId = this.#lostBy.get(visitId);
    this.#lostBy.delete(visitId);
    if (agentId === undefined || this.#engine.agentState(agentId)?.state !== 'wrap-up') return;
    this.#drive({ type: 'wrap-up.ended', agentId });
  }

  #instead({ callId, choice, phone, text }: Extract<CentreEvent, { type: 'call.instead' }>): XiaowuError | undefined {
    const call = this.#calls.get(callId);
    if (!call) return fail('not_found', 'call');
    if (!isWaiting(call)) return fail('wrong_state', 'somebody is there');
    // Whatever is owed is owed by the time that the routing gives an answer to a message.
    this.#owedMs = this.#nowMs + this.#tools.settings.followUpMs;
    for (const { askId } of call.asks) this.#drive({ type: 'work.alternative', workId: askId, choice: 'message' });
    const dueMs = this.#owedMs;
    this.#steps.push({ type: 'instead', call, choice, phone, text, dueMs });
    return this.#step(callId, { type: 'end', reason: 'cancelled' });
  }

  #ask(event: Extract<CentreEvent, { type: 'call.ask' }>): XiaowuError | undefined {
    const { callId, agentId: byId, purpose, serviceId, only, note } = event;
    const isInterpreter = purpose === 'interpreter' && !only;
    const departmentId = only?.departmentId ?? (isInterpreter ? undefined : event.departmentId);
    const interprets = isInterpreter ? (event.interprets ?? 'sign') : undefined;
    const before = new Set(this.#calls.get(callId)?.asks.map(({ askId }) => askId));
    const ask = { purpose, departmentId, serviceId, onlyAgentId: only?.profile.id, interprets, note };
    const refusal = this.#step(callId, { type: 'ask', byId, ask });
    const made = this.#calls.get(callId)?.asks.find(({ askId }) => !before.has(askId));
    if (refusal) return refusal;
    if (!made) return fail('no_agent', 'nobody could ever take it');
    this.#value = { callId, askId: made.askId, ringing: made.ringing !== null };
    return undefined;
  }

  /** Who watches another call goes out of the one before. */
  #watch(event: Extract<CentreEvent, { type: 'call.watch' }>): XiaowuError | undefined {
    const { callId, supervisorId, mode, earOf } = event;
    const watch: CallEvent = { type: 'watch', supervisorId, mode, earOf };
    const call = this.#calls.get(callId);
    if (!call) return fail('not_found', 'call');
    const tried = stepCall(call, watch, this.#nowMs, v7);
    if (!tried.ok) return tried.error;
    for (const other of this.#calls.values()) {
      if (other.callId === callId || !other.parties.some((one) => one.partyId === supervisorId)) continue;
      this.#step(other.callId, { type: 'leave', partyId: supervisorId });
    }
    return this.#step(callId, watch);
  }

  // Calls

  #step(callId: string, event: CallEvent): XiaowuError | undefined {
    const call = this.#calls.get(callId);
    if (!call) return fail('not_found', 'call');
    const step = stepCall(call, event, this.#nowMs, v7);
    if (!step.ok) return step.error;
    if (step.call !== call) this.#put(callId, step.call, call, step.effects);
    return undefined;
  }

  #put(callId: string, after: Call | null, before: Call, effects: readonly CallEffect[]): void {
    this.#touched.add(callId);
    if (after) this.#calls.set(callId, after);
    else this.#calls.delete(callId);
    const due = after && dueMs(after);
    if (due === null) this.#callDue.delete(callId);
    else this.#callDue.set(callId, due);
    for (const effect of effects) this.#steps.push({ type: 'call', call: after ?? before, effect });
    for (const effect of effects) this.#follow(after ?? before, effect);
  }

  /** What the routing must know of it. */
  #follow(call: Call, effect: CallEffect) {
    switch (effect.type) {
      case 'asked':
        return this.#seek(call, effect.ask);
      case 'widened':
        this.#drive({ type: 'work.ended', workId: effect.ask.askId });
        return this.#seek(call, effect.ask, effect.ask.askedAtMs);
      case 'ask-over':
        return this.#forgetAsk(effect.ask.askId);
      case 'joined':
        this.#callOfAsk.delete(effect.ask.askId);
        return;
      case 'left':
        if (effect.party.ask) this.#drive({ type: 'work.ended', workId: effect.party.ask.askId });
        return;
      case 'ended':
        if (effect.reason === 'lost' && call.ownerId !== null) this.#lostBy.set(call.visitId, call.ownerId);
        for (const { ask } of call.parties) if (ask) this.#drive({ type: 'work.ended', workId: ask.askId });
        return;
      default:
        return;
    }
  }

  /** Lets the routing find somebody. */
  #seek(call: Call, ask: CallAsk, askedAtMs?: number): void {
    this.#callOfAsk.set(ask.askId, call.callId);
    this.#drive({ type: 'work.asked', work: this.#workOf(call, ask), askedAtMs });
  }

  #workOf(call: Call, ask: CallAsk) {
    const { onlyAgentId, serviceId } = ask;
    const only = onlyAgentId === undefined ? undefined : this.#personOf(onlyAgentId);
    return workOf(call, ask, only, serviceId === undefined ? undefined : this.#tools.authorityOf(serviceId));
  }

  #personOf(agentId: string): Person | undefined {
    return this.#desks.person(agentId) ?? this.#tools.personOf(agentId);
  }

  #forgetAsk(askId: string): void {
    this.#refused.delete(askId);
    this.#callOfAsk.delete(askId);
    this.#drive({ type: 'work.ended', workId: askId });
  }

  #callOf(askId: string): Call | undefined {
    const callId = this.#callOfAsk.get(askId);
    return callId === undefined ? undefined : this.#calls.get(callId);
  }

  // The routing

  /** One event after another: what an effect causes waits until all effects of its event are taken. */
  #drive(event: RoutingEvent): void {
    this.#pending.push(event);
    if (this.#isDriving) return;
    this.#isDriving = true;
    try {
      for (let next = this.#pending.shift(); next; next = this.#pending.shift()) {
        for (const effect of this.#engine.handle(next, this.#nowMs)) this.#hear(effect);
      }
    } finally {
      this.#isDriving = false;
    }
  }

  #hear(effect: RoutingEffect) {
    switch (effect.type) {
      case 'offer':
        return this.#ring(effect);
      case 'offer.gone':
        return this.#ringOver(effect);
      case 'assigned':
        return this.#assign(effect);
      case 'waiting':
        if (effect.why === 'not-qualified') return this.#drop(effect.workId);
        return this.#wait(effect.workId, { ...waitOf(effect.estimate), why: effect.why, revision: undefined });
      case 'revised': {
        const why = this.#engine.waitingOf(effect.workId, this.#nowMs)?.why;
        const known = why === undefined || why === 'not-qualified' ? {} : { why };
        return this.#wait(effect.workId, { ...waitOf(effect.estimate), ...known, revision: effect.because });
      }
      case 'alternatives':
        return this.#wait(effect.workId, { choices: effect.choices });
      case 'refused': {
        this.#refused.set(effect.workId, this.#nowMs + this.#tools.settings.reviewMs);
        const place = this.#tools.settings.maxWaitingDepartment + 1;
        const { choices } = effect;
        return this.#wait(effect.workId, { place, estimatedWaitSeconds: null, why: 'all-busy', choices });
      }
      case 'agent':
        this.#desks.settle(effect.agentId);
        return this.#showPresence(effect.agentId);
      case 'finished':
        this.#meanMs += (effect.lengthMs - this.#meanMs) * MEAN_WEIGHT;
        this.#changes.push({ type: 'service', meanMs: Math.round(this.#meanMs) });
        this.#steps.push({ type: 'measured', data: this.#engine.measured });
        return;
      case 'follow-up':
        this.#owedMs = effect.dueMs;
        return;
      case 'left-queue':
      case 'ignored':
        return;
      default:
        return assertNever(effect);
    }
  }

  #ring({ offer, why, estimate }: Extract<RoutingEffect, { type: 'offer' }>) {
    const { agentId, workId: askId, expiresAtMs } = offer;
    const call = this.#callOf(askId);
    // With places for several works somebody could be asked into a call in which they are.
    if (!call || call.parties.some((one) => one.partyId === agentId)) {
      return this.#drive({ type: 'offer.declined', offerId: offer.offerId, agentId });
    }
    const offerId = v7();
    const offered: Offered = { offerId, askId, callId: call.callId, agentId, expiresAtMs };
    this.#offers.set(offerId, { ...offered, routingId: offer.offerId });
    this.#offerIds.set(offer.offerId, offerId);
    const ask = call.asks.find((one) => one.askId === askId);
    if (ask?.wait === null) this.#wait(askId, { ...waitOf(estimate), why: null });
    this.#step(call.callId, { type: 'ring', askId, ring: { agentId, offerId, expiresAtMs, why } });
    const after = this.#calls.get(call.callId);
    const rung = after?.asks.find((one) => one.askId === askId);
    if (after && rung) this.#steps.push({ type: 'offer', call: after, ask: rung });
  }

  #ringOver({ offer, reason }: Extract<RoutingEffect, { type: 'offer.gone' }>): void {
    const offerId = this.#offerIds.get(offer.offerId);
    const known = offerId === undefined ? undefined : this.#offers.get(offerId);
    if (offerId === undefined || !known) return;
    this.#offerIds.delete(offer.offerId);
    this.#offers.delete(offerId);
    if (reason !== 'accepted') this.#step(known.callId, { type: 'ring-over', askId: known.askId });
    this.#steps.push({ type: 'offer-gone', call: this.#calls.get(known.callId), offer: known, reason });
  }

  #assign({ workId, agentId }: Extract<RoutingEffect, { type: 'assigned' }>): void {
    const callId = this.#callOfAsk.get(workId);
    const departmentId = this.#desks.person(agentId)?.departmentId;
    const refusal =
      callId === undefined || departmentId === undefined
        ? fail('not_found', 'ask')
        : this.#step(callId, { type: 'accept', askId: workId, agentId, departmentId });
    // Nobody holds a work without a call.
    if (refusal) this.#drive({ type: 'work.ended', workId });
  }

  /** Nobody will ever take it. */
  #drop(askId: string): void {
    const callId = this.#callOfAsk.get(askId);
    if (callId !== undefined) this.#step(callId, { type: 'ask-void', askId });
  }

  #wait(askId: string, change: Partial<Wait>): void {
    const call = this.#callOf(askId);
    const ask = call?.asks.find((one) => one.askId === askId);
    if (!call || !ask) return;
    const before: Wait = ask.wait ?? { place: 1, estimatedWaitSeconds: null, why: null, choices: [] };
    this.#step(call.callId, { type: 'wait', askId, wait: { ...before, ...change } });
    const after = this.#calls.get(call.callId);
    const told = after?.asks.find((one) => one.askId === askId);
    if (after && told) this.#steps.push({ type: 'wait', call: after, ask: told });
  }

  #showPresence(agentId: string): void {
    const shown = this.#desks.show(agentId, this.#nowMs);
    this.#steps.push({ type: 'presence', agentId, ...shown });
    this.#changes.push({ type: 'presence', agentId, presence: shown.presence });
  }
}

function waitOf({ place, waitMs, fromMs, toMs }: Estimate): Pick<Wait, 'place' | 'estimatedWaitSeconds' | 'range'> {
  const isKnown = waitMs !== null && fromMs !== null && toMs !== null;
  return {
    place,
    estimatedWaitSeconds: waitMs === null ? null : Math.ceil(waitMs / 1000),
    range: isKnown ? { fromSeconds: Math.floor(fromMs / 1000), toSeconds: Math.ceil(toMs / 1000) } : undefined,
  };
}

/** A call of another process: what rang there rings no more, and time away counts anew. */
function resting(call: Call, nowMs: number): Call {
  return {
    ...call,
    parties: call.parties.map((one) => (one.awaySinceMs === null ? one : { ...one, awaySinceMs: nowMs })),
    asks: call.asks.map((one) => ({ ...one, ringing: null, wait: null })),
  };
}
