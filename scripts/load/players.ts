import { performance } from 'node:perf_hooks';
import { io, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import type { CallInput, CallOutput, Calls } from '../../contracts/channel.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { agentCalls } from '../../contracts/hub/agent.ts';
import { boothCalls, boothOrders } from '../../contracts/hub/booth.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Tally } from './figures.ts';

const ANSWER_MS = 15_000;
/** Nobody came: the citizen leaves. */
const PATIENCE_MS = 30_000;
/** What a booth tells during a call, over and over. */
const EVENTS: readonly VisitFact[] = [{ type: 'citizen.inside' }, { type: 'door.closed' }];
const EVENTS_PER_VISIT = 6;

/** When each event left its booth, by its id: desks of the same process look it up. */
export type Sent = Map<string, number>;

/**
 * News of a hub that no player looks at. One process plays thousands of desks; reading what thousands of screens would show
 * takes it longer than the hub waits for a sign of life.
 */
const UNREAD = ['colleagues', 'departments', 'queue.changed', 'visit.changed', 'presence.changed', 'ice.servers'];

/** Opens a socket; rejects when the hub refuses, or hangs up before it has answered. */
export async function connect(address: string, token: string): Promise<Socket> {
  const socket = io(address, { transports: ['websocket'], auth: { token }, forceNew: true, reconnection: false });
  leaveUnread(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
    // Between the opening of the line and the welcome the socket itself says nothing.
    socket.io.once('close', (reason) => reject(new Error(reason)));
  });
  return socket;
}

/** Drops packets by how they begin, before they are parsed. */
function leaveUnread(socket: Socket): void {
  const { decoder } = socket.io as unknown as { decoder: { add(packet: unknown): void } };
  const read = decoder.add.bind(decoder);
  decoder.add = (packet) => {
    if (typeof packet === 'string') {
      const name = /^2[^[]*\["([^"]+)"/.exec(packet.slice(0, 80))?.[1];
      if (name !== undefined && UNREAD.includes(name)) return;
    }
    read(packet);
  };
}

async function ask<C extends Calls, K extends keyof C & string>(
  _calls: C,
  socket: Socket,
  tally: Tally,
  name: K,
  input: CallInput<C[K]>,
): Promise<Result<CallOutput<C[K]>, XiaowuError>> {
  let answer: Result<CallOutput<C[K]>, XiaowuError>;
  try {
    // What is asked on a lost line would wait for the line.
    answer = socket.connected ? await socket.timeout(ANSWER_MS).emitWithAck(name, input) : err(fail('disconnected'));
  } catch {
    answer = err(fail('timeout'));
  }
  if (!answer.ok) tally.failed(`${name} ${answer.error.code}`);
  return answer;
}

/** A desk that takes every offer and finishes its notes at once. Gives the way to wait for what it still asks. */
export async function playAgent(socket: Socket, tally: Tally, sent: Sent): Promise<() => Promise<unknown>> {
  const asking = new Set<Promise<unknown>>();
  const call = <K extends keyof typeof agentCalls & string>(name: K, input: CallInput<(typeof agentCalls)[K]>) => {
    const answer = ask(agentCalls, socket, tally, name, input);
    asking.add(answer);
    return answer.finally(() => asking.delete(answer));
  };
  socket.on('offer.new', ({ offerId }: { offerId: string }) => void call('offer.accept', { offerId }));
  socket.on('call.ended', () => void call('wrapup.end', null));
  socket.on('timeline.added', ({ id }: { id: string }) => {
    const sentMs = sent.get(id);
    // Told again with its final place: the first counts.
    if (sentMs === undefined || !sent.delete(id)) return;
    tally.eventMs.push(performance.now() - sentMs);
  });
  await call('hello', null);
  await call('presence.set', { presence: 'available' });
  return () => Promise.all(asking);
}

/** A booth that plays whole visits, one at a time, without pictures. */
export class PlayedLoadBooth {
  readonly #socket: Socket;
  readonly #tally: Tally;
  readonly #sent: Sent;
  #seq = 0;

  constructor(socket: Socket, tally: Tally, sent: Sent) {
    this.#socket = socket;
    this.#tally = tally;
    this.#sent = sent;
    for (const name of Object.keys(boothOrders)) {
      socket.on(name, (_input: unknown, answer: (result: unknown) => void) => answer({ ok: true, value: null }));
    }
  }

  #call<K extends keyof typeof boothCalls & string>(name: K, input: CallInput<(typeof boothCalls)[K]>) {
    return ask(boothCalls, this.#socket, this.#tally, name, input);
  }

  async hello(): Promise<void> {
    const answer = await this.#call('hello', { version: 'load', activeVisitId: null, lastSeq: 0 });
    if (answer.ok) this.#seq = answer.value.storedSeq;
  }

  /** From the touch to the end: a call with an agent of this department, events during it, hanging up. */
  async visit(departmentId: string): Promise<void> {
    const visitId = v7();
    const begun = await this.#call('visit.begin', { visitId, entry: 'touch', language: 'zh-CN' });
    if (!begun.ok) return;
    const askedMs = performance.now();
    const answered = this.#answered();
    const asked = await this.#call('call.request', { visitId, departmentId });
    if (asked.ok) {
      if (await answered) {
        this.#tally.answerMs.push(performance.now() - askedMs);
        for (let turn = 0; turn < EVENTS_PER_VISIT; turn++) await this.#tell(visitId, turn);
      } else this.#tally.failed('nobody came');
      await this.#call('call.hangup', { callId: asked.value.callId });
    }
    const ended = await this.#call('visit.end', { visitId, end: 'completed' });
    if (ended.ok) this.#tally.visits++;
  }

  #answered(): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (came: boolean) => {
        clearTimeout(late);
        this.#socket.off('call.parties', hear);
        resolve(came);
      };
      const hear = ({ parties }: { parties: readonly unknown[] }) => {
        if (parties.length > 1) end(true);
      };
      const late = setTimeout(() => end(false), PATIENCE_MS);
      this.#socket.on('call.parties', hear);
    });
  }

  async #tell(visitId: string, turn: number): Promise<void> {
    const fact = EVENTS[turn % EVENTS.length] ?? { type: 'citizen.inside' };
    const id = v7();
    this.#sent.set(id, performance.now());
    const at = new Date().toISOString();
    await this.#call('facts', { facts: [{ id, seq: ++this.#seq, visitId, at, fact }] });
  }
}
