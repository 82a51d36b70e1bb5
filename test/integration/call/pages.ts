import type { Browser, BrowserContext, Page } from 'playwright';
import type { Party } from '../../../contracts/domain/visit.ts';
import { type Signal, signal as signalSchema } from '../../../contracts/hub/signal.ts';
import { CHROMIUM_PATH, launchChromium } from '../../rig/chromium.ts';
import type { Place } from '../../rig/network.ts';
import { bundlePage } from '../../rig/page-server.ts';
import type { CallPage } from './page.ts';

export interface Seat {
  readonly partyId: string;
  readonly kind: Party['kind'];
  page: Page;
}

/** Decides whether a signal is carried; a test drops some to see the line heal. */
export type Relay = (fromPartyId: string, toPartyId: string, signal: Signal) => boolean;

/** The page comes from the test itself, also in places that reach no server; its host is one at which a browser gives a camera. */
const PAGE_URL = 'http://localhost/';

/** Real pages of one Chromium, each a party of a call, with a relay of signals between them inside the test. */
export class CallPages {
  readonly seats = new Map<string, Seat>();
  readonly signals: { from: string; to: string; signal: Signal }[] = [];
  relay: Relay = () => true;
  /** What of a signal reaches the other side. */
  change: (fromPartyId: string, signal: Signal) => Signal = (_from, signal) => signal;
  /** Parties whose line to the hub is down: what they send is refused, and nothing reaches them. */
  readonly unreachable = new Set<string>();
  readonly #browsers: readonly Browser[];
  readonly #contexts: readonly BrowserContext[];

  private constructor(browsers: readonly Browser[], contexts: readonly BrowserContext[]) {
    this.#browsers = browsers;
    this.#contexts = contexts;
  }

  /** @param places networks of their own, each with a browser; `seat` names them by their position from 1 on */
  static async open(...places: readonly Place[]): Promise<CallPages> {
    const script = await bundlePage(new URL('./page.ts', import.meta.url));
    const browsers: Browser[] = [await launchChromium()];
    for (const place of places) {
      browsers.push(await launchChromium(undefined, { executable: place.executable(CHROMIUM_PATH) }));
    }
    const contexts = await Promise.all(
      browsers.map((browser) => browser.newContext({ permissions: ['camera', 'microphone'] })),
    );
    const pages = new CallPages(browsers, contexts);
    for (const context of contexts) {
      await context.route(`${PAGE_URL}**`, (route) =>
        route.request().url().endsWith('/page.js')
          ? route.fulfill({ contentType: 'text/javascript', body: script })
          : route.fulfill({
              contentType: 'text/html',
              body: '<!doctype html><meta charset="utf-8"><title>call</title><script src="/page.js"></script>',
            }),
      );
      await context.exposeFunction('sendSignal', (from: string, to: string, value: unknown) =>
        pages.#carry(from, to, signalSchema.parse(value)),
      );
    }
    return pages;
  }

  async #carry(from: string, to: string, signal: Signal): Promise<void> {
    if (this.unreachable.has(from)) throw new Error('disconnected');
    this.signals.push({ from, to, signal });
    if (this.unreachable.has(to)) return;
    if (!this.relay(from, to, signal)) return;
    const seat = this.seats.get(to);
    // A party that is loading or gone hears nothing, as over a real line.
    await seat?.page
      .evaluate(([sender, carried]) => window.callPage?.receive(sender, carried), [
        from,
        this.change(from, signal),
      ] as const)
      .catch(() => undefined);
  }

  /** A new page for a party; an agent is polite towards a citizen when its id is smaller. */
  async seat(partyId: string, kind: Seat['kind'], where = 0): Promise<Seat> {
    const context = this.#contexts[where];
    if (!context) throw new Error(`no place ${where}`);
    const page = await context.newPage();
    await page.goto(PAGE_URL);
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
      place: 'table' as const,
      owner: false,
    }));
    await Promise.all(
      only.map((partyId) => this.seats.get(partyId)?.page.evaluate((all) => window.callPage.meet(all), parties)),
    );
  }

  /** Tells every seat who is in the call and where each stands; whoever is not named stands at the table. */
  async place(standing: Readonly<Record<string, Partial<Pick<Party, 'place' | 'earOf'>>>>): Promise<void> {
    const parties = [...this.seats.values()].map(({ partyId, kind }) => ({
      partyId,
      kind,
      displayName: partyId,
      place: 'table' as const,
      owner: false,
      ...standing[partyId],
    }));
    await Promise.all(
      [...this.seats.values()].map(({ page }) => page.evaluate((all) => window.callPage.meet(all), parties)),
    );
  }

  /** Tells a seat who is being asked to join. */
  async expect(partyId: string, asked: readonly string[]): Promise<void> {
    const parties = asked.map((one) => ({
      partyId: one,
      kind: this.seats.get(one)?.kind ?? ('agent' as const),
      displayName: one,
      place: 'table' as const,
      owner: false,
    }));
    await this.call(partyId, 'expect', parties);
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
    this.change = (_from, signal) => signal;
    for (const seat of this.seats.values()) await seat.page.close();
    this.seats.clear();
    this.signals.length = 0;
    this.unreachable.clear();
  }

  async close(): Promise<void> {
    for (const browser of this.#browsers) await browser.close();
  }
}
