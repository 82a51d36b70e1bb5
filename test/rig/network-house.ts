import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import type { Browser } from 'playwright';
import { DEMO_BOOTH, enrol } from '../../scripts/enrol.ts';
import { CHROMIUM_PATH, launchChromium } from './chromium.ts';
import { enrolPlayedBooth, type RigHub, startRigHub } from './hub.ts';
import { openNetwork, type Place } from './network.ts';

export interface NetworkHouseOptions {
  /** How browsers reach the hub, when not by a plain line to its port. */
  readonly approach?: Approach;
  /** What is wrong with the place's line from the beginning. */
  readonly trouble?: (place: Place) => void;
  /** Folder of a real booth, which is enrolled; otherwise the booth is played, and the hub takes `boothToken`. */
  readonly boothDataDir?: string;
}

export interface Approach {
  /** Names under which browsers find this machine. */
  readonly hosts: readonly string[];
  lay(place: Place): Promise<Front>;
}

/** What stands between browsers and the hub. */
export interface Front {
  /** What the hub has to know. */
  readonly hub?: Readonly<Record<string, string>>;
  readonly browser?: { readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>> };
  /** Environment of a real booth. */
  readonly booth?: Readonly<Record<string, string>>;
  /** The address for browsers, once the hub listens on its own. */
  open(hubUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** A real hub on this machine, and a place in a network of its own from which it is reached over a line that can break. */
export interface NetworkHouse {
  readonly place: Place;
  readonly hub: RigHub;
  /** The hub's address for browsers. */
  readonly hubUrl: string;
  /** Environment of a real booth. */
  readonly boothEnvironment: Readonly<Record<string, string>>;
  boothToken(): Promise<string>;
  /** A Chromium in the place, or beside the hub. */
  launch(where: 'place' | 'here'): Promise<Browser>;
  close(): Promise<void>;
}

export async function openNetworkHouse(options: NetworkHouseOptions): Promise<NetworkHouse> {
  const { approach = plainLine, trouble, boothDataDir } = options;
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'xiaowu-network-house-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const network = openNetwork();
    closers.push(() => network.close());
    const place = network.place('booth', approach.hosts);
    const boothToken = await enrolBooth(folder, boothDataDir);
    const front = await approach.lay(place);
    closers.push(() => front.close());
    const hub = await startRigHub(folder, { HUB_LOG_LEVEL: 'warn', ...front.hub });
    closers.push(() => hub.close());
    const hubUrl = await front.open(hub.url);
    trouble?.(place);
    return {
      place,
      hub,
      hubUrl,
      boothEnvironment: front.booth ?? {},
      boothToken,
      async launch(where) {
        const executable =
          where === 'place' ? place.executable(CHROMIUM_PATH) : network.neighbour(place, CHROMIUM_PATH);
        const browser = await launchChromium(undefined, { executable, ...front.browser });
        closers.push(() => browser.close());
        return browser;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function enrolBooth(hubDataDir: string, boothDataDir: string | undefined): Promise<() => Promise<string>> {
  if (boothDataDir === undefined) return enrolPlayedBooth(hubDataDir);
  enrol({ booth: DEMO_BOOTH, boothDataDir, hubDataDir });
  return async () => {
    throw new Error('only the booth itself can make its tokens');
  };
}

/** A plain line to a hub that listens on loopback only. */
const plainLine: Approach = { hosts: [], lay: (place) => layPlainLine(place) };

/** Somebody on the line who gives one end a false fingerprint for the other's certificate (RFC 8122, section 5). */
export function falseFingerprintTo(end: 'place' | 'here'): Approach {
  return {
    hosts: [],
    lay: (place) =>
      layPlainLine(place, (client) => {
        const isOfPlace = client.remoteAddress === place.address;
        return isOfPlace === (end === 'place') ? falsifier() : new PassThrough();
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
