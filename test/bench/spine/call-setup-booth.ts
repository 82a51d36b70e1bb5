import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { v7 as uuidv7 } from 'uuid';
import { type BenchRow, median, row } from '../row.ts';
import { type CallEnds, type Closers, openCallHouse } from './call-setup-house.ts';
import { startPeerServer, startRelay } from './call-setup-servers.ts';
import { bundlePages, servePages } from './pages.ts';

const CALLS = Number(process.env.CALL_SETUP_CALLS ?? 20);
/** The first calls warm all sides up and do not count. */
const WARM_UP_CALLS = 2;

interface Turn {
  /** Until the first picture was decoded. */
  readonly call: CallEnds;
  /** Until it stood on the screen, of pages that have one. */
  readonly shown?: CallEnds;
  /** From a third party's yes to the last picture that anybody gets by it. */
  readonly joinMs?: number;
}

/** Calls of one kind; each turn leaves its pages as it found them. */
interface Kind {
  turn(): Promise<Turn>;
}

/**
 * Call set-up as it is used: the booth in Electron, desks in Chromium, against the bare page and PeerJS with the citizen's page
 * in the same Electron. A picture counts when it is decoded, seen in the same way on all pages. Every camera gives the same kind of film of 640 × 480.
 */
export async function* run(): AsyncGenerator<BenchRow> {
  const work = await mkdtemp(join(tmpdir(), 'xiaowu-bench-'));
  const closers: Closers = [() => rm(work, { recursive: true, force: true })];
  try {
    const pages = await servePages(await bundlePages(join(work, 'pages')));
    closers.push(() => pages.close());
    const relay = await startRelay();
    closers.push(() => relay.close());
    const peerPort = await startPeerServer(closers);
    // After the servers, so that it ends before them: they wait for the sockets of its pages.
    const house = await openCallHouse(work, closers, [`${pages.url}/bare.html`, `${pages.url}/peer.html`]);
    const agentPage = async (name: string) => {
      const page = await house.browser.newPage();
      await page.goto(`${pages.url}/${name}.html`);
      return page;
    };
    const bare = await bareCalls(house.page('bare'), await agentPage('bare'), await agentPage('bare'), relay.url);
    const peer = await peerCalls(house.page('peer'), await agentPage('peer'), peerPort);
    const kinds: Readonly<Record<'bare' | 'peer' | 'ours', Kind>> = { bare, peer, ours: house };
    const series: Record<keyof typeof kinds, Turn[]> = { bare: [], peer: [], ours: [] };
    for (let call = 0; call < CALLS + WARM_UP_CALLS; call++) {
      for (const [name, kind] of Object.entries(kinds) as [keyof typeof kinds, Kind][]) {
        const turn = await kind.turn();
        if (call >= WARM_UP_CALLS) series[name].push(turn);
      }
    }
    for (const line of house.traces()) console.error(line);
    yield* rowsOf(series);
  } finally {
    for (const close of closers.splice(0).reverse()) await close();
  }
}

function* rowsOf(series: Readonly<Record<'bare' | 'peer' | 'ours', readonly Turn[]>>): Generator<BenchRow> {
  const slower = (turns: readonly Turn[]) => turns.map(({ call }) => Math.max(call.booth, call.desk));
  const joins = (turns: readonly Turn[]) => turns.flatMap(({ joinMs }) => joinMs ?? []);
  for (const [name, turns] of Object.entries(series)) {
    const at = (ends: readonly CallEnds[], end: keyof CallEnds) => Math.round(median(ends.map((each) => each[end])));
    const say = (what: string, ends: readonly CallEnds[]) =>
      console.error(`${what}: ${at(ends, 'booth')} ms at the booth, ${at(ends, 'desk')} ms at the desk`);
    say(
      `call set-up, ${name}`,
      turns.map(({ call }) => call),
    );
    const shown = turns.flatMap((turn) => turn.shown ?? []);
    if (shown.length > 0) say('  on the screen', shown);
  }
  const about = { group: 'spine', unit: 'ms' as const };
  const baselines = { bare: 'bare WebRTC page over Socket.IO', peer: 'PeerJS' } as const;
  for (const [name, baselineName] of Object.entries(baselines) as ['bare' | 'peer', string][]) {
    const title = `call set-up at both ends, booth in Electron, against ${baselineName}`;
    const target = { kind: 'at-most', ratio: 0.5 } as const;
    yield row({ ...about, name: title, baselineName, target }, slower(series.ours), slower(series[name]));
  }
  yield row(
    {
      ...about,
      name: "a third party joins: the last picture, its own and the others'",
      baselineName: 'bare WebRTC page over Socket.IO, a third party joins',
      target: { kind: 'at-most', ratio: 1.5 },
    },
    joins(series.ours),
    joins(series.bare),
  );
}

async function bareCalls(citizen: Page, agent: Page, third: Page, relayUrl: string): Promise<Kind> {
  const all = [citizen, agent, third];
  for (const page of all) await page.evaluate((url) => window.bench.prepare({ relayUrl: url }), relayUrl);
  const pictures = (page: Page, of: number) => page.evaluate((count) => window.bench.lastPicture?.(count) ?? 0, of);
  return {
    async turn() {
      await citizen.evaluate(() => window.bench.request());
      const takenMs = await agent.evaluate(() => window.bench.accept());
      const [booth, desk] = await Promise.all([pictures(citizen, 1), pictures(agent, 1)]);
      const joinedMs = await third.evaluate(() => window.bench.accept());
      const lastMs = await Promise.all(all.map((page) => pictures(page, 2)));
      for (const page of all) await page.evaluate(() => window.bench.hangUp());
      return { call: { booth: booth - takenMs, desk: desk - takenMs }, joinMs: Math.max(...lastMs) - joinedMs };
    },
  };
}

async function peerCalls(citizen: Page, agent: Page, port: number): Promise<Kind> {
  const [selfId, other] = [`c-${uuidv7()}`, `a-${uuidv7()}`];
  const prepare = (page: Page, ids: { selfId: string; other: string }) =>
    page.evaluate((config) => window.bench.prepare(config), { host: '127.0.0.1', port: String(port), ...ids });
  await prepare(citizen, { selfId, other });
  await prepare(agent, { selfId: other, other: selfId });
  return {
    async turn() {
      const takenMs = await agent.evaluate(() => window.bench.accept());
      const frame = (page: Page) => page.evaluate(() => window.bench.firstFrame());
      const [booth, desk] = await Promise.all([frame(citizen), frame(agent)]);
      for (const page of [citizen, agent]) await page.evaluate(() => window.bench.hangUp());
      return { call: { booth: booth - takenMs, desk: desk - takenMs } };
    },
  };
}
