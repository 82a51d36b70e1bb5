import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import { TRANSFER_NARROW_MS } from '../../../server/calls/call.ts';
import type { CentreEvent, Person } from '../../../server/calls/centre.ts';
import { Floor } from '../../../server/calls/floor.ts';
import { CallReplica } from '../../../server/calls/replica.ts';
import type { Call, CallAsk } from '../../../server/calls/state.ts';
import type { Decision, DutyRow } from '../../../server/calls/steps.ts';
import { DEFAULT_SETTINGS } from '../../../server/routing/engine/types.ts';
import { type Action, ASKED, type Desk, nameOf, possible, RECEIVING, type Seen, type Who } from './alphabet.ts';
import { brokenBy, brokenIn } from './promises.ts';

const CALL = 'call';
const BOOTH = 'booth';
const VISIT = 'citizen';
const REGION = 'here';
const START_MS = 1_000_000;

/** Looks at the clock while time passes once: rings, reviews and notes come to some dozens in 90 s. */
const MOST_LOOKS = 1_000;

const SETTINGS = { ...DEFAULT_SETTINGS, regions: [{ id: REGION, districtId: 'district', partnerIds: [] }] };

function personAt(id: string): Person {
  return {
    departmentId: RECEIVING,
    profile: {
      id,
      homeRegionId: REGION,
      regionIds: [REGION],
      skills: [RECEIVING, ASKED].map((departmentId) => ({ departmentId, level: 2 })),
      languages: ['zh-CN'],
      authorities: [],
      channels: ['booth'],
      capacity: 1,
    },
  };
}

/** How far orders go. Beyond these bounds every order is one of them. */
export interface Bounds {
  readonly desks: readonly Desk[];
  /** How often in one order time alone may bring something about. */
  readonly mostWaits: number;
  /** Of how many the line may be lost at the same time, the citizen included. */
  readonly mostGone: number;
}

interface Deadline {
  readonly atMs: number;
  readonly what: string;
  /** Somebody who is gone counts as gone for good. */
  readonly givesUp: boolean;
}

/**
 * One call by the hub's own rules (`server/calls/floor.ts`, with the routing), in memory and without any hub. Beside what everybody
 * sees it keeps what else decides: who was asked in vain, who may not be asked, since when somebody is free. Actions take no time.
 */
export class Played {
  readonly #floor = new Floor({ settings: SETTINGS, authorityOf: () => undefined, personOf: personAt });
  readonly #replica = new CallReplica();
  readonly #desks: readonly Desk[];
  #nowMs = START_MS;
  readonly #mostWaits: number;
  readonly #mostGone: number;
  #waits = 0;
  #lines = 0;
  readonly #line = new Map<string, string>();
  #ended: string | null = null;
  readonly #duty = new Map<string, DutyRow>();
  readonly #goneAt = new Map<string, number>();
  readonly #freeSince = new Map<string, number>();
  readonly #tried = new Map<string, Map<string, number>>();
  readonly #barred = new Map<string, string[]>();
  #first: string | null = null;
  readonly #notes = new Set<string>();
  readonly #undone: string[] = [];

