import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import type { DeviceClass, DeviceReport } from '../../contracts/device/device.ts';
import { hostPushes } from '../../contracts/device/host.ts';
import { boothProfile, type DeviceProfile, type ProfileOf } from '../../contracts/device/profile.ts';
import { type Clock, systemClock } from '../../contracts/time.ts';
import { createDeviceHost, type DeviceHost } from '../../native/device-host.ts';
import type { HostPushName, Push } from '../../native/driver.ts';
import { type SimulatorOf, type SimulatorOptions, startSimulator } from '../../native/simulators/index.ts';
import { openPort } from '../../native/transport/open-port.ts';

type DriverName = DeviceProfile['driver'];

const PROFILES = new URL('../../resources/profiles/', import.meta.url);

/** Where settings are looked for: the profile in `XIAOWU_TEST_PROFILE`, the demo booth's, the board's example. */
function profilePaths(driver: DriverName): string[] {
  const given = process.env.XIAOWU_TEST_PROFILE;
  const ours = ['demo.json', `example-${driver}.json`].map((name) => fileURLToPath(new URL(name, PROFILES)));
  return given ? [given, ...ours] : ours;
}

function devicesOf(path: string): DeviceProfile[] {
  return boothProfile.parse(JSON.parse(readFileSync(path, 'utf8'))).devices;
}

/** Whether the board on the real port is this one: several drivers share a class, and with it the port's variable. */
function isOnThePort(driver: DriverName): boolean {
  const [first = ''] = profilePaths(driver);
  return devicesOf(first).some((device) => device.driver === driver);
}

export function settingsOf<D extends DriverName>(driver: D): ProfileOf<D> {
  const paths = profilePaths(driver);
  for (const path of paths) {
    const found = devicesOf(path).find((device): device is ProfileOf<D> => device.driver === driver);
    if (found) return found;
  }
  throw new Error(`no ${driver} in ${paths.join(' or ')}`);
}

interface Told {
  readonly name: HostPushName;
  readonly payload: unknown;
}

/** Everything a host pushed, checked against its schema, with waiting instead of sleeping. */
function createRecorder() {
  const told: Told[] = [];
  const looks = new Set<() => void>();
  const push: Push = (name, payload) => {
    told.push({ name, payload: hostPushes[name].parse(payload) });
    for (const look of [...looks]) look();
  };
  return {
    told,
    push,
    named: (name: HostPushName) => told.filter((one) => one.name === name).map((one) => one.payload),
    reports: () => told.filter((one) => one.name === 'device.changed').map((one) => one.payload as DeviceReport),
    waitFor(predicate: () => boolean, timeoutMs = 20_000): Promise<void> {
      const tooLate = new Error(`waited ${timeoutMs} ms in vain for ${predicate}`);
      return new Promise((resolve, reject) => {
        if (predicate()) return resolve();
        const timer = setTimeout(() => {
          looks.delete(look);
          reject(tooLate);
        }, timeoutMs);
        const look = () => {
          if (!predicate()) return;
          clearTimeout(timer);
          looks.delete(look);
          resolve();
        };
        looks.add(look);
      });
    },
  };
}
type Recorder = ReturnType<typeof createRecorder>;

/** A driver on its device, real or simulated, behind the device host as in a booth. */
export interface Bench<D extends DriverName> {
  readonly host: DeviceHost;
  readonly news: Recorder;
  /** Null on real hardware. */
  readonly simulator: SimulatorOf[D] | null;
  /** What a person has to do: done by the simulator, asked for on the terminal otherwise. */
  person(request: string, simulated: (simulator: SimulatorOf[D]) => void): void;
  close(): Promise<void>;
}

export interface BenchOptions<D extends DriverName> {
  readonly settings?: Partial<Omit<ProfileOf<D>, 'driver' | 'id' | 'line'>>;
  readonly simulator?: { readonly msPerLine?: number };
  readonly clock?: Clock;
}

/** Starts a simulator and a host on it; the link in a folder of its own lets the cable be pulled. */
export function benchOnSimulator<D extends DriverName>(driver: D, options: BenchOptions<D> = {}): Bench<D> {
  const folder = mkdtempSync(join(tmpdir(), 'xiaowu-bench-'));
  const { line, ...demo } = settingsOf(driver);
  const settings = { ...demo, pollMs: 50, ...options.settings };
  const simulator = startSimulator<D>({
    ...settings,
    ...options.simulator,
    linkPath: join(folder, driver),
  } as unknown as SimulatorOptions<D>);
  const device = { ...settings, line: { ...line, port: simulator.path } } as unknown as DeviceProfile;
  return {
    ...startHost(device, options.clock),
    simulator,
    person: (_request, simulated) => simulated(simulator),
    async close() {
      await this.host.close();
      await simulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function benchOnHardware<D extends DriverName>(driver: D, port: string): Bench<D> {
  const settings = settingsOf(driver);
  return {
    ...startHost({ ...settings, line: { ...settings.line, port } }),
    simulator: null,
    person: (request) => console.error(`>>> please ${request}`),
    close() {
      return this.host.close();
    },
  };
}

function startHost(device: DeviceProfile, clock: Clock = systemClock) {
  const news = createRecorder();
  const host = createDeviceHost({ devices: [device], clock, openPort, push: news.push });
  host.start();
  return { host, news };
}

/**
 * One suite, two targets: on the simulator always, on the real device when `XIAOWU_TEST_<DEVICE>_PORT` names its port;
 * without it that half shows as skipped, by name.
 */
export function onBothTargets<D extends DriverName>(
  deviceClass: DeviceClass,
  driver: D,
  suite: (start: () => Bench<D>) => void,
): void {
  const variable = `XIAOWU_TEST_${deviceClass.toUpperCase().replaceAll('-', '_')}_PORT`;
  const port = process.env[variable];
  describe(`${deviceClass} on the simulator of ${driver}`, () => suite(() => benchOnSimulator(driver)));
  describe.skipIf(!port || !isOnThePort(driver))(`${deviceClass} on real hardware, ${driver} (${variable})`, () =>
    suite(() => benchOnHardware(driver, port ?? '')),
  );
}
