import type { z } from 'zod';
import { PARTY_HELD_MS } from '../../../contracts/domain/call.ts';
import type { Party, Visit } from '../../../contracts/domain/visit.ts';
import type { Offer } from '../../../contracts/hub/agent.ts';
import type { boothPushes } from '../../../contracts/hub/booth.ts';
import { unwrap } from '../../../contracts/result.ts';
import type { Rig, TestAgent, TestBooth } from '../hub/rig.ts';

type Parties = z.infer<(typeof boothPushes)['call.parties']>;

/** Longer than any offer rings, shorter than any place is held. */
const OFFER_OVER_MS = 5_001;

/** Somebody of a department that nobody asks for. */
const BYSTANDER = 'demo-fund-1';

/** What a seat has been told, in the end: only the latest word of each kind counts. */
interface Told {
  call: Parties | null;
  ended: string | null;
  waiting: boolean;
  ringing: boolean;
}

interface Seat {
  readonly name: string;
  readonly username: string;
  client: TestAgent | null;
  id: string;
  offer: Offer | null;
  call: Parties | null;
  presence: string;
}

/** An action of somebody, as a step of an order of events. */
export interface Action {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** What must never be seen. The text says what was seen. */
export type Violation = string;

/** One booth and some desks at a real hub, and what each of them has been told. Everything is seen from outside. */
export class World {
  readonly #rig: Rig;
  readonly #boothId: string;
  readonly #seats: Seat[];
  #bystander: TestAgent;
  #bystanderOnDuty = false;
  #booth: TestBooth | null = null;
  #visit: Visit | null = null;
  #callId = '';
  /** By call: news of a call may come before the answer that names it. */
  readonly #toldOf = new Map<string, Told>();
  /** The citizen wants this call: nothing but themselves may end it. */
  #wanted = false;
  readonly violations: Violation[] = [];

  private constructor(rig: Rig, boothId: string, seats: Seat[], bystander: TestAgent) {
    this.#rig = rig;
    this.#boothId = boothId;
    this.#seats = seats;
    this.#bystander = bystander;
  }