  /** Desks that are free, and a citizen who asks for somebody. */
  constructor({ desks, mostWaits, mostGone }: Bounds) {
    this.#desks = desks;
    this.#mostWaits = mostWaits;
    this.#mostGone = mostGone;
    for (const who of desks) {
      this.#come(who);
      this.#send({ type: 'presence.set', agentId: who, presence: 'available' });
    }
    this.#come('citizen');
    this.#send({
      type: 'call.request',
      callId: CALL,
      visitId: VISIT,
      boothId: BOOTH,
      regionId: REGION,
      language: 'zh-CN',
      departmentId: RECEIVING,
      priority: 'normal',
    });
  }

  get call(): Call | undefined {
    return this.#replica.call(CALL);
  }

  seen(): Seen {
    const call = this.call;
    return {
      citizenHere: this.#line.has('citizen'),
      ended: this.#ended,
      parties: (call?.parties ?? []).map(({ partyId, place, awaySinceMs }) => ({
        who: partyId as Who,
        place,
        owner: call?.ownerId === partyId,
        away: awaySinceMs !== null,
      })),
      asks: (call?.asks ?? []).map(({ purpose, departmentId, byAgentId, ringing }) => ({
        purpose,
        departmentId,
        by: byAgentId as Who | undefined,
        ringing: (ringing?.agentId as Who | undefined) ?? null,
      })),
      desks: this.#desks.map((who) => ({
        who,
        here: this.#line.has(who),
        presence: this.#replica.presence(who).presence,
        offer: call?.asks.find(({ ringing }) => ringing?.agentId === who)?.purpose ?? null,
      })),
    };
  }

  /** Moments at which time alone brings something about, the next first. */
  #deadlines(): Deadline[] {
    const call = this.call;
    if (!call) return [];
    const due: Deadline[] = [];
    const add = (atMs: number, what: string, givesUp = false) => due.push({ atMs, what, givesUp });
    for (const { partyId, awaySinceMs } of call.parties) {
      if (awaySinceMs !== null) add(awaySinceMs + PARTY_HELD_MS, `held ${partyId}`, true);
    }
    for (const [i, ask] of call.asks.entries()) {
      if (ask.ringing) add(ask.ringing.expiresAtMs, `ring ${i}`);
      if (ask.purpose === 'transfer' && !ask.widened) add(ask.askedAtMs + TRANSFER_NARROW_MS, `narrow ${i}`);
      for (const [who, atMs] of this.#tried.get(ask.askId) ?? []) add(atMs + SETTINGS.retryMs, `retry ${i} ${who}`);
    }
    for (const who of this.#desks) {
      const goneAtMs = this.#goneAt.get(who);
      const isParty = call.parties.some(({ partyId }) => partyId === who);
      if (goneAtMs !== undefined && !isParty) add(goneAtMs + PARTY_HELD_MS, `gone ${who}`, true);
    }
    // Of notes that end together, those begun first end first.
    for (const who of this.#notes) {
      for (const { endsAtMs } of this.#duty.get(who)?.wrapUps ?? []) add(endsAtMs, `notes ${who}`);
    }
    return due.filter(({ atMs }) => atMs > this.#nowMs).sort((x, y) => x.atMs - y.atMs);
  }

  actions(): Action[] {
    const actions = possible(this.seen(), this.#mostGone);
    if (this.#ended !== null || this.#waits >= this.#mostWaits) return actions;
    const due = this.#deadlines();
    if (due.length > 0) actions.push({ who: 'time', does: 'passes', until: 'next' });
    // From the second on: the first is the next.
    if (due.some(({ givesUp }, i) => i > 0 && givesUp))
      actions.push({ who: 'time', does: 'passes', until: 'given up' });
    return actions;
  }

  /** What must never be, beyond what anybody can see. */
  broken(): string[] {
    const broken = [...this.#undone, ...brokenIn(this.seen())];
    const citizenGoneAtMs = this.#goneAt.get('citizen') ?? this.#nowMs;
    if (this.#ended === 'lost' && !this.#isOver(citizenGoneAtMs, PARTY_HELD_MS)) broken.push('given up too early');
    for (const { partyId, awaySinceMs } of this.call?.parties ?? []) {
      if (this.#isOver(awaySinceMs, PARTY_HELD_MS)) broken.push(`the place of ${partyId} is held longer than it may`);
    }
    for (const ask of this.call?.asks ?? []) {
      if (ask.ringing) {
        if (ask.ringing.expiresAtMs <= this.#nowMs) broken.push('it rings longer than it may');
        continue;
      }
      const isNarrow = ask.purpose === 'transfer' && !ask.widened;
      if (isNarrow && this.#isOver(ask.askedAtMs, TRANSFER_NARROW_MS)) broken.push('a transfer waits for one person');
      const mayTake = (who: Desk) =>
        this.#replica.presence(who).presence === 'available' && !this.#barred.get(ask.askId)?.includes(who);
      const isTried = (who: Desk) => this.#isDue(this.#tried.get(ask.askId)?.get(who));
      const lost = this.#desks.find((who) => mayTake(who) && !isTried(who));
      if (lost) broken.push(`${ask.purpose} waits for ever, though ${lost} is free`);
    }
    return broken;
  }

  /** How far the clock goes with the next `passes`. */
  waitMs(until: 'next' | 'given up'): number {
    const due = this.#deadlines();
    const first = until === 'next' ? due[0] : due.find(({ givesUp }) => givesUp);
    if (!first) throw new Error(`nothing is due until ${until}`);
    return first.atMs - this.#nowMs;
  }

  #isOver(sinceMs: number | null, forMs: number): boolean {
    return sinceMs !== null && sinceMs + forMs <= this.#nowMs;
  }

  #isDue(triedAtMs: number | undefined): boolean {
    return triedAtMs !== undefined && triedAtMs + SETTINGS.retryMs > this.#nowMs;
  }

  /** All that a rule reads, relative to now. */
  key(): string {
    const call = this.call;
    if (!call) return JSON.stringify(this.seen());
    const due = this.#deadlines();
    const since = (who: Desk) => this.#freeSince.get(who) ?? 0;
    const free = this.#desks
      .filter((who) => this.#replica.presence(who).presence === 'available')
      .sort((x, y) => since(x) - since(y));
    return JSON.stringify([
      this.#line.has('citizen'),
      call.ownerId,
      call.parties.map(({ partyId, place }) => [partyId, place]),
      call.asks.map((ask) => [
        ask.purpose,
        ask.byAgentId,
        ask.widened,
        ask.priority,
        ask.ringing?.agentId,
        this.#barred.get(ask.askId),
      ]),
      this.#desks.map((who) => {
        const duty = this.#duty.get(who);
        return [
          this.#line.has(who),
          this.#replica.presence(who).presence,
          duty?.wish,
          duty?.misses,
          this.#goneAt.has(who),
          duty?.wrapUps.length,
        ];
      }),
      free.map((who, i) => [who, since(who) === this.#nowMs, i > 0 && since(who) === since(free[i - 1] ?? who)]),
      this.#first,
      Number.isFinite(this.#mostWaits) ? this.#waits : 0,
      due.map(({ atMs, what }) => [what, atMs - this.#nowMs]),
    ]);
  }

  do(action: Action): void {
    if (action.who === 'time') {
      this.#waits++;
      this.#letPass(this.#nowMs + this.waitMs(action.until));
      return;
    }
    const before = this.seen();
    const offerId = this.#offerAt(action.who);
    const refusal = this.#act(action);
    if (refusal) this.#undone.push(`${nameOf(action)}: refused, ${refusal}`);
    this.#letPass(this.#nowMs);
    this.#undone.push(...brokenBy(action, before, this.seen()));
    const isDone = action.does === 'takes' || action.does === 'declines';
    if (isDone && offerId === this.#offerAt(action.who)) this.#undone.push(`${nameOf(action)}: it rings on`);
  }

  #offerAt(who: Who): string | undefined {
    return this.call?.asks.find(({ ringing }) => ringing?.agentId === who)?.ringing?.offerId;
  }

  #letPass(untilMs: number): void {
    for (let looks = 0; ; looks++) {
      const due = this.#floor.nextDueMs;
      if (due === null || due > untilMs) break;
      if (looks > MOST_LOOKS) {
        this.#undone.push('what is due stays due, whatever time it is');
        break;
      }
      this.#nowMs = Math.max(this.#nowMs, due);
      this.#keep(this.#floor.decide({ type: 'tick' }, this.#nowMs));
    }
    this.#nowMs = untilMs;
  }

  #act(action: Action): string | undefined {
    const { who } = action;
    if (who === 'time') return undefined;
    const call = this.call;
    const self = { agentId: who, callId: CALL } as const;
    switch (action.does) {
      case 'comes':
        return this.#come(who);
      case 'goes': {
        const lineId = this.#line.get(who) ?? '';
        this.#line.delete(who);
        this.#goneAt.set(who, this.#nowMs);
        if (who === 'citizen') return this.#send({ type: 'booth.offline', boothId: BOOTH, lineId });
        return this.#send({ type: 'agent.offline', agentId: who, lineId });
      }
      case 'hangs up':
        return this.#send({ type: 'call.end', callId: CALL, reason: 'hangup' });
      case 'takes':
      case 'declines': {
        const offerId = this.#offerAt(who) ?? '';
        const type = action.does === 'takes' ? 'offer.accept' : 'offer.decline';
        return this.#send({ type, agentId: who, offerId });
      }
      case 'leaves':
        return this.#send({ type: 'call.leave', ...self });
      case 'finishes':
        return this.#send({ type: 'wrapup.end', agentId: who });
      case 'is there':
        return this.#send({ type: 'presence.set', agentId: who, presence: 'available' });
      case 'comes to the table':
        return this.#send({ type: 'call.place', ...self, partyId: who, place: 'table' });
      case 'asks':
        return this.#send({ type: 'call.ask', ...self, purpose: action.purpose, departmentId: ASKED });
      case 'asks no more':
        return this.#send({ type: 'call.ask-cancel', ...self, askId: call?.asks[action.at]?.askId ?? '' });
      case 'puts the citizen':
        return this.#send({ type: 'call.place', ...self, partyId: VISIT, place: action.place });
      case 'hands over to':
        return this.#send({ type: 'call.hand-over', ...self, toAgentId: action.whom });
      case 'sends out':
        return this.#send({ type: 'call.remove', ...self, partyId: action.whom });
    }
  }

  #come(who: Who): string | undefined {
    const lineId = `line-${this.#lines++}`;
    this.#line.set(who, lineId);
    this.#goneAt.delete(who);
    if (who === 'citizen') return this.#send({ type: 'booth.online', boothId: BOOTH, lineId });
    return this.#send({ type: 'agent.online', agentId: who, lineId, person: personAt(who) });
  }

  #send(event: CentreEvent): string | undefined {
    const decision = this.#floor.decide(event, this.#nowMs);
    this.#keep(decision);
    return decision.refusal?.code;
  }

  #keep({ steps, changes }: Decision): void {
    for (const change of changes) this.#replica.apply(change);
    for (const step of steps) {
      if (step.type === 'presence') {
        if (step.duty.wrapUps.length === 0) this.#notes.delete(step.agentId);
        else this.#notes.add(step.agentId);
        this.#duty.set(step.agentId, step.duty);
        if (step.duty.wish === 'offline') this.#goneAt.delete(step.agentId);
        if (step.presence.presence === 'available') this.#freeSince.set(step.agentId, this.#nowMs);
      } else if (step.type === 'offer-gone' && step.reason !== 'accepted') {
        const tried = this.#tried.get(step.offer.askId) ?? new Map();
        tried.delete(step.offer.agentId);
        tried.set(step.offer.agentId, this.#nowMs);
        this.#tried.set(step.offer.askId, tried);
      } else if (step.type === 'call') {
        const { effect, call } = step;
        if (effect.type === 'ended') this.#ended = effect.reason;
        if (effect.type === 'joined') this.#first ??= effect.party.partyId;
        if (effect.type === 'asked' || effect.type === 'widened') {
          this.#barred.set(effect.ask.askId, barredFrom(call, effect.ask));
          this.#tried.delete(effect.ask.askId);
        }
      }
    }
  }
}

function barredFrom({ parties }: Call, { purpose, byAgentId, widened }: CallAsk): string[] {
  const inCall = parties.filter((one) => one.kind !== 'citizen').map((one) => one.partyId);
  const barred = purpose === 'transfer' && byAgentId !== undefined && !widened ? [...inCall, byAgentId] : inCall;
  return [...new Set(barred)].sort();
}
