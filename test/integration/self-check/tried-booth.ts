import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCall } from '../../../contracts/channel.ts';
import type { CompartmentSize } from '../../../contracts/device/device.ts';
import { hostCalls } from '../../../contracts/device/host.ts';
import type { DeviceProfile, ProfileOf } from '../../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../../contracts/errors.ts';
import { err, ok, type Result } from '../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../contracts/technician/probe.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import { systemClock } from '../../../contracts/time.ts';
import { freshId } from '../../../electron/booth/fresh-id.ts';
import type { MachineReading } from '../../../electron/booth/self-check/check.ts';
import { readHub } from '../../../electron/booth/self-check/hub-reading.ts';
import type { LineSpeed } from '../../../electron/booth/self-check/line-speed.ts';
import { readMachine, tryDisk } from '../../../electron/booth/self-check/machine-reading.ts';
import { reachRelay } from '../../../electron/booth/self-check/relay-reach.ts';
import { createSelfCheck, type SelfCheck } from '../../../electron/booth/self-check/self-check.ts';
import { createDeviceHost, type DeviceHost } from '../../../native/device-host.ts';
import { type SimulatorOf, type SimulatorOptions, startSimulator } from '../../../native/simulators/index.ts';
import { openPort } from '../../../native/transport/open-port.ts';
import { HEALTHY_PROBES } from '../../fixtures/probes.ts';

const POLL_MS = 50;
const WIDE_LINE: LineSpeed = { down: 20_000, up: 10_000 };
const SMALL: CompartmentSize[] = Array.from({ length: 6 }, () => 'small');

const SETTINGS = {
  locker: {
    driver: 'kerong-cu16',
    id: 'locker',
    sizes: SMALL,
    pollMs: POLL_MS,
    address: 0,
    hookBitSet: 'closed',
    infrared: true,
    unlockReply: 'none',
  },
  printer: {
    driver: 'escpos-printer',
    id: 'printer',
    paperWidthMm: 80,
    confirm: 'process-id',
    taken: 'none',
    cut: 'gs-v',
    pollMs: 100,
  },
  scanner: { driver: 'line-scanner', id: 'scanner', suffix: 'crlf', encoding: 'utf8' },
  door: {
    driver: 'modbus-door',
    id: 'door',
    unit: 1,
    lockCoil: 0,
    lightsCoil: 1,
    leafInput: 0,
    presenceInput: 1,
    leafClosedWhen: 1,
    presentWhen: 1,
    unlockedWhen: 1,
    pollMs: POLL_MS,
  },
  idReader: { driver: 'sam-id-reader', id: 'id-reader', findMs: 100, readWhenFindFails: false, pollMs: 500 },
  ups: { driver: 'megatec-ups', id: 'ups', pollMs: 500 },
} as const satisfies {
  readonly locker: Omit<ProfileOf<'kerong-cu16'>, 'line'>;
  readonly printer: Omit<ProfileOf<'escpos-printer'>, 'line'>;
  readonly scanner: Omit<ProfileOf<'line-scanner'>, 'line'>;
  readonly door: Omit<ProfileOf<'modbus-door'>, 'line'>;
  readonly idReader: Omit<ProfileOf<'sam-id-reader'>, 'line'>;
  readonly ups: Omit<ProfileOf<'megatec-ups'>, 'line'>;
};

type Part = keyof typeof SETTINGS;
type Machines = { readonly [P in Part]: SimulatorOf[(typeof SETTINGS)[P]['driver']] };

/** A booth as its self-check sees it: real drivers on simulated devices, a real HTTP server, a real disk; media as told. */
export class TriedBooth {
  readonly machines: Machines;
  readonly dataDir: string;
  /** What the screen would measure; a test puts a fault here. */
  media: { [K in Exclude<ProbeKind, 'touch'>]: Result<ProbeReading, XiaowuError> };
  machine: Partial<MachineReading> = {};
  isOnline = true;
  lineSpeed: LineSpeed = WIDE_LINE;
  relays: readonly string[] = [];
  /** How far the hub's clock is ahead. */
  hubAheadMs = 0;
  readonly #folder: string;
  readonly #server: Server;
  readonly #host: DeviceHost;
  readonly #selfCheck: SelfCheck;

