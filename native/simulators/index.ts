import type { DriverName } from '../../contracts/device/profile.ts';
import { startDoorSimulator } from './door.ts';
import { startIdReaderSimulator } from './id-reader.ts';
import { startLockerSimulator } from './locker.ts';
import { startPrinterSimulator } from './printer.ts';
import { startScannerSimulator } from './scanner.ts';
import type { SimulatorOf, SimulatorOptions } from './types.ts';
import { startUpsSimulator } from './ups.ts';

type Starter<D extends DriverName> = (options: SimulatorOptions<D>) => SimulatorOf[D];

/** The one table from a profile's `driver` to the machine that plays the device. */
const starters: { readonly [D in DriverName]?: Starter<D> } = {
  'kerong-cu16': startLockerSimulator,
  'kerong-cu48': startLockerSimulator,
  'locker-8a': startLockerSimulator,
  'modbus-locker': startLockerSimulator,
  'escpos-printer': startPrinterSimulator,
  'line-scanner': startScannerSimulator,
  'honeywell-scanner': startScannerSimulator,
  'newland-scanner': startScannerSimulator,
  'sam-id-reader': startIdReaderSimulator,
  'modbus-door': startDoorSimulator,
  'megatec-ups': startUpsSimulator,
};

export { DEMO_CARDS } from './demo-cards.ts';
export type * from './types.ts';
export { startVisitor } from './visitor.ts';

/**
 * Starts the simulator of one device on a pty of its own.
 *
 *     const locker = startSimulator({ driver: 'kerong-cu16', id: 'locker', address: 0, … });
 *     const devices = [{ ...profile, line: { port: locker.path, baudRate: 19200 } }];
 */
export function startSimulator<D extends DriverName>(options: SimulatorOptions<D>): SimulatorOf[D] {
  // The table's type keeps each name, its options and its simulator together; an index loses that.
  const start = starters[options.driver] as Starter<DriverName> | undefined;
  if (!start) throw new Error(`no simulator of ${options.driver}`);
  return start(options as SimulatorOptions) as SimulatorOf[D];
}
