import type { DeviceState, DeviceStatus } from '../../contracts/device/device.ts';
import type { Fault } from '../driver.ts';
import type { MegatecStatus } from './protocol.ts';

export type UpsStatus = Extract<DeviceStatus, { class: 'ups' }>;

export const UNKNOWN_UPS: UpsStatus = {
  class: 'ups',
  mains: 'unknown',
  battery: 'unknown',
  inputVolts: null,
  loadPercent: null,
  batteryVolts: null,
  temperatureC: null,
};

/** One reading may be a brown-out of milliseconds, or a digit turned over on the line, which carries no checksum. */
const READINGS_OF_FAILURE = 2;

/** `step`: what values are rounded to. `band`: how far a reading must be off the shown value to change it. */
interface Rounding {
  readonly step: number;
  readonly band: number;
}
const ROUNDINGS = {
  inputVolts: { step: 1, band: 3 },
  loadPercent: { step: 5, band: 4 },
  temperatureC: { step: 1, band: 1.5 },
} as const;
const WHOLE_BATTERY: Rounding = { step: 0.5, band: 0.4 };
const ONE_CELL: Rounding = { step: 0.05, band: 0.04 };
/** A cell of a lead battery has 1.6 to 2.5 V; the smallest whole battery has six. */
const MAX_CELL_VOLTS = 5;
/** What the contract of a status allows; a reading beyond is none. */
const LIMITS = { inputVolts: 500, loadPercent: 200, batteryVolts: 300, temperatureC: 120 } as const;

/** The value to show for a reading: the shown one until the reading has left its band. */
export function steady(shown: number | null, reading: number | null, { step, band }: Rounding): number | null {
  if (reading === null) return null;
  if (shown !== null && Math.abs(reading - shown) < band) return shown;
  // Steps below 1 would otherwise leave 27.300000000000004.
  return Number((Math.round(reading / step) * step).toFixed(2));
}

/** What is known of a UPS, from one reading to the next. */
export interface UpsKnowledge {
  readonly status: UpsStatus;
  /** Readings in a row that said that the mains had failed. */
  readonly failures: number;
}

export const NOTHING_KNOWN: UpsKnowledge = { status: UNKNOWN_UPS, failures: 0 };

/** Mains count as failed after two readings in a row, as present after one; a low battery counts at once. */
export function learn(known: UpsKnowledge, reading: MegatecStatus): UpsKnowledge {
  const before = known.status;
  const failures = reading.mainsFailed ? Math.min(known.failures + 1, READINGS_OF_FAILURE) : 0;
  const within = (value: number | null, limit: number) => (value !== null && value <= limit ? value : null);
  const volts = within(reading.batteryVolts, LIMITS.batteryVolts);
  const isCell = reading.isStandby === null ? (volts ?? 0) < MAX_CELL_VOLTS : !reading.isStandby;
  return {
    failures,
    status: {
      class: 'ups',
      mains: mainsOf(reading, failures, before.mains),
      battery: reading.batteryLow === null ? 'unknown' : reading.batteryLow ? 'low' : 'ok',
      inputVolts: steady(before.inputVolts, within(reading.inputVolts, LIMITS.inputVolts), ROUNDINGS.inputVolts),
      loadPercent: steady(before.loadPercent, within(reading.loadPercent, LIMITS.loadPercent), ROUNDINGS.loadPercent),
      batteryVolts: steady(before.batteryVolts, volts, isCell ? ONE_CELL : WHOLE_BATTERY),
      temperatureC: steady(
        before.temperatureC,
        within(reading.temperatureC, LIMITS.temperatureC),
        ROUNDINGS.temperatureC,
      ),
    },
  };
}

function mainsOf(reading: MegatecStatus, failures: number, before: UpsStatus['mains']): UpsStatus['mains'] {
  if (reading.mainsFailed === null) return 'unknown';
  if (!reading.mainsFailed) return 'present';
  // The battery settles what one reading leaves open.
  return failures >= READINGS_OF_FAILURE || reading.batteryLow ? 'failed' : before;
}

/**
 * A UPS on battery does what it is for: it is `online`, and its status says that the mains have failed. Only a UPS that
 * calls itself failed is `hardwareError`.
 */
export function stateOf(reading: MegatecStatus): { state: DeviceState; fault: Fault | null } {
  if (!reading.failed) return { state: 'online', fault: null };
  return {
    state: 'hardwareError',
    fault: { code: 'device_error', cause: 'the UPS reports a failure of its own', action: 'maintenance' },
  };
}
