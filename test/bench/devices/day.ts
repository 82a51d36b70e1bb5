import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { boothProfile, type DeviceProfile } from '../../../contracts/device/profile.ts';
import { unwrap } from '../../../contracts/result.ts';
import { VirtualClock } from '../../../contracts/time.ts';
import { createDeviceHost } from '../../../native/device-host.ts';
import { createMemoryCarrier, type MemoryCarrier } from '../../../native/simulators/carrier.ts';
import { type AnySimulator, type SimulatorOptions, startSimulator } from '../../../native/simulators/index.ts';
import { type BenchRow, row } from '../row.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;
/** Heaps are compared from here on: code is compiled, tables have their size. */
const FIRST_HOUR = 2;
const BYTES_PER_MB = 1_048_576;
const KEPT_BYTES = 1_024;
/** Noise of the heap itself: a leak of 10 bytes a command would be 25 MB. */
const MAX_GROWTH = 1.02;

/** A day of polling all devices of the demo booth, byte by byte, in virtual time: the heap at its end against its start. */
export async function* run(): AsyncGenerator<BenchRow> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const heapMb = () => {
    collect();
    collect();
    return process.memoryUsage().heapUsed / BYTES_PER_MB;
  };

  const clock = new VirtualClock();
  const { devices, carriers, simulators } = startMachines(clock);
  const host = createDeviceHost({
    devices,
    clock,
    openPort: (line) => {
      const carrier = carriers.get(line.path);
      if (!carrier) throw new Error(`no machine at ${line.path}`);
      return carrier.openPort(line);
    },
    push: () => undefined,
  });
  host.start();

  let firstMb = 0;
  for (let hour = 1; hour <= HOURS; hour++) {
    await clock.advance(HOUR_MS);
    if (hour === FIRST_HOUR) firstMb = heapMb();
  }
  const lastMb = heapMb();
  checkDay(unwrap(await host.handlers.reports(undefined, undefined)), simulators);
  await host.close();

  yield row(
    {
      group: 'devices',
      name: '24 h of polling',
      unit: 'MB',
      baselineName: `heap after ${FIRST_HOUR} h`,
      target: { kind: 'at-most', ratio: MAX_GROWTH },
    },
    [lastMb],
    [firstMb],
  );
}

function startMachines(clock: VirtualClock) {
  const file = new URL('../../../resources/profiles/demo.json', import.meta.url);
  const carriers = new Map<string, MemoryCarrier>();
  const simulators: AnySimulator[] = [];
  const devices = boothProfile.parse(JSON.parse(readFileSync(file, 'utf8'))).devices.map((device): DeviceProfile => {
    const { line, ...settings } = device;
    const carrier = createMemoryCarrier(`memory:${device.id}`);
    carriers.set(carrier.path, carrier);
    simulators.push(
      startSimulator({ ...settings, carrier, clock, keepBytes: KEPT_BYTES } as SimulatorOptions) as AnySimulator,
    );
    return { ...device, line: { ...line, port: carrier.path } };
  });
  return { devices, carriers, simulators };
}

/** A day on which a device was silent proves nothing. */
function checkDay(
  reports: readonly { id: string; state: string; statistics: { commands: number; failures: number } }[],
  simulators: readonly AnySimulator[],
): void {
  const violations = simulators.flatMap(({ id, violations: all }) => all.slice(0, 3).map((one) => `${id}: ${one}`));
  const lame = reports.filter(
    ({ id, state, statistics }) =>
      state !== 'online' || statistics.failures > 0 || (id !== 'scanner' && statistics.commands < HOURS * 60),
  );
  if (lame.length > 0) throw new Error(`no good day: ${JSON.stringify(lame)}`);
  if (violations.length > 0) throw new Error(`the host broke a protocol: ${violations.join('; ')}`);
}
