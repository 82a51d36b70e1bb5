import type { DeviceProfile } from '../../contracts/device/profile.ts';
import { assertNever } from '../../contracts/result.ts';
import { startDoorSimulator } from './door.ts';
import { startLockerSimulator } from './locker.ts';
import { startPrinterSimulator } from './printer.ts';
import { startScannerSimulator } from './scanner.ts';
import type { AnySimulator, SimulatorOf, SimulatorOptions } from './types.ts';

export type * from './types.ts';
export { startVisitor } from './visitor.ts';

/**
 * Starts the simulator of one device on a pty of its own.
 *
 *     const locker = startSimulator({ driver: 'kerong-cu16', id: 'locker', address: 0, … });
 *     const devices = [{ ...profile, line: { port: locker.path, baudRate: 19200 } }];
 */
export function startSimulator<D extends DeviceProfile['driver']>(options: SimulatorOptions<D>): SimulatorOf[D] {
  // The union of all options fits each driver's own; the switch keeps them together.
  return start(options as SimulatorOptions) as SimulatorOf[D];
}

function start(options: SimulatorOptions): AnySimulator {
  switch (options.driver) {
    case 'kerong-cu16':
      return startLockerSimulator(options);
    case 'escpos-printer':
      return startPrinterSimulator(options);
    case 'line-scanner':
      return startScannerSimulator(options);
    case 'modbus-door':
      return startDoorSimulator(options);
    default:
      return assertNever(options);
  }
}
