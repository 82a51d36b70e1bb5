import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { type Signal, signal as signalSchema } from '../../../contracts/hub/signal.ts';
import type { CallPage } from './page.ts';

export interface Seat {
  readonly partyId: string;
  readonly kind: 'citizen' | 'agent';
  page: Page;
}

/** Decides whether a signal is carried; a test drops some to see the line heal. */
export type Relay = (fromPartyId: string, toPartyId: string, signal: Signal) => boolean;

/** Real pages of one Chromium, each a party of a call, with a relay of signals between them inside the test. */
export class CallPages {
  readonly seats = new Map<string, Seat>();
  readonly signals: { from: string; to: string; signal: Signal }[] = [];
  relay: Relay = () => true;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #server: Server;
  readonly #url: string;

  private constructor(browser: Browser, context: BrowserContext, server: Server) {
    this.#browser = browser;
    this.#context = context;
    this.#server = server;
    this.#url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  static async open(): Promise<CallPages> {
    const script = await bundlePage();
    const server = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? script : '<!doctype html><meta charset="utf-8"><script src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
    const context = await browser.newContext();
    const pages = new CallPages(browser, context, server);
    await context.exposeFunction('sendSignal', (from: string, to: string, value: unknown) =>
      pages.#carry(from, to, signalSchema.parse(value)),
    );
    return pages;
  }

  async #carry(from: string, to: string, signal: Signal): Promise<void> {
    this.signals.push({ from, to, signal });
    if (!this.relay(from, to, signal)) return;
    const seat = this.seats.get(to);
    // A party that is loading or gone hears nothing, as over a real line.
    await seat?.page
      .evaluate(([sender, carried]) => window.callPage?.receive(sender, carried), [from, signal] as const)
      .catch(() => undefined);
  }

  /** A new page for a party; an agent is polite towards a citizen when its id is smaller. */
  async seat(partyId: string, kind: Seat['kind']): Promise<Seat> {
    const page = await this.#context.newPage();
    await page.goto(this.#url);
    const seat: Seat = { partyId, kind, page };
    await this.start(seat);
    this.seats.set(partyId, seat);
    return seat;
  }

  /** Starts (again, after a reload) the session of a seat. */
  async start(seat: Seat): Promise<void> {
    await seat.page.evaluate(([partyId, kind]) => window.callPage.start(partyId, kind), [
      seat.partyId,
      seat.kind,
    ] as const);
  }

  /** Tells every seat, or those named, who is in the call. */
  async meet(partyIds: readonly string[] = [...this.seats.keys()], only: readonly string[] = partyIds): Promise<void> {
    const parties = partyIds.map((partyId) => ({
      partyId,
      kind: this.seats.get(partyId)?.kind ?? 'agent',
      displayName: partyId,
    }));
    await Promise.all(
      only.map((partyId) => this.seats.get(partyId)?.page.evaluate((all) => window.callPage.meet(all), parties)),
    );
  }

  async call<K extends keyof CallPage>(
    partyId: string,
    method: K,
    ...input: Parameters<CallPage[K]>
  ): Promise<Awaited<ReturnType<CallPage[K]>>> {
    const seat = this.seats.get(partyId);
    if (!seat) throw new Error(`no seat ${partyId}`);
    return (await seat.page.evaluate(
      ([name, values]) =>
        (window.callPage[name as 'state'] as (...all: unknown[]) => unknown)(...(values as unknown[])),
      [method, input] as const,
    )) as Awaited<ReturnType<CallPage[K]>>;
  }

  /** Resolves when a party has decoded frames of all the roles named, from each of the others. */
  async decoded(partyId: string, from: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const seat = this.seats.get(partyId);
    if (!seat) throw new Error(`no seat ${partyId}`);
    await seat.page.waitForFunction(
      (wanted) => {
        const state = window.callPage.state();
        return Object.entries(wanted).every(([other, roles]) =>
          roles.every((role) => state.remotes[other]?.decoded.includes(role)),
        );
      },
      from,
      { polling: 50, timeout: 40_000 },
    );
  }

  async reset(): Promise<void> {
    this.relay = () => true;
    for (const seat of this.seats.values()) await seat.page.close();
    this.seats.clear();
    this.signals.length = 0;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bundlePage(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'chrome114',
      lib: { entry: fileURLToPath(new URL('./page.ts', import.meta.url)), formats: ['iife'], name: 'page' },
    },
  });
  const [result] = Array.isArray(output) ? output : [output];
  const chunk = result && 'output' in result ? result.output.find((part) => part.type === 'chunk') : undefined;
  if (chunk?.type !== 'chunk') throw new Error('the page of the call test was not bundled');
  return chunk.code;
}
