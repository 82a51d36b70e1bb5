import { io, type Socket } from 'socket.io-client';
import { v7 } from 'uuid';
import type { Call, CallInput, CallOutput } from '../../../contracts/channel.ts';
import type { BoothFact, VisitFact } from '../../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { agentCalls } from '../../../contracts/hub/agent.ts';
import { type boothCalls, boothOrders } from '../../../contracts/hub/booth.ts';
import { type Result, unwrap } from '../../../contracts/result.ts';

/** What a booth waits between two attempts to tell the hub a fact. */
const TELL_AGAIN_MS = 250;
const ANSWER_MS = 3_000;

/** A client that connects again by itself, as booths and desks do, and says hello each time. */
abstract class Player<T extends Record<string, Call>> {
  readonly socket: Socket;
  readonly heard: { name: string; payload: Record<string, unknown> }[] = [];
  /** How often it has been welcomed, and how long it had been away the last time. */
  welcomes = 0;
  awayMs = 0;
  #lostAtMs = 0;
  #waiting: (() => void)[] = [];

  constructor(address: string, token: () => Promise<string>) {
    this.socket = io(address, {
      transports: ['websocket'],
      autoConnect: false,
      forceNew: true,
      // As in the booth's shell.
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 2_000,
      auth: (give) => void token().then((made) => give({ token: made })),
    });
    this.socket.onAny((name: string, payload: Record<string, unknown>, answer?: (result: unknown) => void) => {
      this.heard.push({ name, payload });
      if (name in boothOrders) answer?.({ ok: true, value: null });
      this.changed();
    });
    this.socket.on('disconnect', () => {
      this.#lostAtMs = performance.now();
    });
    this.socket.on('connect', () => void this.#come());
  }

  async #come(): Promise<void> {
    const answer = await this.ask('hello', this.greeting() as never).catch(() => null);
    if (!answer?.ok) {
      // Whoever is not welcomed tries again.
      if (this.socket.connected) setTimeout(() => void this.#come(), TELL_AGAIN_MS);
      return;
    }
    this.welcomed(answer.value as never);
    if (this.#lostAtMs > 0) this.awayMs = performance.now() - this.#lostAtMs;
    this.#lostAtMs = 0;
    this.welcomes += 1;
    this.changed();
  }

  protected abstract greeting(): unknown;
  protected abstract welcomed(answer: unknown): void;

  async ask<K extends keyof T & string>(
    name: K,
    input: CallInput<T[K]>,
  ): Promise<Result<CallOutput<T[K]>, XiaowuError>> {
    return (await this.socket.timeout(ANSWER_MS).emitWithAck(name, input)) as Result<CallOutput<T[K]>, XiaowuError>;
  }

  protected changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async until(test: () => boolean): Promise<void> {
    while (!test()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async next(name: string, test: (payload: Record<string, unknown>) => boolean = () => true) {
    const find = () => this.heard.findIndex((one) => one.name === name && test(one.payload));
    await this.until(() => find() >= 0);
    return this.heard.splice(find(), 1)[0]?.payload ?? {};
  }

  async open(): Promise<this> {
    this.socket.connect();
    await this.until(() => this.welcomes > 0);
    return this;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** A booth with a journal: what it has told stays there until the hub has stored it. */
export class RoamingBooth extends Player<typeof boothCalls> {
  readonly told: BoothFact[] = [];
  storedSeq = 0;
  #telling: Promise<void> = Promise.resolve();

  constructor(hubUrl: string, token: () => Promise<string>) {
    super(`${hubUrl}/booth`, token);
  }

  protected greeting() {
    return { version: 'test', activeVisitId: null, lastSeq: this.told.length };
  }

  protected welcomed(answer: CallOutput<(typeof boothCalls)['hello']>): void {
    this.storedSeq = answer.storedSeq;
  }

  async begin(): Promise<string> {
    const visitId = v7();
    unwrap(await this.ask('visit.begin', { visitId, entry: 'touch', language: 'zh-CN', serviceId: 'tax-clearance' }));
    return visitId;
  }

  /** Writes a fact into the journal and sends it until it is stored. */
  tell(visitId: string, fact: VisitFact): Promise<void> {
    this.told.push({ id: v7(), seq: this.told.length + 1, visitId, at: new Date().toISOString(), fact });
    const upTo = this.told.length;
    this.#telling = this.#telling.then(async () => {
      while (this.storedSeq < upTo) {
        const facts = this.told.slice(this.storedSeq, this.storedSeq + 100);
        const answer = await this.ask('facts', { facts }).catch(() => null);
        if (answer?.ok) this.storedSeq = answer.value.storedSeq;
        else await new Promise((resolve) => setTimeout(resolve, TELL_AGAIN_MS));
      }
    });
    return this.#telling;
  }
}

export class RoamingDesk extends Player<typeof agentCalls> {
  /** The call in which the hub welcomed it the last time. */
  callId: string | undefined;

  constructor(hubUrl: string, token: string) {
    super(`${hubUrl}/agent`, async () => token);
  }

  protected greeting() {
    return null;
  }

  protected welcomed(answer: CallOutput<(typeof agentCalls)['hello']>): void {
    this.callId = answer.call?.callId;
  }

  async accept(): Promise<string> {
    const { offerId } = await this.next('offer.new');
    return unwrap(await this.ask('offer.accept', { offerId: String(offerId) })).callId;
  }
}
