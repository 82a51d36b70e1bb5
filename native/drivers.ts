import type { DeviceProfile, DriverName, ProfileOf } from '../contracts/device/profile.ts';
import { createDoorDriver } from './door/driver.ts';
import type { Driver, DriverContext } from './driver.ts';
import { createIdReaderDriver } from './id-reader/driver.ts';
import { createLockerDriver } from './locker/driver.ts';
import { createPrinterDriver } from './printer/driver.ts';
import { createScannerDriver } from './scanner/driver.ts';
import { createUpsDriver } from './ups/driver.ts';

type Maker<D extends DriverName> = (profile: ProfileOf<D>, context: DriverContext) => Driver;

/** The one table from a profile's `driver` to the code that drives it. */
const makers: { readonly [D in DriverName]: Maker<D> } = {
  'kerong-cu16': createLockerDriver,
  'kerong-cu48': createLockerDriver,
  'locker-8a': createLockerDriver,
  'modbus-locker': createLockerDriver,
  'escpos-printer': createPrinterDriver,
  'line-scanner': createScannerDriver,
  'honeywell-scanner': createScannerDriver,
  'newland-scanner': createScannerDriver,
  'sam-id-reader': createIdReaderDriver,
  'modbus-door': createDoorDriver,
  'megatec-ups': createUpsDriver,
};

export function createDriver(profile: DeviceProfile, context: DriverContext): Driver {
  // The table's type keeps each name and its profile together; the compiler cannot follow that through an index.
  const make = makers[profile.driver] as Maker<DriverName>;
  return make(profile, context);
}
