import path from 'node:path';
import { utilityProcess } from 'electron';
import { hostCalls, hostPushes } from '../../contracts/device/host.ts';
import { ocrCalls } from '../../contracts/device/ocr.ts';
import type { BoothProfile } from '../../contracts/device/profile.ts';
import type { Clock } from '../../contracts/time.ts';
import type { ChildPort, Push } from '../booth/child-calls.ts';
import type { Log } from '../booth/log.ts';
import { createSupervisor, type Supervisor } from '../booth/supervisor.ts';

/** How long each request to the device host may take; its own deadlines are shorter and say more. */
const HOST_TIMEOUT_MS: Readonly<Record<keyof typeof hostCalls, number>> = {
  reports: 5_000,
  // Held for up to a minute, with the retries of the driver.
  'door.unlock': 75_000,
  'lights.set': 5_000,
  'locker.open': 20_000,
  'printer.print': 60_000,
  'printer.void': 60_000,
  'printer.preview': 10_000,
  // As long as a person is waited for, and a little.
  'scanner.read': 125_000,
  'id-reader.read': 130_000,
  'ups.test': 40_000,
  'commands.cancel': 5_000,
  'device.restart': 10_000,
  'wire.watch': 5_000,
};
const HOST_HEALTH_MS = 10_000;

/** A large still on a slow machine takes some ten seconds, the first one also loads the data. */
const OCR_TIMEOUT_MS: Readonly<Record<keyof typeof ocrCalls, number>> = {
  read: 120_000,
  warm: 60_000,
  release: 10_000,
};

const OCR_PUSHES = {} as const;

interface ChildOptions {
  /** Folder of the bundles. */
  readonly bundleDir: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The utility process that owns the serial ports. `devices` is asked at every start: a technician may swap the profile. */
export function superviseDeviceHost(
  { bundleDir, clock, log }: ChildOptions,
  devices: () => BoothProfile['devices'],
  onPush: (push: Push<typeof hostPushes>) => void,
  onDown: () => void,
): Supervisor<typeof hostCalls> {
  return createSupervisor({
    name: 'device-host',
    calls: hostCalls,
    pushes: hostPushes,
    timeoutMs: HOST_TIMEOUT_MS,
    clock,
    log,
    onPush,
    onDown,
    health: { call: 'reports', everyMs: HOST_HEALTH_MS },
    spawn: () => fork(path.join(bundleDir, 'device-host.cjs'), [JSON.stringify(devices())], 'xiaowu-device-host'),
  });
}

/** The utility process that reads papers. It lives from the first paper on: an empty booth needs no reader. */
export function superviseOcr({
  bundleDir,
  clock,
  log,
}: ChildOptions): Pick<Supervisor<typeof ocrCalls>, 'call' | 'stop'> {
  let isStarted = false;
  const supervisor = createSupervisor({
    name: 'ocr',
    calls: ocrCalls,
    pushes: OCR_PUSHES,
    timeoutMs: OCR_TIMEOUT_MS,
    clock,
    log,
    onPush: () => undefined,
    onDown: () => undefined,
    // Reading keeps it busy for seconds: a health check would take work for a hang.
    health: null,
    spawn: () => fork(path.join(bundleDir, 'ocr-worker.cjs'), [], 'xiaowu-ocr'),
  });
  return {
    call(name, input) {
      if (!isStarted && name !== 'release') {
        isStarted = true;
        supervisor.start();
      }
      return supervisor.call(name, input);
    },
    stop: () => supervisor.stop(),
  };
}

function fork(file: string, args: string[], serviceName: string): ChildPort {
  const child = utilityProcess.fork(file, args, { serviceName, stdio: 'inherit' });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill(),
  };
}
