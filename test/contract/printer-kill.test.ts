import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hostCalls, hostPushes } from '../../contracts/device/host.ts';
import { systemClock } from '../../contracts/time.ts';
import { openBoothDatabase } from '../../electron/booth/booth-database.ts';
import type { ChildPort } from '../../electron/booth/child-calls.ts';
import { createPrintDesk } from '../../electron/booth/print-desk.ts';
import { openPrintLedger } from '../../electron/booth/print-ledger.ts';
import { createSupervisor } from '../../electron/booth/supervisor.ts';
import { startSimulator } from '../../native/simulators/index.ts';
import { settingsOf } from './bench.ts';
import { demoReceipt } from './receipts.ts';

const here = (path: string) => JSON.stringify(join(import.meta.dirname, '../..', path));

/** The device host as a plain process, with Node's own channel in the place of Electron's port. */
const HOST = `
  import { hostCalls } from ${here('contracts/device/host.ts')};
  import { systemClock } from ${here('contracts/time.ts')};
  import { servePort } from ${here('electron/booth/serve-port.ts')};
  import { createDeviceHost } from ${here('native/device-host.ts')};
  import { openPort } from ${here('native/transport/open-port.ts')};
  const host = createDeviceHost({
    devices: JSON.parse(process.argv[1]),
    clock: systemClock,
    openPort,
    push: (name, payload) => process.send({ kind: 'push', name, payload }),
  });
  const port = { post: (message) => process.send(message), onMessage: (listener) => process.on('message', listener) };
  servePort(port, hostCalls, host.handlers, console.error);
  host.start();
`;

const TIMEOUTS = Object.fromEntries(Object.keys(hostCalls).map((name) => [name, 60_000])) as Record<
  keyof typeof hostCalls,
  number
>;

it('a device host killed while a slip comes out is started again, and its piece is void', {
  timeout: 90_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-kill-'));
  const settings = { ...settingsOf('escpos-printer'), pollMs: 100 };
  const simulator = startSimulator<'escpos-printer'>({ ...settings, msPerLine: 25, linkPath: join(folder, 'printer') });
  const device = { ...settings, line: { ...settings.line, port: simulator.path } };
  const database = openBoothDatabase(folder);
  const ledger = openPrintLedger(database, systemClock);
  let pid = 0;
  const spawnHost = (): ChildPort => {
    const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', HOST, JSON.stringify([device])], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    pid = child.pid ?? 0;
    return {
      post: (message) => void child.send(message as object, () => undefined),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', listener),
      kill: () => void child.kill('SIGKILL'),
    };
  };
  const supervisor = createSupervisor({
    name: 'device-host',
    calls: hostCalls,
    pushes: hostPushes,
    timeoutMs: TIMEOUTS,
    clock: systemClock,
    log: () => undefined,
    health: null,
    onDown: () => undefined,
    spawn: spawnHost,
    onPush(push) {
      if (push.name === 'ready') desk.reported(push.payload.devices);
      else if (push.name === 'device.changed') {
        desk.reported([push.payload]);
        online = push.payload.state === 'online';
      }
    },
  });
  const desk = createPrintDesk({
    clock: systemClock,
    log: () => undefined,
    ledger,
    database,
    record: () => undefined,
    onRecorded: () => undefined,
    call: supervisor.call,
  });
  let online = false;
  const receipt = (number: string) => ({ kind: 'receipt', receipt: { ...demoReceipt, number } }) as const;

  try {
    supervisor.start();
    await simulator.waitFor(() => online, 20_000);
    const first = desk.print(receipt('R20260131-0001'), null);
    await simulator.waitFor(() => simulator.uncut().some((line) => line.includes('办理事项')), 20_000);
    process.kill(pid, 'SIGKILL');
    expect(await first).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    expect(ledger.isValid('R20260131-0001')).toBe(false);

    // The printer went on with what it had while the host started again: the mark ends its piece, or stands behind it.
    await simulator.waitFor(() => ledger.uncut().length === 0 && simulator.slips().length > 0, 30_000);
    const former = simulator.slips().map(({ lines }) => lines.join('\n'));
    expect(former.filter((text) => text.includes('VOID'))).toHaveLength(1);
    expect(former.at(-1)).toMatch(/此单作废\nVOID\n *R20260131-0001/);

    expect(await desk.print(receipt('R20260131-0002'), null)).toMatchObject({ ok: true });
    expect(simulator.slips()).toHaveLength(former.length + 1);
    expect(simulator.slips().at(-1)?.lines.join('\n')).not.toContain('R20260131-0001');
    expect(ledger.isValid('R20260131-0002')).toBe(true);
    expect(ledger.uncut()).toEqual([]);
    expect(simulator.violations).toEqual([]);
  } finally {
    supervisor.stop();
    await simulator.close();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
