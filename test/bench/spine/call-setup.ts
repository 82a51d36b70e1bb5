import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import { launchChromium } from '../../rig/chromium.ts';
import { startHubForBench } from '../hub.ts';
import { type BenchRow, row } from '../row.ts';
import { startPeerServer, startRelay } from './call-setup-servers.ts';
import { bundlePages, servePages } from './pages.ts';

const CALLS = 20;
/** The first calls warm both sides up and do not count. */
const WARM_UP_CALLS = 2;

/** Milliseconds from the agent's yes to the first decoded frame of the other side. */
interface Ends {
  readonly booth: number;
  readonly desk: number;
}

interface Pair {
  readonly citizen: Page;
  readonly agent: Page;
}

/** One measured call: asked, taken, first frame decoded at both ends, ended on both sides. */
async function measure({ citizen, agent }: Pair): Promise<Ends> {
  await citizen.evaluate(() => window.bench.request());
  const takenMs = await agent.evaluate(() => window.bench.accept());
  const seenMs = await Promise.all([citizen, agent].map((page) => page.evaluate(() => window.bench.firstFrame())));
  await citizen.evaluate(() => window.bench.hangUp());
  await agent.evaluate(() => window.bench.hangUp());
  return { booth: (seenMs[0] as number) - takenMs, desk: (seenMs[1] as number) - takenMs };
}

async function openPair(browser: Browser, base: string, page: string): Promise<Pair> {
  const [citizen, agent] = await Promise.all([browser.newPage(), browser.newPage()]);
  for (const each of [citizen, agent]) {
    each.on('pageerror', (error) => process.stderr.write(`${page}: ${error.message}\n`));
    await each.goto(`${base}/${page}.html`);
  }
  return { citizen, agent };
}

/** Call set-up: the agent accepts → a first remote frame is decoded at both ends. */
export async function* run(): AsyncGenerator<BenchRow> {
  const work = await mkdtemp(join(tmpdir(), 'xiaowu-bench-'));
  let browser: Browser | undefined;
  const closers: (() => Promise<unknown>)[] = [() => rm(work, { recursive: true, force: true })];
  try {
    const pages = await servePages(await bundlePages(join(work, 'pages')));
    closers.unshift(() => pages.close());
    browser = await launchChromium();

    const relay = await startRelay();
    closers.unshift(() => relay.close());
    const bare = await openPair(browser, pages.url, 'bare');
    for (const page of [bare.citizen, bare.agent])
      await page.evaluate((url) => window.bench.prepare({ relayUrl: url }), relay.url);

    const peerPort = await startPeerServer({ push: (close) => closers.unshift(close) });
    const peer = await openPair(browser, pages.url, 'peer');
    const peers = { citizen: `c-${uuidv7()}`, agent: `a-${uuidv7()}` };
    for (const side of ['citizen', 'agent'] as const) {
      const config = {
        host: '127.0.0.1',
        port: String(peerPort),
        selfId: peers[side],
        other: peers[side === 'agent' ? 'citizen' : 'agent'],
      };
      await peer[side].evaluate((settings) => window.bench.prepare(settings), config);
    }

    const hub = await startHubForBench(join(work, 'hub'));
    closers.unshift(() => hub.close());
    const mesh = await openPair(browser, pages.url, 'mesh');
    const visit = uuidv7();
    const booth = { hubUrl: hub.url, namespace: 'booth', token: await hub.boothToken(), party: visit, visit };
    await mesh.citizen.evaluate((settings) => window.bench.prepare(settings), booth);
    const person = await hub.login('demo-market-1');
    const seat = { hubUrl: hub.url, namespace: 'agent', token: person.token, party: person.id, visit };
    await mesh.agent.evaluate((settings) => window.bench.prepare(settings), seat);

    const pairs = { bare, peer, cold: mesh, warm: mesh };
    const series: Record<keyof typeof pairs, Ends[]> = { bare: [], peer: [], cold: [], warm: [] };
    for (let call = 0; call < CALLS + WARM_UP_CALLS; call++) {
      for (const name of Object.keys(pairs) as (keyof typeof pairs)[]) {
        const { citizen, agent } = pairs[name];
        for (const page of [citizen, agent]) await page.evaluate((on) => window.bench.warm(on), name === 'warm');
        const ends = await measure(pairs[name]);
        if (call >= WARM_UP_CALLS) series[name].push(ends);
      }
    }
    const both = (name: keyof typeof series) => series[name].map(({ booth, desk }) => Math.max(booth, desk));
    const desk = (name: keyof typeof series) => series[name].map((ends) => ends.desk);
    const about = { group: 'spine', unit: 'ms' as const };
    const baselines = { bare: 'bare WebRTC page over Socket.IO', peer: 'PeerJS' } as const;
    for (const [name, baselineName] of Object.entries(baselines) as ['bare' | 'peer', string][]) {
      yield row(
        {
          ...about,
          name: `call set-up at both ends, line made while it rang, against ${baselineName}`,
          baselineName,
          target: { kind: 'at-most', ratio: 0.5 },
        },
        both('warm'),
        both(name),
      );
      yield row(
        {
          ...about,
          name: `call set-up at the desk, line not made before, against ${baselineName}`,
          baselineName,
          target: { kind: 'at-most', ratio: name === 'bare' ? 1.2 : 1 },
        },
        desk('cold'),
        desk(name),
      );
    }
  } finally {
    // The browser first: servers wait for the sockets of its pages.
    await browser?.close();
    for (const close of closers) await close();
  }
}
