import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { DEMO_BOOTH, enrol } from '../../../scripts/enrol.ts';
import { debugAddressIn } from '../../../scripts/lib/devtools.ts';
import { startOwnXvfb } from '../../../scripts/lib/display.ts';
import { electronPath, electronSwitches } from '../../../scripts/setup/electron.ts';
import { AgentDesk } from '../../rig/agent-desk.ts';
import { type RigBooth, startBooth } from '../../rig/booth.ts';
import { touch } from '../../rig/booth-screen.ts';
import { FIGURES, writeFigureFilm } from '../../rig/cameras.ts';
import { launchChromium } from '../../rig/chromium.ts';
import { startRigHub } from '../../rig/hub.ts';
import { type Machines, startMachines } from '../../rig/machines.ts';
import { bundlePage } from '../../rig/page-server.ts';

/** A state of the door counts when it was read twice; each question of Modbus RTU has eight bytes. */
const DOOR_QUESTION_BYTES = 6 * 8;
const DOOR_MS = 20_000;
const WINDOW_WIDTH_PX = 1080;
const WINDOW_HEIGHT_PX = 1920;
const LINE_LOOK_MS = 20;
/** An offer stands for five. */
const LINE_LIMIT_MS = 3_000;
/** On a machine that is too busy one runs out; who has missed two is asked no more. */
const OFFERS = 2;

/** Called in the opposite order. */
export type Closers = (() => Promise<unknown> | unknown)[];

/** Milliseconds from a yes to the first picture of the other side, at each end. */
export type CallEnds = Readonly<Record<'booth' | 'desk', number>>;

export interface CallHouse {
  /** Desks and the agents' ends of what they are compared with. */
  readonly browser: Browser;
  /** A page in an Electron window of its own, by its name. */
  page(name: string): Page;
  /** One call of two, into which a third comes. */
  turn(): Promise<{ call: CallEnds; shown: CallEnds; joinMs: number }>;
  /** What happened in the last calls, for whoever looks where the time goes. */
  traces(): readonly string[];
}

