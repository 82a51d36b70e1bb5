import { readFile } from 'node:fs/promises';
import { boothProfile } from '../../contracts/device/profile.ts';
import {
  type AnySimulator,
  type DoorSimulator,
  type LockerSimulator,
  type PrinterSimulator,
  type ScannerSimulator,
  startSimulator,
} from '../../native/simulators/index.ts';

/** The demo booth's machines, each on a pty. */
export interface Machines {
  readonly locker: LockerSimulator;
  readonly printer: PrinterSimulator;
  readonly scanner: ScannerSimulator;
  readonly door: DoorSimulator;
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
  const simulators: AnySimulator[] = profile.devices.map(({ line, ...device }) => {
    const simulator = startSimulator(device);
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
    ports,
    violations: () => simulators.flatMap((each) => each.violations.map((violation) => `${each.id}: ${violation}`)),
    async close() {
      await Promise.all(simulators.map((each) => each.close()));
    },
  };
}
