import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { jsonLine } from '../../../scripts/lib/household.ts';
import { type BenchRow, row } from '../row.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const IDLE_HOST = fileURLToPath(new URL('idle/host.ts', import.meta.url));
/** Of `demo.json`. */
const DEVICES = ['locker', 'printer', 'scanner', 'door', 'id-reader', 'ups'];

/** What a device host costs while nobody is in the booth: its processor time against that of one core. */
export async function* run(): AsyncGenerator<BenchRow> {
  const simulators = start(['scripts/simulate.ts', 'all'], {});
  try {
    const ports = await portsOf(simulators);
    const host = start([IDLE_HOST], ports);
    try {
      const shares = await sharesOf(host);
      yield row(
        {
          group: 'devices',
          name: 'idle device host',
          unit: 'share',
          baselineName: 'one core',
          target: { kind: 'at-most', ratio: 0.01 },
        },
        shares,
        shares.map(() => 1),
      );
    } finally {
      await end(host);
    }
  } finally {
    await end(simulators);
  }
}

function start(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

async function* messages(child: ChildProcess) {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const message = jsonLine(line);
    if (message) yield message;
  }
}

async function portsOf(simulators: ChildProcess): Promise<Record<string, string>> {
  const ports: Record<string, string> = {};
  for await (const { device, path } of messages(simulators)) {
    ports[`${String(device).toUpperCase().replaceAll('-', '_')}_PORT`] = String(path);
    if (Object.keys(ports).length === DEVICES.length) break;
  }
  return ports;
}

async function sharesOf(host: ChildProcess): Promise<number[]> {
  for await (const { shares } of messages(host)) return shares as number[];
  throw new Error('the device host ended');
}
