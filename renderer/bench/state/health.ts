import type { DeviceReport, DeviceState } from '../../../contracts/device/device.ts';
import type { SelfCheckReport, SelfCheckResult } from '../../../contracts/technician/self-check.ts';
import type { Part } from './parts.ts';

/** What the drawing needs of a booth: the hub knows this much also of a booth that does not answer. */
export interface BenchBooth {
  readonly name: string;
  /** The hub answers the booth, or the booth the hub. */
  readonly online: boolean;
  readonly devices: readonly DeviceReport[];
  /** Labels of cameras, and how many microphones, that the booth's screen sees; null when not told. */
  readonly cameras: readonly string[] | null;
  readonly microphones: number | null;
  readonly lastSelfCheck: SelfCheckReport | null;
}

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

/** A device that works but asks for something (paper low, on battery, a fault named) is not `ok`. */
export function healthOf(device: DeviceReport): Health {
  const health = HEALTH_OF_STATE[device.state];
  if (health !== 'ok' && health !== 'active') return health;
  if (device.fault !== null || asksForSomething(device)) return 'warn';
  return health;
}

function asksForSomething({ status }: DeviceReport): boolean {
  if (status.class === 'printer') {
    const paperWell = status.paper === 'full' || status.paper === 'unknown';
    return !paperWell || status.cover === 'open' || status.cutter === 'error';
  }
  if (status.class === 'ups') return status.mains === 'failed' || status.battery === 'low';
  return false;
}

export function deviceOf(booth: Pick<BenchBooth, 'devices'>, part: Part): DeviceReport | null {
  return booth.devices.find((device) => device.class === part) ?? null;
}

/** The results of the last self-check that speak of a part without a driver. */
export function checksOf({ lastSelfCheck }: BenchBooth, part: Part): readonly SelfCheckResult[] {
  const results = lastSelfCheck?.results ?? [];
  switch (part) {
    case 'face':
      return results.filter(({ name }) => name === 'camera.face');
    case 'document':
      return results.filter(({ name }) => name === 'camera.document');
    case 'sound':
      return results.filter(({ name }) => name === 'microphone' || name === 'speaker');
    case 'screen':
      return results.filter(({ name }) => name.startsWith('network.') || ['disk', 'memory', 'clock'].includes(name));
    default:
      return [];
  }
}

const HEALTH_OF_CHECK = { ok: 'ok', warning: 'warn', failed: 'bad', skipped: 'off' } as const;
const WORST_FIRST: readonly Health[] = ['bad', 'warn', 'ok', 'off'];

export function checkHealth({ outcome }: Pick<SelfCheckResult, 'outcome'>): Health {
  return HEALTH_OF_CHECK[outcome];
}

/** The worst of several results; null when there is none that says anything. */
function worstOf(results: readonly SelfCheckResult[]): Health | null {
  const found = results.filter(({ outcome }) => outcome !== 'skipped').map(checkHealth);
  return WORST_FIRST.find((each) => found.includes(each)) ?? null;
}

/**
 * What the drawing says of each part: a device's own state; of what has no driver the last self-check, and before the
 * first check whether the booth's screen sees such a thing at all.
 */
export function partHealth(booth: BenchBooth, part: Part): Health {
  if (part === 'screen' && !booth.online) return 'bad';
  if (!booth.online) return 'off';
  if (part === 'screen') return worstOf(checksOf(booth, part)) === 'bad' ? 'warn' : 'ok';
  if (part === 'face' || part === 'document' || part === 'sound') {
    const seen = part === 'sound' ? booth.microphones : (booth.cameras?.length ?? null);
    if (seen === 0) return 'bad';
    return worstOf(checksOf(booth, part)) ?? (seen === null ? 'off' : 'ok');
  }
  const device = deviceOf(booth, part);
  return device === null ? 'off' : healthOf(device);
}

export function faultsOf(booth: Pick<BenchBooth, 'devices'>): readonly DeviceReport[] {
  return booth.devices.filter((device) => ['warn', 'bad'].includes(healthOf(device)));
}
