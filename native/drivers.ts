import type { DeviceProfile } from '../contracts/device/profile.ts';
import { assertNever } from '../contracts/result.ts';
import { createDoorDriver } from './door/driver.ts';
import type { Driver, DriverContext } from './driver.ts';
import { createLockerDriver } from './locker/driver.ts';
import { createPrinterDriver } from './printer/driver.ts';
import { createScannerDriver } from './scanner/driver.ts';

/** The one table from a profile's `driver` to the code that drives it. */
export function createDriver(profile: DeviceProfile, context: DriverContext): Driver {
  switch (profile.driver) {
    case 'kerong-cu16':
      return createLockerDriver(profile, context);
    case 'escpos-printer':
      return createPrinterDriver(profile, context);
    case 'line-scanner':
      return createScannerDriver(profile, context);
    case 'modbus-door':
      return createDoorDriver(profile, context);
    default:
      return assertNever(profile);
  }
}
