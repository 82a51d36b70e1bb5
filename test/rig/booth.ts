import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type Browser, chromium, type Page } from 'playwright';
import { electronPath, electronSwitches } from '../../scripts/setup/electron.ts';
import type { Place } from './network.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
/** A cold start on a loaded two-core machine. */
const START_TIMEOUT_MS = 60_000;

export interface BoothOptions {
  readonly hubUrl: string;
  readonly dataDir: string;
  /** Paths of the ttys, as the profile names them: `LOCKER_PORT`, `PRINTER_PORT`, … */
  readonly ports: Readonly<Record<string, string>>;
  /** What the booth's camera sees. */
  readonly film: string;
  readonly display: string;
  /** Executable of a packaged booth; from the sources otherwise. */
  readonly packaged?: string;
  /** Run in the screen's page before anything else. */
  readonly initScript?: string;
  /** Where it stands, when in a network of its own (`network.ts`). */
  readonly place?: Place;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real booth in real Electron, watched through Chromium's debugging protocol. */
export interface RigBooth {
  readonly process: ChildProcess;
  readonly page: Page;
  log(): string;
  /** Ends it as the window manager would. */
  close(): Promise<void>;
  /** Cuts the power: the whole process group, at once. */
  kill(): Promise<void>;
}

export async function startBooth(options: BoothOptions): Promise<RigBooth> {
  await mkdir(options.dataDir, { recursive: true });
  const media = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${options.film}`,
  ];
  const args = [
    '--remote-debugging-port=0',
    '--autoplay-policy=no-user-gesture-required',
    ...electronSwitches(),
    ...media,
  ];
  const program = options.packaged ?? electronPath();
  const words = options.packaged ? args : [ROOT, ...args];
  const start = options.place?.command(program, words) ?? { program, args: words };
  const child = spawn(start.program, start.args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...options.ports,
      DISPLAY: options.display,
      HUB_URL: options.hubUrl,
      BOOTH_ID: 'demo-booth-01',
      BOOTH_DATA_DIR: options.dataDir,
      XIAOWU_PROFILE: 'demo',
      ...options.environment,
    },
  });
  let log = '';
  const debuggerAddress = new Promise<string>((resolve, reject) => {
    let isFound = false;
    const read = (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-400_000);
      if (isFound) return;
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(log)?.[1];
      if (!port) return;
      isFound = true;
      resolve(options.place?.loopback(Number(port)) ?? `http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`the booth ended (${code ?? signal}):\n${log.slice(-4000)}`)),
    );
  });
  const browser = await chromium.connectOverCDP(await debuggerAddress, { noDefaults: true });
  const page = await screenOf(browser);
  if (options.initScript) {
    await page.addInitScript(options.initScript);
    await page.reload();
  }
  return {
    process: child,
    page,
    log: () => log,
    async close() {
      await browser.close();
      await end(child, 'SIGTERM');
    },
    async kill() {
      await end(child, 'SIGKILL');
      await browser.close();
    },
  };
}

async function screenOf(browser: Browser): Promise<Page> {
  const context = browser.contexts()[0];
  if (!context) throw new Error('the booth has no browser context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: START_TIMEOUT_MS }));
  await page.waitForURL(/^booth:\/\/app\//, { timeout: START_TIMEOUT_MS });
  return page;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  // The negative number names the group: Electron's helpers end with it.
  process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal);
  await exited;
}
