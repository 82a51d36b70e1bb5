import { readFileSync } from 'node:fs';
import { boothProfile, type DeviceProfile } from '../../../contracts/device/profile.ts';
import { unwrap } from '../../../contracts/result.ts';
import { systemClock } from '../../../contracts/time.ts';
import type { Driver, WireEntry } from '../../../native/driver.ts';
import { createDriver } from '../../../native/drivers.ts';
import {
  type AnySimulator,
  DEMO_CARDS,
  type SimulatorOptions,
  startSimulator,
} from '../../../native/simulators/index.ts';
import { openPort } from '../../../native/transport/open-port.ts';
import { type BenchRow, row } from '../row.ts';

const BITS_PER_BYTE = 10;
const ROUNDS = 25;
const WARM_UP_ROUNDS = 5;
/** A QR code of the booth, as the phone shows it. */
const CODE = 'https://booth.example/phone/?c=4821-7365-0093';

interface Sample {
  readonly ms: number;
  readonly bytes: number;
}

/** A driver on its machine, whose answers take the time that they need at the profile's baud. */
interface Rig {
  readonly driver: Driver;
  readonly simulator: AnySimulator;
  /** Samples of `request → reply` as they come, while somebody listens. */
  onExchange(listener: (sample: Sample) => void): void;
}

/** How one command of a driver is measured; without `once`, its polling is. */
interface Subject {
  readonly settings?: object;
  readonly once?: (rig: Rig) => Promise<void>;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  'kerong-cu16': {},
  'kerong-cu48': {},
  'locker-8a': {},
  'modbus-locker': {},
  'modbus-door': {},
  'megatec-ups': { settings: { pollMs: 500 } },
  'escpos-printer': { once: print },
  'line-scanner': { once: scan },
  'honeywell-scanner': { once: scan },
  'newland-scanner': { settings: { dialect: 'unified', suffix: 'cr' }, once: scan },
  'sam-id-reader': { once: readCard },
};

/** Round trip of each driver's command against the time that its bytes need on the line. */
export async function* run(): AsyncGenerator<BenchRow> {
  for (const [name, subject] of Object.entries(SUBJECTS)) {
    const profile = profileOf(name, subject);
    const samples = await withRig(profile, (rig) => (subject.once ? times(rig, subject.once) : polls(rig)));
    yield row(
      {
        group: 'devices',
        name: `round-trip ${name}`,
        unit: 'ms',
        baselineName: 'bytes × 10 ÷ baud',
        target: { kind: 'at-most', ratio: 1.3 },
      },
      samples.map(({ ms }) => ms),
      samples.map(({ bytes }) => (bytes * BITS_PER_BYTE * 1000) / profile.line.baudRate),
    );
  }
}

function profileOf(driver: string, { settings = {} }: Subject): DeviceProfile {
  const file = new URL(`../../../resources/profiles/example-${driver}.json`, import.meta.url);
  const [device] = boothProfile.parse(JSON.parse(readFileSync(file, 'utf8'))).devices;
  if (!device) throw new Error(`${file} has no device`);
  return { ...device, ...('pollMs' in device ? { pollMs: 100 } : {}), ...settings } as DeviceProfile;
}

async function withRig(profile: DeviceProfile, measure: (rig: Rig) => Promise<Sample[]>): Promise<Sample[]> {
  const { line, ...settings } = profile;
  const simulator = startSimulator({ ...settings, paceBaud: line.baudRate } as SimulatorOptions) as AnySimulator;
  const listeners = new Set<(sample: Sample) => void>();
  let sent: { atMs: number; bytes: number } | null = null;
  const wire = ({ direction, kind, bytes }: WireEntry) => {
    if (direction === 'out') sent = { atMs: performance.now(), bytes: bytes.length };
    else if (kind === 'frame' && sent) {
      const sample = { ms: performance.now() - sent.atMs, bytes: sent.bytes + bytes.length };
      sent = null;
      for (const listener of listeners) listener(sample);
    }
  };
  const driver = createDriver({ ...profile, line: { ...line, port: simulator.path } } as DeviceProfile, {
    clock: systemClock,
    openPort,
    push: () => undefined,
    wire,
  });
  driver.start();
  try {
    while (driver.report().state !== 'online') await new Promise((resolve) => setTimeout(resolve, 50));
    return await measure({ driver, simulator, onExchange: (listener) => void listeners.add(listener) });
  } finally {
    await driver.close();
    await simulator.close();
  }
}

function polls({ onExchange }: Rig): Promise<Sample[]> {
  const samples: Sample[] = [];
  return new Promise((resolve) => {
    onExchange((sample) => {
      if (samples.push(sample) === ROUNDS + WARM_UP_ROUNDS) resolve(samples.slice(WARM_UP_ROUNDS));
    });
  });
}

async function times(rig: Rig, once: (rig: Rig) => Promise<void>): Promise<Sample[]> {
  const samples: Sample[] = [];
  const crossed = () => rig.simulator.condition.heardBytes + rig.simulator.condition.saidBytes;
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    // Between two looks of the poller: its bytes are not the command's.
    await settled(crossed);
    const bytesBefore = crossed();
    const startMs = performance.now();
    await once(rig);
    samples.push({ ms: performance.now() - startMs, bytes: crossed() - bytesBefore });
  }
  return samples.slice(WARM_UP_ROUNDS);
}

/** Waits until nothing has crossed the line for a while. */
async function settled(crossed: () => number): Promise<void> {
  for (let before = -1; before !== crossed(); ) {
    before = crossed();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function scan({ driver, simulator }: Rig): Promise<void> {
  if (driver.class !== 'scanner' || simulator.class !== 'scanner') throw new Error('no scanner');
  const reading = driver.read(10_000);
  simulator.scan(CODE);
  unwrap(await reading);
}

async function readCard({ driver, simulator }: Rig): Promise<void> {
  if (driver.class !== 'id-reader' || simulator.class !== 'id-reader') throw new Error('no reader');
  simulator.lay({ kind: 'card', card: DEMO_CARDS.resident });
  unwrap(await driver.read(10_000));
}

/** Forty lines of text and a cut, as a receipt has. */
const SLIP = Uint8Array.from([
  ...Array.from({ length: 40 }, () => [...Buffer.from('0123456789 0123456789 0123456'), 0x0a]).flat(),
  0x1b,
  0x69,
]);

async function print({ driver }: Rig): Promise<void> {
  if (driver.class !== 'printer') throw new Error('no printer');
  unwrap(await driver.print(SLIP, 'T20260131-0001'));
}
