import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boothProfile } from '../../contracts/device/profile.ts';
import {
  type AnySimulator,
  type DoorSimulator,
  type IdReaderSimulator,
  type LockerSimulator,
  type PrinterSimulator,
  type ScannerSimulator,
  startSimulator,
  type UpsSimulator,
} from '../../native/simulators/index.ts';

/** The demo booth's machines, each on a pty behind a link that stays when it is unplugged. */
export interface Machines {
  readonly locker: LockerSimulator;
  readonly printer: PrinterSimulator;
  readonly scanner: ScannerSimulator;
  readonly door: DoorSimulator;
  readonly idReader: IdReaderSimulator;
  readonly ups: UpsSimulator;
  readonly all: readonly AnySimulator[];
  /** What the `$…_PORT` names of the profile stand for. */
  readonly ports: Readonly<Record<string, string>>;
  /** What the booth did that the devices' protocols forbid. */
  violations(): string[];
  close(): Promise<void>;
}

export async function startMachines(): Promise<Machines> {
  const file = new URL('../../resources/profiles/demo.json', import.meta.url);
  const profile = boothProfile.parse(JSON.parse(await readFile(file, 'utf8')));
  const ports: Record<string, string> = {};
  const links = await mkdtemp(join(tmpdir(), 'xiaowu-machines-'));
  const simulators: AnySimulator[] = profile.devices.map(({ line, ...device }) => {
    const simulator = startSimulator({ ...device, linkPath: join(links, device.id) });
    ports[line.port.replace(/^\$/, '')] = simulator.path;
    return simulator;
  });
  const find = <C extends AnySimulator['class']>(deviceClass: C) => {
    const found = simulators.find((each) => each.class === deviceClass);
    if (!found) throw new Error(`the demo profile names no ${deviceClass}`);
    return found as Extract<AnySimulator, { class: C }>;
  };
  return {
    locker: find('locker'),
    printer: find('printer'),
    scanner: find('scanner'),
    door: find('door'),
    idReader: find('id-reader'),
    ups: find('ups'),
    all: simulators,
    ports,
    violations: () => simulators.flatMap((each) => each.violations.map((violation) => `${each.id}: ${violation}`)),
    async close() {
      await Promise.all(simulators.map((each) => each.close()));
      await rm(links, { recursive: true, force: true });
    },
  };
}
