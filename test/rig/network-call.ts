import type { Browser, Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import type { RigHub } from './hub.ts';
import type { Place } from './network.ts';
import { type NetworkHouseOptions, openNetworkHouse } from './network-house.ts';
import type { Picture, Received, Way } from './network-meter.ts';
import { bundlePage } from './page-server.ts';

/** A page counts as secure, so that it gets a camera, when its host is this one; the page itself comes from the test. */
const PAGE_URL = 'http://localhost/';
const AGENT = 'demo-market-1';
/** A call that is silent for longer is not coming back. */
export const SOUND_LIMIT_MS = 60_000;

/** The two ends of the call. */
export type End = 'booth' | 'desk';
const ENDS: readonly End[] = ['booth', 'desk'];

/**
 * A call of a citizen and an agent over the real hub, each in a real Chromium with the real call session. The booth's browser
 * is in a network of its own (`place`); hub and agent are on this machine.
 */
export interface NetworkCall {
  readonly place: Place;
  readonly hub: RigHub;
  readonly pages: Readonly<Record<End, Page>>;
  /** The citizen asks, the agent takes it; resolves with the moment of the yes. */
  connect(): Promise<number>;
  /** Milliseconds from a moment to the first sound of the other side after it, at each end. Throws when an end hears none. */
  soundBack(sinceMs: number): Promise<Readonly<Record<End, number>>>;
  received(end: End): Promise<Received>;
  /** What arrives at an end in a role; null before anything of it does. */
  picture(end: End, role: 'face' | 'paper'): Promise<Picture | null>;
  /** How much the paper at the desk is like the one in the booth: 1 for the same, 0 for anything else. */
  paperLikeness(): Promise<number>;
  way(end: End): Promise<Way | null>;
  connections(end: End): Promise<readonly { readonly atMs: number; readonly connection: string }[]>;
  /** Milliseconds from a moment to the return of the line to the hub after it; null when it has not broken, or is not back. */
  hubBack(end: End, sinceMs: number): Promise<number | null>;
  errors(end: End): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openNetworkCall(options: NetworkHouseOptions = {}): Promise<NetworkCall> {
  const house = await openNetworkHouse(options);
  try {
    const { place, hub, hubUrl } = house;
    const script = await bundlePage(new URL('./network-page.ts', import.meta.url));
    const agent = await hub.login(AGENT);
    const pages = {
      booth: await openPage(await house.launch('place'), script, house.boothToken),
      desk: await openPage(await house.launch('here'), script, async () => agent.token),
    };
    const seats = {
      booth: { hubUrl, namespace: 'booth', partyId: uuidv7() },
      desk: { hubUrl, namespace: 'agent', partyId: agent.id },
    } as const;
    for (const end of ENDS) await pages[end].evaluate((seat) => window.networkPage.start(seat), seats[end]);
    return {
      place,
      hub,
      pages,
      async connect() {
        await pages.booth.evaluate(() => window.networkPage.request());
        return pages.desk.evaluate(() => window.networkPage.accept());
      },
      async soundBack(sinceMs) {
        const heard = ENDS.map((end) =>
          pages[end].evaluate(([from, limit]) => window.lineMeter.soundSince(from, limit), [
            sinceMs,
            SOUND_LIMIT_MS,
          ] as const),
        );
        const [booth, desk] = await Promise.all(heard);
        if (typeof booth !== 'number') throw new Error(`the booth hears nothing for ${SOUND_LIMIT_MS} ms`);
        if (typeof desk !== 'number') throw new Error(`the desk hears nothing for ${SOUND_LIMIT_MS} ms`);
        return { booth: Math.round(booth - sinceMs), desk: Math.round(desk - sinceMs) };
      },
      received: (end) => pages[end].evaluate(() => window.lineMeter.received()),
      picture: (end, role) => pages[end].evaluate((one) => window.networkPage.picture(one), role),
      paperLikeness: () => pages.desk.evaluate(() => window.networkPage.paperLikeness()),
      way: (end) => pages[end].evaluate(() => window.lineMeter.way()),
      connections: (end) => pages[end].evaluate(() => window.networkPage.connections()),
      async hubBack(end, sinceMs) {
        const moments = await pages[end].evaluate(() => window.networkPage.hubBack());
        const atMs = moments.find((moment) => moment > sinceMs);
        return atMs === undefined ? null : Math.round(atMs - sinceMs);
      },
      errors: (end) => pages[end].evaluate(() => window.networkPage.errors()),
      close: house.close,
    };
  } catch (error) {
    await house.close();
    throw error;
  }
}

async function openPage(browser: Browser, script: string, token: () => Promise<string>): Promise<Page> {
  // The page is of this machine and the hub of a private network, which Chromium asks the user about.
  const context = await browser.newContext({ permissions: ['local-network-access', 'camera', 'microphone'] });
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`page: ${error.message}\n`));
  await page.exposeFunction('freshToken', token);
  await page.route(`${PAGE_URL}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><meta charset="utf-8"><title>call</title>' }),
  );
  await page.goto(PAGE_URL);
  await page.addScriptTag({ content: script });
  return page;
}
