import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Visit } from '../../../contracts/domain/visit.ts';
import { unwrap } from '../../../contracts/result.ts';
import { type Rig, startRig, TestAgent, type TestBooth } from '../hub/rig.ts';
import {
  type Action,
  ASKED,
  type Desk,
  type DeskAction,
  isOfCitizen,
  isOfLine,
  nameOf,
  RECEIVING,
  type Seen,
  type SeenDesk,
  type Who,
} from './alphabet.ts';
import { type Called, type Parties, Seat } from './seat.ts';

const BOOTH_ID = 'orders';
const REGION = 'guangzhou-panyu';
const BOOTH = { id: BOOTH_ID, name: '测试晓屋', address: '测试路 1 号', regionId: REGION };
/** Of the virtual clock, so that no log-in ends in the middle of an order (30 min). */
const LOGIN_FOR_MS = 10 * 60_000;
/** Of the real one: what is told so late was not told. */
const TOLD_WITHIN_MS = 10_000;

/** A hub with people who can all do the same, as the rules in memory have them. */
export async function startStageRig(desks: readonly Desk[]): Promise<Rig> {
  const seedDir = await mkdtemp(join(tmpdir(), 'xiaowu-orders-'));
  const agents = desks.map((who) => ({
    username: `orders-${who}`,
    displayName: `坐席 ${who}`,
    role: 'agent',
    departmentId: RECEIVING,
    regionId: REGION,
    languages: ['zh-CN'],
    qualification: {
      regionIds: [REGION],
      skills: [RECEIVING, ASKED].map((departmentId) => ({ departmentId, level: 2 })),
      authorities: [],
      interprets: [],
      capacity: 1,
    },
  }));
  await writeFile(join(seedDir, 'people.json'), JSON.stringify({ agents, demoPassword: 'xiaowu-demo' }));
  await writeFile(join(seedDir, 'booths.json'), JSON.stringify({ booths: [BOOTH] }));
  try {
    return await startRig({ database: { kind: 'embedded', folder: 'memory' }, config: { seedDir } });
  } finally {
    await rm(seedDir, { recursive: true });
  }
}

/** A real hub with a played booth and played desks; what each of them was told is all that is known here. */
export class Stage {
  readonly #rig: Rig;
  readonly #seats: readonly Seat[];
  #booth: TestBooth | null = null;
  #visit: Visit | null = null;
  #callId = '';
  /** By call: news of a call may come before the answer that names it. */
  readonly #told = new Map<string, Parties>();
  readonly #ended = new Map<string, string>();
  #loggedInAtMs = Number.NEGATIVE_INFINITY;
  #hears: () => void = () => undefined;

  constructor(rig: Rig, desks: readonly Desk[]) {
    this.#rig = rig;
    this.#seats = desks.map((who) => new Seat(who, () => this.#hears()));
  }