  private constructor(folder: string, server: Server, machines: Machines, devices: readonly DeviceProfile[]) {
    this.#folder = folder;
    this.#server = server;
    this.machines = machines;
    this.dataDir = folder;
    this.media = healthyMedia();
    this.#host = createDeviceHost({ devices, clock: systemClock, openPort, push: () => undefined });
    const hubUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#selfCheck = createSelfCheck({
      boothId: 'demo-booth-01',
      clock: systemClock,
      freshId,
      onReport: () => undefined,
      ports: {
        devices: () => runCall(hostCalls.reports, this.#host.handlers.reports, undefined, undefined),
        measure: async (kind) => (kind === 'touch' ? err(fail('internal')) : this.media[kind]),
        isMediaFree: () => true,
        hub: () => readHub(hubUrl, null, systemClock),
        isOnline: () => this.isOnline,
        lineSpeed: async () => ok(this.lineSpeed),
        relays: () => this.relays,
        reachRelay,
        machine: async () => ({ ...(await readMachine(this.dataDir)), ...this.machine }),
        tryDisk: () => tryDisk(this.dataDir),
      },
    });
  }

  static async open(): Promise<TriedBooth> {
    const folder = mkdtempSync(join(tmpdir(), 'xiaowu-self-check-'));
    const devices: DeviceProfile[] = [];
    const machines = Object.fromEntries(
      Object.entries(SETTINGS).map(([part, settings]) => {
        const simulator = startSimulator({ ...settings, linkPath: join(folder, part) } as SimulatorOptions);
        devices.push({ ...settings, line: { port: simulator.path, baudRate: 115200 } } as unknown as DeviceProfile);
        return [part, simulator];
      }),
    ) as unknown as Machines;
    const server = createServer((_request, response) => {
      response.setHeader('date', new Date(Date.now() + booth.hubAheadMs).toUTCString());
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const booth = new TriedBooth(folder, server, machines, devices);
    booth.#host.start();
    return booth;
  }

  /** Ends the hub; every later request is refused. */
  endHub(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  check(): Promise<SelfCheckReport> {
    return this.#selfCheck.run('technician');
  }

  /** Checks again and again until the findings are these: a device tells its state within its next polls. */
  async until(expected: readonly string[], timeoutMs = 15_000): Promise<SelfCheckReport> {
    const endsMs = Date.now() + timeoutMs;
    for (;;) {
      const report = await this.check();
      if (JSON.stringify(troublesOf(report)) === JSON.stringify(expected)) return report;
      if (Date.now() > endsMs) {
        throw new Error(`wanted ${JSON.stringify(expected)}, found ${JSON.stringify(troublesOf(report))}`);
      }
    }
  }

  /** Prints a test page. */
  print() {
    const document = {
      kind: 'test-page',
      number: 'T20260131-0001',
      language: 'zh-CN',
      boothName: '演示晓屋',
      at: '2026-01-31T02:00:00.000Z',
    } as const;
    return runCall(hostCalls['printer.print'], this.#host.handlers['printer.print'], { document, copy: 0 }, undefined);
  }

  heal(): void {
    this.media = healthyMedia();
    this.machine = {};
    this.isOnline = true;
    this.lineSpeed = WIDE_LINE;
    this.relays = [];
    this.hubAheadMs = 0;
  }

  async close(): Promise<void> {
    await this.#host.close();
    await Promise.all(Object.values(this.machines).map((machine) => machine.close()));
    if (this.#server.listening) await this.endHub();
    rmSync(this.#folder, { recursive: true });
  }
}

function healthyMedia(): TriedBooth['media'] {
  return {
    'camera.face': ok(HEALTHY_PROBES['camera.face']),
    'camera.document': ok(HEALTHY_PROBES['camera.document']),
    microphone: ok(HEALTHY_PROBES.microphone),
    speaker: ok(HEALTHY_PROBES.speaker),
  };
}

/** What is not well, as `name code`, in the order of the report. */
export function troublesOf(report: SelfCheckReport): string[] {
  return report.results
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'warning')
    .map(({ name, code }) => `${name} ${code}`);
}
