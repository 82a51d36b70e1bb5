import type { DeviceReport } from '../../contracts/device/device.ts';
import { hostPushes } from '../../contracts/device/host.ts';
import type { DeviceProfile, DriverName, ProfileOf } from '../../contracts/device/profile.ts';
import { createDeviceHost, type DeviceHost } from '../../native/device-host.ts';
import type { HostPushName } from '../../native/driver.ts';
import { createMemoryCarrier } from '../../native/simulators/carrier.ts';
import { type SimulatorOf, type SimulatorOptions, startSimulator, type Wiring } from '../../native/simulators/index.ts';
import { settingsOf } from './bench.ts';
import { EventClock } from './event-clock.ts';

export interface VirtualBenchOptions<D extends DriverName> extends Pick<Wiring, 'seed' | 'keepBytes'> {
  readonly settings?: Partial<Omit<ProfileOf<D>, 'driver' | 'id' | 'line'>>;
  readonly onPush?: (name: HostPushName, payload: unknown) => void;
}

/** A device host and a simulated device in one process, with real bytes between them, in virtual time. */
export interface VirtualBench<D extends DriverName> {
  readonly clock: EventClock;
  readonly host: DeviceHost;
  readonly simulator: SimulatorOf[D];
  report(): DeviceReport;
  /** Payloads of one kind of push, checked against their schema, in order. */
  told<K extends HostPushName>(name: K): unknown[];
  /** Lets time pass until the promise settles. */
  settle<T>(promise: Promise<T> | T, limitMs?: number): Promise<T>;
  /** Lets time pass until the predicate holds; fails after `limitMs`. */
  until(predicate: () => boolean, limitMs?: number): Promise<void>;
  close(): Promise<void>;
}

export function createVirtualBench<D extends DriverName>(
  driver: D,
  options: VirtualBenchOptions<D> = {},
): VirtualBench<D> {
  const clock = new EventClock();
  const carrier = createMemoryCarrier();
  const { line, ...usual } = settingsOf(driver);
  const { seed, keepBytes } = options;
  const settings = { ...usual, ...options.settings };
  const simulator = startSimulator<D>({
    ...settings,
    clock,
    carrier,
    seed,
    keepBytes,
  } as unknown as SimulatorOptions<D>);
  const pushes: { name: HostPushName; payload: unknown }[] = [];
  const host = createDeviceHost({
    devices: [{ ...settings, line: { ...line, port: carrier.path } } as unknown as DeviceProfile],
    clock,
    openPort: carrier.openPort,
    random: () => 0,
    push(name, payload) {
      if (options.onPush) options.onPush(name, payload);
      else pushes.push({ name, payload: hostPushes[name].parse(payload) });
    },
  });
  host.start();

  async function until(predicate: () => boolean, limitMs = 60_000): Promise<void> {
    const endMs = clock.nowMs() + limitMs;
    await clock.advance(0);
    while (!predicate()) {
      if (!(await clock.next(endMs))) throw new Error(`waited ${limitMs} ms in vain for ${predicate}`);
    }
  }

  return {
    clock,
    host,
    simulator,
    report() {
      const reports = host.handlers.reports(undefined, undefined) as { ok: true; value: DeviceReport[] };
      return reports.value[0] as DeviceReport;
    },
    told: (name) => pushes.filter((one) => one.name === name).map((one) => one.payload),
    async settle(promise, limitMs) {
      let done = false;
      const end = () => {
        done = true;
      };
      Promise.resolve(promise).then(end, end);
      await until(() => done, limitMs);
      return promise;
    },
    until,
    async close() {
      await host.close();
      await simulator.close();
    },
  };
}
