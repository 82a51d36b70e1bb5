import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DEMO_BOOTH, enrol } from '../../../scripts/enrol.ts';
import { DevtoolsSession, debugAddressIn, debugTargets } from '../../../scripts/lib/devtools.ts';
import { projectRoot } from '../../../scripts/lib/project.ts';
import { electronPath, electronSwitches } from '../../../scripts/setup/electron.ts';
import { startRigHub } from '../../rig/hub.ts';
import { startMachines } from '../../rig/machines.ts';
import { type BenchRow, row } from '../row.ts';
import { groupMemoryMb } from './working-set.ts';

const ROUNDS = 10;
const WARM_UP_ROUNDS = 1;
/**
 * What only the start needed is gone by then, on both sides: garbage, and Chromium's video capture process, which ends
 * after 5 s without a camera. A booth stands at its welcome screen for hours.
 */
const SETTLE_MS = 8_000;
const LOOK_AGAIN_MS = 5;
const START_TIMEOUT_MS = 60_000;

/** Answers with the epoch time at which the welcome screen has been painted, so a late question makes us look slower, never faster. */
const WELCOME_SHOWN = `new Promise((resolve) => {
  const look = () => {
    if (!document.querySelector('[data-screen="welcome"]')) return;
    observer.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { subtree: true, childList: true, attributes: true });
  look();
})`;

/** The empty window writes the same moment of its own into its title. */
const EMPTY_SHOWN = `Number(/^shown (.+)$/.exec(document.title)?.[1] ?? 0)`;

interface Figures {
  readonly startMs: number;
  readonly memoryMb: number;
}

/** Process start → welcome screen painted and memory then, with the real hub and the machines, against an empty window. */
export async function* run(): AsyncGenerator<BenchRow> {
  const work = await mkdtemp(join(tmpdir(), 'xiaowu-bench-'));
  const boothDataDir = join(work, 'booth');
  const hubDataDir = join(work, 'hub');
  enrol({ booth: DEMO_BOOTH, boothDataDir, hubDataDir });
  const machines = await startMachines();
  const hub = await startRigHub(hubDataDir);
  const booth = {
    ...machines.ports,
    HUB_URL: hub.url,
    BOOTH_ID: DEMO_BOOTH.id,
    BOOTH_DATA_DIR: boothDataDir,
    XIAOWU_PROFILE: 'demo',
  };
  const ours: Figures[] = [];
  const empty: Figures[] = [];
  try {
    for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
      const boothFigures = await measure(projectRoot, booth, WELCOME_SHOWN);
      const emptyFigures = await measure(
        join(import.meta.dirname, 'empty-window'),
        { EMPTY_WINDOW_DATA: join(work, 'empty') },
        EMPTY_SHOWN,
      );
      if (round < WARM_UP_ROUNDS) continue;
      ours.push(boothFigures);
      empty.push(emptyFigures);
    }
  } finally {
    await hub.close();
    await machines.close();
    await rm(work, { recursive: true, force: true });
  }
  yield row(
    {
      group: 'spine',
      name: 'cold start, process start to welcome screen',
      unit: 'ms',
      baselineName: 'empty Electron window',
      target: { kind: 'at-most', ratio: 1.5 },
    },
    ours.map(({ startMs }) => startMs),
    empty.map(({ startMs }) => startMs),
  );
  yield row(
    {
      group: 'spine',
      name: 'memory at the welcome screen, sum of working sets',
      unit: 'MB',
      baselineName: 'empty Electron window',
      target: { kind: 'at-most', ratio: 1.5 },
    },
    ours.map(({ memoryMb }) => memoryMb),
    empty.map(({ memoryMb }) => memoryMb),
  );
}

async function measure(app: string, env: Record<string, string>, shown: string): Promise<Figures> {
  const startedMs = Date.now();
  const child = spawn(electronPath(), [app, '--remote-debugging-port=0', ...electronSwitches()], {
    cwd: projectRoot,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  try {
    const startMs = (await shownAt(child, shown)) - startedMs;
    await wait(SETTLE_MS);
    return { startMs, memoryMb: groupMemoryMb(child.pid ?? 0) };
  } finally {
    const exited = once(child, 'exit');
    child.kill();
    await exited;
  }
}

async function shownAt(child: ChildProcess, shown: string): Promise<number> {
  const address = await debugAddress(child);
  const untilMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < untilMs) {
    const page = (await debugTargets(address)).find(({ type, url }) => type === 'page' && url !== '');
    const session = page && (await DevtoolsSession.open(page.webSocketDebuggerUrl).catch(() => undefined));
    const answer = await session
      ?.send('Runtime.evaluate', { expression: shown, awaitPromise: true, returnByValue: true })
      // The page that was asked gave way to the next.
      .catch(() => undefined);
    session?.close();
    const { value } = (answer?.result ?? {}) as { value?: unknown };
    if (typeof value === 'number' && value > 0) return value;
    await wait(LOOK_AGAIN_MS);
  }
  throw new Error('the window did not show what it should');
}

function debugAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-10_000);
      const address = log.split('\n').map(debugAddressIn).find(Boolean);
      if (address) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Electron ended with ${code}:\n${log}`)));
  });
}
