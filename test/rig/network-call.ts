import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import type { Browser, Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import { CHROMIUM_PATH, launchChromium } from './chromium.ts';
import { enrolPlayedBooth, type RigHub, startRigHub } from './hub.ts';
import { openNetwork, type Place } from './network.ts';
import type { Received, Way } from './network-page.ts';
import { bundlePage } from './page-server.ts';

/** A page counts as secure, so that it gets a camera, when its host is this one; the page itself comes from the test. */
const PAGE_URL = 'http://localhost/';
const AGENT = 'demo-market-1';

export interface NetworkCallOptions {
  /** Environment of the hub. */
  readonly hub?: Record<string, string>;
  /** How the pages reach the hub, when not by a plain line to its port. */
  readonly approach?: Approach;
  /** What is wrong with the booth's line from the beginning. */
  readonly trouble?: (place: Place) => void;
  /** The booth's media go only by the relay. */
  readonly relayOnly?: boolean;
}

export interface Approach {
  /** Names under which the pages find this machine. */
  readonly hosts: readonly string[];
  lay(place: Place): Promise<Front>;
}

/** What stands between the pages and the hub. */
export interface Front {
  /** What the hub has to know. */
  readonly hub?: Readonly<Record<string, string>>;
  readonly browser?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };
  /** The address for the pages, once the hub listens on its own. */
  open(hubUrl: string): Promise<string>;
  close(): Promise<void>;
}

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
  /** Milliseconds from a moment to the first sound of the other side after it, at each end. */
  soundBack(sinceMs: number): Promise<Readonly<Record<End, number>>>;
  received(end: End): Promise<Received>;
  /** How much the paper at the desk is like the one in the booth: 1 for the same, 0 for anything else. */
  paperLikeness(): Promise<number>;
  way(end: End): Promise<Way | null>;
  connections(end: End): Promise<readonly { readonly atMs: number; readonly connection: string }[]>;
  errors(end: End): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openNetworkCall(options: NetworkCallOptions = {}): Promise<NetworkCall> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'xiaowu-network-call-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const network = openNetwork();
    closers.push(() => network.close());
    const { approach = plainLine } = options;
    const place = network.place('booth', approach.hosts);
    const boothToken = await enrolPlayedBooth(folder);
    const front = await approach.lay(place);
    closers.push(() => front.close());
    const hub = await startRigHub(folder, { HUB_LOG_LEVEL: 'warn', ...front.hub, ...options.hub });
    closers.push(() => hub.close());
    const hubUrl = await front.open(hub.url);
    options.trouble?.(place);

    const script = await bundlePage(new URL('./network-page.ts', import.meta.url));
    const open = async (end: End, token: () => Promise<string>) => {
      const browser = await launchChromium(undefined, {
        executable: end === 'booth' ? place.executable(CHROMIUM_PATH) : network.neighbour(place, CHROMIUM_PATH),
        ...front.browser,
      });
      closers.push(() => browser.close());
      return openPage(browser, script, token);
    };
    const agent = await hub.login(AGENT);
    const pages = { booth: await open('booth', boothToken), desk: await open('desk', async () => agent.token) };
    const seat = { hubUrl, relayOnly: options.relayOnly ?? false };
    const visitId = uuidv7();
    await pages.booth.evaluate((given) => window.networkPage.start(given), {
      ...seat,
      namespace: 'booth' as const,
      partyId: visitId,
    });
    await pages.desk.evaluate((given) => window.networkPage.start(given), {
      hubUrl,
      namespace: 'agent' as const,
      partyId: agent.id,
    });
    return {
      place,
      hub,
      pages,
      async connect() {
        await pages.booth.evaluate(() => window.networkPage.request());
        return pages.desk.evaluate(() => window.networkPage.accept());
      },
      async soundBack(sinceMs) {
        const [booth, desk] = await Promise.all(
          ENDS.map((end) => pages[end].evaluate((from) => window.networkPage.soundSince(from), sinceMs)),
        );
        return { booth: Math.round((booth as number) - sinceMs), desk: Math.round((desk as number) - sinceMs) };
      },
      received: (end) => pages[end].evaluate(() => window.networkPage.received()),
      paperLikeness: () => pages.desk.evaluate(() => window.networkPage.paperLikeness()),
      way: (end) => pages[end].evaluate(() => window.networkPage.way()),
      connections: (end) => pages[end].evaluate(() => window.networkPage.connections()),
      errors: (end) => pages[end].evaluate(() => window.networkPage.errors()),
      close,
    };
  } catch (error) {
    await close();
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

/** A plain line to a hub that listens on loopback only. */
const plainLine: Approach = { hosts: [], lay: (place) => layPlainLine(place) };

/** Somebody on the line who gives one end a false fingerprint for the other's certificate (RFC 8122, section 5). */
export function falseFingerprintTo(end: End): Approach {
  return {
    hosts: [],
    lay: (place) =>
      layPlainLine(place, (client) => {
        const isBooth = client.remoteAddress === place.address;
        return isBooth === (end === 'booth') ? falsifier() : new PassThrough();
      }),
  };
}

const BEFORE_FINGERPRINT = Buffer.from('a=fingerprint:sha-256 ');

/** Exchanges the first digit of every fingerprint that passes: what comes from the hub is not masked (RFC 6455, section 5.1). */
function falsifier(): Transform {
  let matched = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; at++) {
        if (matched === BEFORE_FINGERPRINT.length) {
          chunk[at] = (chunk[at] === DIGIT_0 ? DIGIT_0 + 1 : DIGIT_0) as number;
          matched = 0;
        } else if (chunk[at] === BEFORE_FINGERPRINT[matched]) matched++;
        else matched = chunk[at] === BEFORE_FINGERPRINT[0] ? 1 : 0;
      }
      done(null, chunk);
    },
  });
}

const DIGIT_0 = 0x30;

async function layPlainLine(place: Place, towards: (client: net.Socket) => Transform = () => new PassThrough()) {
  const open = new Set<net.Socket>();
  const server = net.createServer();
  server.listen(0, place.hostAddress);
  await once(server, 'listening');
  const hold = (socket: net.Socket, other: net.Socket) => {
    open.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      open.delete(socket);
      other.destroy();
    });
  };
  const front: Front = {
    async open(hubUrl) {
      const { hostname, port } = new URL(hubUrl);
      server.on('connection', (client) => {
        const upstream = net.connect(Number(port), hostname);
        hold(client, upstream);
        hold(upstream, client);
        client.pipe(upstream);
        upstream.pipe(towards(client)).pipe(client);
      });
      return `http://${place.hostAddress}:${(server.address() as AddressInfo).port}`;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return front;
}
