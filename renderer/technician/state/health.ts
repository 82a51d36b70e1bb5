import type { DeviceReport, DeviceState } from '../../../contracts/device/device.ts';
import { ERROR_TABLE } from '../../../contracts/errors.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import type { Part } from './model.ts';

/** How well a part is, as shape and colour show it. */
export type Health = 'ok' | 'active' | 'warn' | 'bad' | 'off';

const HEALTH_OF_STATE: Readonly<Record<DeviceState, Health>> = {
  online: 'ok',
  deviceBusy: 'active',
  starting: 'active',
  userError: 'warn',
  potentialFraud: 'warn',
  offline: 'bad',
  powerOff: 'bad',
  noDevice: 'bad',
  hardwareError: 'bad',
  fraudAttempt: 'bad',
};

/** A device that works but asks for something (paper low, a fault named) is not `ok`. */
export function healthOf(device: DeviceReport): Health {
  const health = HEALTH_OF_STATE[device.state];
  if (health !== 'ok' && health !== 'active') return health;
  if (device.fault !== null) return 'warn';
  const { status } = device;
  if (status.class === 'printer' && (status.paper !== 'full' || status.cover === 'open' || status.cutter === 'error')) {
    return status.paper === 'unknown' && status.cover !== 'open' ? health : 'warn';
  }
  return health;
}

export function deviceOf(status: BoothStatus, part: Part): DeviceReport | null {
  return status.devices.find((device) => device.class === part) ?? null;
}

/** What the drawing says of each part. Screen and computer are as well as the line to them; cameras do not report yet. */
export function partHealth(status: BoothStatus, part: Part): Health {
  if (part === 'screen') return status.online ? 'ok' : 'bad';
  if (!status.online) return 'off';
  const device = deviceOf(status, part);
  return device === null ? 'off' : healthOf(device);
}

export function faultsOf(status: BoothStatus): readonly DeviceReport[] {
  return status.devices.filter((device) => ['warn', 'bad'].includes(healthOf(device)));
}

/** Support number of a fault's code, when it is one of the house's table. */
export function supportNumberOf(code: string): number | null {
  return Object.hasOwn(ERROR_TABLE, code) ? ERROR_TABLE[code as keyof typeof ERROR_TABLE].support : null;
}