/** Hub, booth and two desks as they are, and an Electron with the pages that stand at `addresses`. */
export async function openCallHouse(work: string, closers: Closers, addresses: readonly string[]): Promise<CallHouse> {
  const films = { citizen: join(work, 'citizen.mjpeg'), market: join(work, 'market.mjpeg') };
  for (const name of ['citizen', 'market'] as const) await writeFigureFilm(FIGURES[name], films[name]);
  const displayOf = async (windows: number) => {
    const display = await startOwnXvfb(WINDOW_WIDTH_PX * windows, WINDOW_HEIGHT_PX);
    closers.push(() => display.close());
    return display.name;
  };
  const boothDataDir = join(work, 'booth');
  const hubDataDir = join(work, 'hub');
  enrol({ booth: DEMO_BOOTH, boothDataDir, hubDataDir });
  const hub = await startRigHub(hubDataDir, { HUB_LOG_LEVEL: 'warn' });
  closers.push(() => hub.close());
  const machines = await startMachines();
  closers.push(() => machines.close());

  const windows = await openWindows(
    addresses,
    films.citizen,
    await displayOf(addresses.length),
    join(work, 'windows'),
    closers,
  );
  const browser = await launchChromium(films.market);
  closers.push(() => browser.close());
  const initScript = await bundlePage(new URL('./pages/seen.ts', import.meta.url));
  const desk = async (username: string) => {
    const opened = await AgentDesk.open(hub.url, undefined, (text) => console.error(`desk: ${text}`), browser);
    await opened.page.addInitScript(initScript);
    await opened.page.reload();
    await opened.logIn(username);
    return opened;
  };
  const market = await desk('demo-market-1');
  const tax = await desk('demo-tax-1');
  const booth = await startBooth({
    hubUrl: hub.url,
    dataDir: boothDataDir,
    ports: machines.ports,
    film: films.citizen,
    display: await displayOf(1),
    initScript,
  });
  closers.push(() => booth.close());
  // What looks on has a thread of its own; the booth's page may start none but its own.
  const session = await booth.page.context().newCDPSession(booth.page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await booth.page.reload();
  // Whoever is there alone is asked first, and as the first to be asked in this visit from then on.
  await market.goAvailable();
  await enter(booth, machines);
  let isFirst = true;
  let traces: string[] = [];

  return {
    browser,
    page: (name) => {
      const found = windows.find((page) => page.url().endsWith(`/${name}.html`));
      if (!found) throw new Error(`no window shows ${name}`);
      return found;
    },
    traces: () => traces,
    async turn() {
      await touch(booth.page, isFirst ? 'call' : 'call-again');
      const call = await answer(market, [booth.page, market.page], [1, 1]);
      if (isFirst) await tax.goAvailable();
      isFirst = false;
      await market.invite('税务局');
      const join = await answer(tax, [booth.page, market.page, tax.page], [1, 1, 2]);
      traces = [...call.traces, ...join.traces];
      await touch(booth.page, 'hang-up');
      for (const { page } of [market, tax]) {
        await page.locator('[data-end-wrapup]').first().click();
        await page.getByText('正在等候来电').waitFor();
      }
      const ends = ([booth = 0, desk = 0]: readonly number[]) => ({ booth, desk });
      return { call: ends(call.pictureMs), shown: ends(call.shownMs), joinMs: Math.max(...join.pictureMs) };
    },
  };
}

/** Says yes as soon as the lines stand, as a person would who needs a second for it. Resolves with the moment of it. */
async function sayYes(asked: AgentDesk, ends: readonly Page[]): Promise<number> {
  const stands = async (page: Page, lines: number) => {
    const deadline = Date.now() + LINE_LIMIT_MS;
    while ((await page.evaluate(() => window.seen.lines())) < lines) {
      if (Date.now() > deadline) return;
      await new Promise((resolve) => setTimeout(resolve, LINE_LOOK_MS));
    }
  };
  for (let offers = 0; offers < OFFERS; offers++) {
    await asked.waitForOffer();
    await Promise.all(ends.map((page) => stands(page, ends.length - 1)));
    const takenMs = await asked.page.evaluate(() => window.seen.click('[data-accept]'));
    if (takenMs !== null) return takenMs;
  }
  throw new Error('the offers ran out before the lines stood');
}

/** Says yes and waits for all pictures. */
async function answer(asked: AgentDesk, ends: readonly Page[], pictures: readonly number[]) {
  const takenMs = await sayYes(asked, ends);
  const atMs = await Promise.all(
    ends.map((page, at) =>
      page.evaluate(([of, since]) => window.seen.lastPicture(of, since), [pictures[at] ?? 1, takenMs] as const),
    ),
  );
  const shownMs = await Promise.all(
    ends.map((page, at) =>
      page.evaluate(([of, since]) => window.seen.lastPicture(of, since, 'shown'), [
        pictures[at] ?? 1,
        takenMs,
      ] as const),
    ),
  );
  const told = await Promise.all(ends.map((page) => page.evaluate((since) => window.seen.trace(since), takenMs)));
  return {
    pictureMs: atMs.map((each) => each - takenMs),
    shownMs: shownMs.map((each) => each - takenMs),
    traces: told.map((each, at) => `end ${at}: ${each.map(([what, ms]) => `${what} ${ms}`).join(', ')}`),
  };
}

async function enter(booth: RigBooth, { door }: Machines): Promise<void> {
  await touch(booth.page, 'begin');
  await touch(booth.page, 'agree');
  await door.waitFor(() => door.lock === 'unlocked', DOOR_MS);
  door.openLeaf();
  const asked = door.received().length;
  await door.waitFor(() => door.received().length > asked + DOOR_QUESTION_BYTES, DOOR_MS);
  door.enter();
  door.closeLeaf();
}

/** Pages in windows of the very Electron in which the booth runs. */
async function openWindows(
  addresses: readonly string[],
  film: string,
  display: string,
  dataDir: string,
  closers: Closers,
): Promise<readonly Page[]> {
  const switches = [
    '--remote-debugging-port=0',
    '--autoplay-policy=no-user-gesture-required',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ];
  const app = join(import.meta.dirname, 'empty-window');
  const child = spawn(electronPath(), [app, ...switches, ...electronSwitches()], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DISPLAY: display, EMPTY_WINDOW_DATA: dataDir, EMPTY_WINDOW_PAGES: addresses.join(' ') },
  });
  const exited = once(child, 'exit');
  closers.push(async () => {
    child.kill();
    await exited;
  });
  const address = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      const found = log.split('\n').map(debugAddressIn).find(Boolean);
      if (found) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Electron ended with ${code}:\n${log}`)));
  });
  const electron = await chromium.connectOverCDP(address, { noDefaults: true });
  closers.push(() => electron.close());
  const [context] = electron.contexts();
  if (!context) throw new Error('Electron has no browser context');
  while (context.pages().length < addresses.length) await context.waitForEvent('page');
  await Promise.all(context.pages().map((page) => page.waitForURL(/\.html$/)));
  return context.pages();
}