  /** Everybody is free and a citizen asks for somebody, whatever was before. */
  async begin(): Promise<void> {
    const { clock } = this.#rig;
    await this.#endCall();
    if (clock.nowMs() - this.#loggedInAtMs > LOGIN_FOR_MS) {
      for (const seat of this.#seats) {
        if (seat.client) await this.#leaveDesk(seat);
        seat.login = await this.#rig.login(`orders-${seat.who}`);
      }
      this.#loggedInAtMs = clock.nowMs();
    }
    for (const seat of this.#seats) if (!seat.client) await this.#comeToDesk(seat);
    // Free from this very moment on: who has been so for longer would be asked first.
    await Promise.all(
      this.#seats.map(async ({ sit }) => {
        // Notes may be finished already, or none be left.
        await sit.call('wrapup.end');
        unwrap(await sit.call('presence.set', { presence: 'break', reason: 'rest' }));
        unwrap(await sit.available());
      }),
    );
    this.#booth ??= await this.#connectBooth();
    await this.#booth.hello(null);
    this.#visit = await this.#booth.begin({ serviceId: 'company-deregistration' });
    this.#told.clear();
    this.#ended.clear();
    this.#callId = unwrap(await this.#booth.call('call.request', { visitId: this.#visit.id })).callId;
  }

  async do(action: Action, waitMs: number): Promise<void> {
    await this.#act(action);
    // Also for what is due at once: notes whose time ran out while who wrote them was gone.
    await this.#rig.clock.advance(waitMs);
  }

  async #act(action: Action): Promise<void> {
    if (action.who === 'time') return;
    if (isOfCitizen(action)) return this.#doAtBooth(action.does);
    const seat = this.#seatOf(action.who);
    if (isOfLine(action)) return action.does === 'comes' ? this.#comeToDesk(seat) : this.#leaveDesk(seat);
    const answer = await this.#doAtDesk(seat, action);
    if (!answer.ok) throw new Error(`${nameOf(action)}: ${answer.error.code} ${answer.error.detail ?? ''}`);
  }

  /** Until all that was told says what is expected; what it says instead when it does not. */
  async until(expected: Seen): Promise<string | null> {
    if (this.#differs(expected) === null) return null;
    return new Promise((resolve) => {
      const late = setTimeout(() => {
        this.#hears = () => undefined;
        resolve(this.#differs(expected));
      }, TOLD_WITHIN_MS);
      this.#hears = () => {
        if (this.#differs(expected) !== null) return;
        clearTimeout(late);
        this.#hears = () => undefined;
        resolve(null);
      };
    });
  }

  #differs(expected: Seen): string | null {
    const { desks, ...call } = expected;
    for (const desk of desks) {
      if (!desk.here) continue;
      const seat = this.#seatOf(desk.who);
      const shown: SeenDesk = {
        who: desk.who,
        here: true,
        presence: seat.presence,
        offer: seat.offer?.purpose ?? null,
      };
      if (!isSame(shown, desk)) return differenceOf(`desk ${desk.who}`, shown, desk);
      const isParty = expected.parties.some(({ who }) => who === desk.who);
      if (isParty !== (seat.call !== null))
        return `${desk.who} is in the call: ${isParty}, and the desk thinks otherwise`;
      if (seat.call) {
        const difference = this.#differsFrom(seat.call, call, `desk ${desk.who}`);
        if (difference !== null) return difference;
      }
    }
    if (!this.#booth) return null;
    const ended = this.#ended.get(this.#callId) ?? null;
    if (ended !== expected.ended) return differenceOf('the booth', ended, expected.ended);
    if (ended !== null) return null;
    const told = this.#told.get(this.#callId);
    return told ? this.#differsFrom(told, call, 'the booth') : 'the booth was told nothing of the call';
  }

  #differsFrom(told: Called, { parties, asks }: Omit<Seen, 'desks'>, who: string): string | null {
    const shown = {
      parties: told.parties.map(({ partyId, place, owner, awaySince }) => ({
        who: this.#nameOf(partyId),
        place,
        owner,
        away: awaySince !== undefined,
      })),
      asks: told.asks.map(({ purpose, departmentId, byAgentId, ringingAgentId }) => ({
        purpose,
        departmentId,
        by: byAgentId === undefined ? undefined : this.#nameOf(byAgentId),
        ringing: ringingAgentId === null ? null : this.#nameOf(ringingAgentId),
      })),
    };
    return isSame(shown, { parties, asks }) ? null : differenceOf(who, shown, { parties, asks });
  }

  #doAtDesk(seat: Seat, action: DeskAction) {
    const { sit, offer, call } = seat;
    const callId = this.#callId;
    switch (action.does) {
      case 'takes':
        return sit.call('offer.accept', { offerId: offer?.offerId ?? '' });
      case 'declines':
        return sit.call('offer.decline', { offerId: offer?.offerId ?? '', reason: 'busy' });
      case 'leaves':
        return sit.call('call.leave', { callId });
      case 'finishes':
        return sit.call('wrapup.end');
      case 'is there':
        return sit.available();
      case 'comes to the table':
        return sit.call('call.place', { callId, partyId: sit.id, place: 'table' });
      case 'asks':
        return sit.call('call.ask', { callId, purpose: action.purpose, departmentId: ASKED });
      case 'asks no more':
        return sit.call('call.ask-cancel', { callId, askId: call?.asks[action.at]?.askId ?? '' });
      case 'puts the citizen':
        return sit.call('call.place', { callId, partyId: this.#visit?.id ?? '', place: action.place });
      case 'hands over to':
        return sit.call('call.hand-over', { callId, toAgentId: this.#seatOf(action.whom).id });
      case 'sends out':
        return sit.call('call.remove', { callId, agentId: this.#seatOf(action.whom).id });
    }
  }

  async #doAtBooth(does: 'comes' | 'goes' | 'hangs up'): Promise<void> {
    if (does === 'goes') {
      this.#booth?.socket.disconnect();
      this.#booth = null;
      return this.#untilOnline('booths', 0);
    }
    if (does === 'hangs up') {
      unwrap((await this.#booth?.call('call.hangup', { callId: this.#callId })) ?? { ok: true, value: null });
      return;
    }
    this.#booth = await this.#connectBooth();
    const { visit } = await this.#booth.hello(this.#visit?.id ?? null);
    if (!visit || visit.id !== this.#visit?.id) throw new Error('the visit is gone');
    // A booth asks again in any case: for a call that is on, it is told the same one.
    const again = unwrap(await this.#booth.call('call.request', { visitId: visit.id }));
    if (again.callId !== this.#callId) throw new Error('the citizen is in another call than before');
  }

  async #endCall(): Promise<void> {
    if (!this.#visit) return;
    if (!this.#booth) {
      this.#booth = await this.#connectBooth();
      await this.#booth.hello(this.#visit.id);
    }
    unwrap(await this.#booth.call('visit.end', { visitId: this.#visit.id, end: 'left' }));
    this.#visit = null;
  }

  async #connectBooth(): Promise<TestBooth> {
    const booth = await this.#rig.booth(BOOTH_ID);
    booth.socket.onAny((name: string, payload: Parties & { reason: string }) => {
      const callId = payload?.callId ?? '';
      if (name === 'call.ended') this.#ended.set(callId, payload.reason);
      if (name === 'call.parties' && payload.rev >= (this.#told.get(callId)?.rev ?? 0)) this.#told.set(callId, payload);
      this.#hears();
    });
    return booth;
  }

  async #comeToDesk(seat: Seat): Promise<void> {
    const { token, id } = seat.login;
    seat.take(new TestAgent(await this.#rig.socket('/agent', token), id, token));
    seat.greet(unwrap(await seat.sit.call('hello')));
  }

  async #leaveDesk(seat: Seat): Promise<void> {
    seat.leave();
    await this.#untilOnline('agents', this.#seats.filter(({ client }) => client).length);
  }

  /** The hub hears of a lost line a moment after it was lost. */
  async #untilOnline(who: 'agents' | 'booths', count: number): Promise<void> {
    for (;;) {
      const metrics = await (await fetch(`${this.#rig.hub.url}/metrics`)).text();
      if (new RegExp(`^xiaowu_${who}_online ${count}$`, 'm').test(metrics)) return;
    }
  }

  #seatOf(who: Who): Seat {
    const seat = this.#seats.find((one) => one.who === who);
    if (!seat) throw new Error(`no desk ${who}`);
    return seat;
  }

  #nameOf(partyId: string): Who | string {
    if (partyId === this.#visit?.id) return 'citizen';
    return this.#seats.find(({ id }) => id === partyId)?.who ?? partyId;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function differenceOf(who: string, told: unknown, decided: unknown): string {
  return `${who} was told ${JSON.stringify(told)}, decided is ${JSON.stringify(decided)}`;
}
