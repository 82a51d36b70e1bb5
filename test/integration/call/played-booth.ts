import type { Browser, Page } from 'playwright';
import { io, type Socket } from 'socket.io-client';
import { v7 as uuidv7 } from 'uuid';
import { type CallInput, type CallOutput, runCall } from '../../../contracts/channel.ts';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { Party, Visit } from '../../../contracts/domain/visit.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { type boothCalls, boothOrders, boothPushes } from '../../../contracts/hub/booth.ts';
import { API_PREFIX } from '../../../contracts/hub/http.ts';
import type { Signal } from '../../../contracts/hub/signal.ts';
import { err, ok, type Result, unwrap } from '../../../contracts/result.ts';
import { renderDocument } from '../../fixtures/documents/render.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { servePage } from '../../rig/page-server.ts';

type Calls = typeof boothCalls;

export interface PlayedBoothOptions {
  readonly hubUrl: string;
  readonly token: () => Promise<string>;
  /** What the citizen's camera shows. */
  readonly film?: string;
}

/** A booth without its shell: the hub's protocol spoken by this process, the citizen's media in a real Chromium page. */
export class PlayedBooth {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #socket: Socket;
  readonly #options: PlayedBoothOptions;
  readonly #closeServer: () => Promise<void>;
  /** Drawn before the line to the hub is open: drawing holds this process longer than the hub waits for a sign of life. */
  readonly #paper = renderDocument({ kind: 'business-licence', seed: 7, condition: 'flat' });
  #visitId = '';
  #callId = '';
  #seq = 0;
  /** The last orders and news of the hub, for a test to look at. */
  readonly news: { name: string; payload: unknown }[] = [];

  private constructor(
    options: PlayedBoothOptions,
    browser: Browser,
    page: Page,
    socket: Socket,
    closeServer: () => Promise<void>,
  ) {
    this.#options = options;
    this.#browser = browser;
    this.page = page;
    this.#socket = socket;
    this.#closeServer = closeServer;
  }

  static async open(options: PlayedBoothOptions): Promise<PlayedBooth> {
    const server = await servePage(new URL('./page.ts', import.meta.url));
    const browser = await launchChromium(options.film);
    const page = await browser.newPage();
    const socket = io(`${options.hubUrl}/booth`, {
      transports: ['websocket'],
      autoConnect: false,
      auth: (give) => void options.token().then((token) => give({ token })),
    });
    const booth = new PlayedBooth(options, browser, page, socket, server.close);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
      socket.connect();
    });
    booth.#listen();
    await page.exposeFunction('sendSignal', (_from: string, toPartyId: string, signal: Signal) =>
      booth.request('signal', { callId: booth.#callId, toPartyId, signal }).then(() => undefined),
    );
    await page.goto(server.url);
    unwrap(await booth.request('hello', { version: 'played', activeVisitId: null, lastSeq: 0 }));
    return booth;
  }

  async request<K extends keyof Calls & string>(
    name: K,
    input: CallInput<Calls[K]>,
  ): Promise<Result<CallOutput<Calls[K]>, XiaowuError>> {
    return (await this.#socket.timeout(10_000).emitWithAck(name, input)) as Result<CallOutput<Calls[K]>, XiaowuError>;
  }

  /** A citizen comes in and touches the screen. */
  async begin(bundleId: string): Promise<Visit> {
    this.#visitId = uuidv7();
    const visit = unwrap(
      await this.request('visit.begin', { visitId: this.#visitId, entry: 'touch', language: 'zh-CN', bundleId }),
    );
    await this.fact({ type: 'citizen.inside' });
    await this.page.evaluate(
      async ([visitId, picture]) => {
        await window.callPage.start(visitId, 'citizen');
        await window.callPage.showPicture(picture);
      },
      [this.#visitId, `data:image/jpeg;base64,${Buffer.from(this.#paper.jpeg).toString('base64')}`] as const,
    );
    return visit;
  }

  async call(): Promise<void> {
    const answer = unwrap(await this.request('call.request', { visitId: this.#visitId }));
    this.#callId = answer.callId;
  }

  async fact(fact: VisitFact): Promise<void> {
    this.#seq += 1;
    const at = new Date().toISOString();
    const facts = [{ id: uuidv7(), seq: this.#seq, visitId: this.#visitId, at, fact }];
    unwrap(await this.request('facts', { facts }));
  }

  get visitId(): string {
    return this.#visitId;
  }

  async close(): Promise<void> {
    this.#socket.disconnect();
    await this.#browser.close();
    await this.#closeServer();
  }

  #listen(): void {
    this.#socket.onAny((name: string, payload: unknown, ack?: (answer: unknown) => void) => {
      this.news.push({ name, payload });
      if (ack) void this.#obey(name, payload).then(ack);
      else void this.#hear(name, payload);
    });
  }

  async #obey(name: string, payload: unknown): Promise<unknown> {
    if (name === 'still.take') {
      return runCall(boothOrders['still.take'], () => this.#takeStill(), payload, null);
    }
    return name in boothOrders ? ok(null) : err(fail('unknown_channel', name));
  }

  async #hear(name: string, payload: unknown): Promise<void> {
    if (name === 'call.ringing') {
      const { agent, callId } = boothPushes['call.ringing'].parse(payload);
      this.#callId = callId;
      await this.#expect([
        { partyId: agent.id, kind: 'agent', displayName: agent.displayName, place: 'table', owner: false },
      ]);
    } else if (name === 'call.ring-over') {
      await this.#expect([]);
    } else if (name === 'call.parties') {
      const { parties } = boothPushes['call.parties'].parse(payload);
      await this.page.evaluate((all) => window.callPage.meet(all), parties);
    } else if (name === 'signal') {
      const { fromPartyId, signal } = boothPushes.signal.parse(payload);
      await this.page.evaluate(([from, one]) => window.callPage.receive(from, one), [fromPartyId, signal] as const);
    }
  }

  async #expect(parties: readonly Party[]): Promise<void> {
    await this.page.evaluate((asked) => window.callPage.expect(asked), parties);
  }

  /** Puts a picture of the paper to the hub, then says what an engine read from it. */
  async #takeStill(): Promise<Result<{ fileId: string }, XiaowuError>> {
    const fileId = uuidv7();
    const photo = this.#paper;
    const query = new URLSearchParams({ widthPx: String(photo.widthPx), heightPx: String(photo.heightPx) });
    const response = await fetch(
      `${this.#options.hubUrl}${API_PREFIX}/booth/visits/${this.#visitId}/files/${fileId}?${query}`,
      {
        method: 'PUT',
        headers: { authorization: `Bearer ${await this.#options.token()}`, 'content-type': 'image/jpeg' },
        body: new Blob([new Uint8Array(photo.jpeg)]),
      },
    );
    if (!response.ok) return err(fail('internal', await response.text()));
    await this.fact({ type: 'file.stored', fileId, source: 'document-camera' });
    const fields = Object.entries(photo.truth).map(([id, value], index) => ({
      id,
      value,
      confidence: index === 1 ? 0.71 : 0.96,
      rule: id === 'credit-code' ? ('passed' as const) : ('none' as const),
      confirmed: false,
    }));
    await this.fact({
      type: 'paper.read',
      reading: { fileId, kind: 'business-licence', fields, text: '', durationMs: 900 },
    });
    return ok({ fileId });
  }
}