  static async open(rig: Rig, boothId: string, usernames: readonly string[]): Promise<World> {
    const seats = usernames.map(
      (username): Seat => ({ name: username, username, client: null, id: '', offer: null, call: null, presence: '' }),
    );
    const world = new World(rig, boothId, seats, await rig.agent(BYSTANDER));
    for (const seat of seats) {
      await world.#sitDown(seat);
      unwrap(await world.#clientOf(seat).available());
    }
    await world.#begin();
    return world;
  }

  /** What can happen now, in a fixed order. */
  actions(): Action[] {
    const actions: Action[] = [];
    if (this.#told.ended) return actions;
    const add = (name: string, run: () => Promise<unknown>) =>
      actions.push({
        name,
        run: async () => {
          await run();
          await this.#settle();
        },
      });
    if (this.#booth) {
      add('citizen hangs up', () => this.#hangUp());
      add('citizen’s line is lost', () => this.#loseBooth());
    } else add('citizen’s line is back', () => this.#returnBooth());
    for (const seat of this.#seats) this.#actionsOf(seat, add);
    if (this.#seats.some(({ offer }) => offer)) add('offers run out', () => this.#rig.clock.advance(OFFER_OVER_MS));
    if (this.#isSomebodyAway()) add('held places run out', () => this.#rig.clock.advance(PARTY_HELD_MS + 1_000));
    return actions;
  }

  /** The state as far as anybody can see it, without ids and times: two orders that lead here need no further telling apart. */
  state(): string {
    const { call, ended, waiting, ringing } = this.#told;
    const name = (id: string) => this.#seats.find((seat) => seat.id === id)?.name ?? 'citizen';
    return JSON.stringify({
      booth: this.#booth !== null,
      ended,
      waiting: !call && waiting && !ringing,
      parties: call?.parties.map(({ partyId, place, owner, awaySince }) =>
        [name(partyId), place, owner ? 'owner' : '', awaySince ? 'away' : ''].join(' '),
      ),
      asks: call?.asks.map(({ purpose, departmentId, ringingAgentId }) =>
        [purpose, departmentId, ringingAgentId ? name(ringingAgentId) : '-'].join(' '),
      ),
      seats: this.#seats.map(({ client, offer, presence }) =>
        [client !== null, offer?.purpose ?? '', presence].join(' '),
      ),
    });
  }

  /** Everybody hangs up and finishes; what still rings or holds somebody then would do so for ever. */
  async end(): Promise<void> {
    if (!this.#booth) await this.#returnBooth();
    if (!this.#told.ended) await this.#hangUp();
    // Everybody comes anew, as at the beginning of a day: log-in sessions end while the time runs.
    for (const seat of this.#seats) if (seat.client) await this.#crash(seat);
    this.#bystander.socket.disconnect();
    await this.#untilOnline('agents', 0);
    this.#bystander = await this.#rig.agent(BYSTANDER);
    for (const seat of this.#seats) await this.#sitDown(seat);
    await this.#settle();
    for (const seat of this.#seats) {
      if (seat.offer) this.#violate(`an offer to ${seat.name} rings after the end`);
      if (seat.call) this.#violate(`${seat.name} is in a call that has ended`);
      const client = this.#clientOf(seat);
      if (seat.presence === 'wrap-up') unwrap(await client.call('wrapup.end'));
      if (seat.presence !== 'available') unwrap(await client.available());
    }
    await this.#settle();
    for (const seat of this.#seats) {
      if (seat.presence !== 'available') this.#violate(`${seat.name} is ${seat.presence} after everything is over`);
    }
    await this.#begin();
  }

  #actionsOf(seat: Seat, add: (name: string, run: () => Promise<unknown>) => void): void {
    const { client, name, offer, call, presence } = seat;
    if (!client) {
      add(`${name} is back`, () => this.#sitDown(seat));
      return;
    }
    if (offer) {
      const { offerId } = offer;
      add(`${name} takes`, () => client.call('offer.accept', { offerId }));
      add(`${name} declines`, () => client.call('offer.decline', { offerId, reason: 'busy' }));
    }
    if (offer || call) add(`${name} crashes`, () => this.#crash(seat));
    if (call) {
      const { callId } = call;
      const self = call.parties.find(({ partyId }) => partyId === seat.id);
      add(`${name} leaves`, () => client.call('call.leave', { callId }));
      if (self?.owner && call.asks.length === 0 && call.parties.length < 4) {
        for (const purpose of ['add', 'consult', 'transfer'] as const) {
          add(`${name} asks tax: ${purpose}`, () => client.call('call.ask', { callId, purpose, departmentId: 'tax' }));
        }
      }
      for (const { askId } of self?.owner ? call.asks : []) {
        add(`${name} asks no more`, () => client.call('call.ask-cancel', { callId, askId }));
      }
      const citizen = call.parties.find(({ kind }) => kind === 'citizen');
      if (self?.owner && citizen) {
        const place = citizen.place === 'hold' ? 'table' : 'hold';
        add(`${name} puts the citizen ${place}`, () =>
          client.call('call.place', { callId, partyId: citizen.partyId, place }),
        );
      }
      if (self?.place === 'aside') {
        add(`${name} comes to the table`, () =>
          client.call('call.place', { callId, partyId: seat.id, place: 'table' }),
        );
      }
      const other = call.parties.find(({ kind, partyId }) => kind === 'agent' && partyId !== seat.id);
      if (self?.owner && other) {
        add(`${name} hands over`, () => client.call('call.hand-over', { callId, toAgentId: other.partyId }));
        add(`${name} sends the other out`, () => client.call('call.remove', { callId, agentId: other.partyId }));
      }
    }
    if (presence === 'wrap-up') add(`${name} has finished`, () => client.call('wrapup.end'));
    if (presence === 'not-responding' || presence === 'break') add(`${name} is there`, () => client.available());
  }

  #clientOf({ client, name }: Seat): TestAgent {
    if (!client) throw new Error(`nobody sits at ${name}`);
    return client;
  }

  async #begin(): Promise<void> {
    if (this.#visit && this.#booth) {
      unwrap(await this.#booth.call('visit.end', { visitId: this.#visit.id, end: 'left' }));
    }
    this.#booth ??= await this.#rig.booth(this.#boothId);
    this.#listenBooth(this.#booth);
    await this.#booth.hello(null);
    this.#visit = await this.#booth.begin({ serviceId: 'company-deregistration' });
    this.#callId = unwrap(await this.#booth.call('call.request', { visitId: this.#visit.id })).callId;
    this.#wanted = true;
    await this.#settle();
  }

  async #hangUp(): Promise<void> {
    this.#wanted = false;
    const answer = await this.#booth?.call('call.hangup', { callId: this.#callId });
    if (answer?.ok) this.#told.ended ??= 'hangup';
  }

  async #loseBooth(): Promise<void> {
    this.#booth?.socket.disconnect();
    this.#booth = null;
    await this.#untilOnline('booths', 0);
  }

  async #returnBooth(): Promise<void> {
    this.#booth = await this.#rig.booth(this.#boothId);
    this.#listenBooth(this.#booth);
    const hello = await this.#booth.hello(this.#visit?.id ?? null);
    if (this.#wanted && !this.#told.ended && hello.visit?.id !== this.#visit?.id) this.#violate('the visit is gone');
    // A booth asks again in any case: for a call that is on, it is told the same one.
    if (!this.#wanted || !this.#visit) return;
    const again = await this.#booth.call('call.request', { visitId: this.#visit.id });
    if (!again.ok) this.#violate(`the citizen cannot call again: ${again.error.code}`);
    else if (again.value.callId !== this.#callId) {
      this.#callId = again.value.callId;
    }
  }

  get #told(): Told {
    return this.#toldAbout(this.#callId);
  }

  #toldAbout(callId: string): Told {
    let told = this.#toldOf.get(callId);
    if (!told) {
      told = { call: null, ended: null, waiting: false, ringing: false };
      this.#toldOf.set(callId, told);
    }
    return told;
  }

  #listenBooth(booth: TestBooth): void {
    booth.socket.offAny();
    booth.socket.onAny((name: string, payload: { callId?: string } | undefined) => {
      if (payload?.callId !== undefined) this.#boothHears(name, payload.callId, payload);
    });
  }

  #boothHears(name: string, callId: string, payload: unknown): void {
    const told = this.#toldAbout(callId);
    switch (name) {
      case 'call.waiting':
        told.waiting = true;
        break;
      case 'call.ringing':
        told.ringing = true;
        break;
      case 'call.ring-over':
        told.ringing = false;
        break;
      case 'call.parties': {
        const news = payload as Parties;
        if (!told.call || news.rev >= told.call.rev) told.call = news;
        break;
      }
      case 'call.ended': {
        const { reason } = payload as { reason: string };
        told.ended = reason;
        // Whoever was away longer than their place is held has left by themselves.
        if (this.#wanted && callId === this.#callId && reason !== 'lost')
          this.#violate(`the citizen was dropped: ${reason}`);
        break;
      }
    }
  }

  async #sitDown(seat: Seat): Promise<void> {
    const client = await this.#rig.agent(seat.username);
    seat.client = client;
    seat.id = client.id;
    client.socket.onAny((name: string, payload) => this.#deskHears(seat, name, payload));
    const hello = unwrap(await client.call('hello'));
    seat.presence = hello.presence;
    seat.call = hello.call;
    seat.offer = hello.offer;
  }

  #deskHears(seat: Seat, name: string, payload: Offer & Parties & { presence: string; offerId: string }): void {
    switch (name) {
      case 'offer.new':
        if (seat.offer) this.#violate(`${seat.name} has two offers`);
        seat.offer = payload;
        break;
      case 'offer.gone':
        if (seat.offer?.offerId === payload.offerId) seat.offer = null;
        break;
      case 'presence.changed':
        seat.presence = payload.presence;
        break;
      case 'call.parties':
        if (!payload.parties.some(({ partyId }) => partyId === seat.id)) seat.call = null;
        else if (!seat.call || payload.rev >= seat.call.rev || seat.call.callId !== payload.callId) seat.call = payload;
        break;
      case 'call.ended':
        if (seat.call?.callId === payload.callId) seat.call = null;
        break;
    }
  }

  async #crash(seat: Seat): Promise<void> {
    const online = this.#seats.filter(({ client }) => client).length;
    seat.client?.socket.disconnect();
    seat.client = null;
    seat.offer = null;
    seat.call = null;
    // The bystander is online as well.
    await this.#untilOnline('agents', online);
  }

  /** The hub hears of a hang-up a moment after it happened. */
  async #untilOnline(who: 'agents' | 'booths', count: number): Promise<void> {
    for (;;) {
      const metrics = await (await fetch(`${this.#rig.hub.url}/metrics`)).text();
      if (new RegExp(`^xiaowu_${who}_online ${count}$`, 'm').test(metrics)) return;
    }
  }

  /** Everything decided so far has been told: a decision about somebody else goes through after it, then a word to each. */
  async #settle(): Promise<void> {
    this.#bystanderOnDuty = !this.#bystanderOnDuty;
    const presence = this.#bystanderOnDuty ? 'available' : 'break';
    unwrap(await this.#bystander.call('presence.set', { presence }));
    await this.#booth?.call('duty.get');
    for (const { client } of this.#seats) await client?.call('wrapup.note', { visitId: this.#bystander.id, note: '' });
    this.#check();
  }

  #isSomebodyAway(): boolean {
    return !this.#booth || (this.#told.call?.parties ?? []).some(({ awaySince }) => awaySince !== undefined);
  }

  #violate(what: Violation): void {
    this.violations.push(what);
  }

  /** What holds whenever everything decided has been told. */
  #check(): void {
    const { call, ended, waiting, ringing } = this.#told;
    if (!this.#booth || ended) return;
    if (!call) {
      if (!waiting && !ringing) this.#violate('the citizen waits and has been told nothing');
      return;
    }
    this.#checkNotice(call);
    this.#checkOwner(call);
    this.#checkGhosts(call);
  }

  /** Nobody at the table can hear the citizen: then what was told says why, and what happens next. */
  #checkNotice({ parties, asks }: Parties): void {
    const citizen = parties.find(({ kind }) => kind === 'citizen');
    if (!citizen) {
      this.#violate('the citizen is not in their own call');
      return;
    }
    const hears = (party: Party) => party.kind === 'agent' && party.place === 'table' && !party.awaySince;
    if (citizen.place === 'table' && parties.some(hears)) return;
    const isExplained =
      asks.length > 0 ||
      citizen.place === 'hold' ||
      parties.some((party) => party.kind === 'agent' && (party.awaySince !== undefined || party.place === 'aside'));
    if (!isExplained) this.#violate(`the citizen is alone without notice: ${this.state()}`);
  }

  #checkOwner({ parties }: Parties): void {
    const agents = parties.filter(({ kind }) => kind === 'agent');
    const owners = parties.filter(({ owner }) => owner);
    if (owners.length !== Math.min(1, agents.length)) this.#violate(`${owners.length} owners among ${agents.length}`);
    if (owners.some(({ kind }) => kind !== 'agent')) this.#violate('somebody owns the call who is no agent');
  }

  /** Who is in the call knows it, and who believes to be in it is. */
  #checkGhosts({ parties, callId }: Parties): void {
    for (const seat of this.#seats) {
      const isParty = parties.some(({ partyId }) => partyId === seat.id);
      if (!seat.client) continue;
      if (isParty !== (seat.call?.callId === callId)) {
        this.#violate(`${seat.name} is ${isParty ? '' : 'not '}in the call, and the desk thinks otherwise`);
      }
      if (isParty !== (seat.presence === 'on-call'))
        this.#violate(`${seat.name} is ${seat.presence}, in the call: ${isParty}`);
      if (isParty && JSON.stringify(seat.call?.parties) !== JSON.stringify(parties)) {
        this.#violate(`${seat.name} sees other parties than the citizen`);
      }
      if ((seat.presence === 'offered') !== (seat.offer !== null)) {
        this.#violate(`${seat.name} is ${seat.presence} with ${seat.offer ? 'an' : 'no'} offer`);
      }
    }
  }
}
