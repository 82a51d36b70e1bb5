import type { DeviceReport, DeviceState, DeviceStatus } from '../../../contracts/device/device.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';

/** What a technician reads out of two reports of a booth, one after the other. */
export type ChangeKind =
  | { readonly kind: 'link'; readonly online: boolean }
  | { readonly kind: 'visit'; readonly active: boolean }
  | { readonly kind: 'device-added'; readonly device: DeviceReport }
  | { readonly kind: 'device-removed'; readonly device: DeviceReport }
  | {
      readonly kind: 'device-state';
      readonly device: DeviceReport;
      readonly from: DeviceState;
      readonly to: DeviceState;
    }
  | { readonly kind: 'device-fault'; readonly device: DeviceReport; readonly code: string }
  | { readonly kind: 'device-cleared'; readonly device: DeviceReport }
  | {
      readonly kind: 'device-status';
      readonly device: DeviceReport;
      /** Name of the sensor, e.g. `leaf`; compartments carry their number. */
      readonly sensor: string;
      readonly compartment?: number;
      readonly from: string;
      readonly to: string;
    };

export interface BoothChange {
  /** Counts up while the page is open. */
  readonly order: number;
  readonly boothId: string;
  readonly atMs: number;
  readonly change: ChangeKind;
}

/** The differences that matter between two reports of the same booth; nothing for statistics, which always move. */
export function changesBetween(before: BoothStatus, after: BoothStatus): readonly ChangeKind[] {
  const changes: ChangeKind[] = [];
  if (before.online !== after.online) changes.push({ kind: 'link', online: after.online });
  if (before.visitActive !== after.visitActive) changes.push({ kind: 'visit', active: after.visitActive });
  const known = new Map(before.devices.map((device) => [device.id, device]));
  for (const device of after.devices) {
    const earlier = known.get(device.id);
    known.delete(device.id);
    if (earlier === undefined) changes.push({ kind: 'device-added', device });
    else changes.push(...deviceChanges(earlier, device));
  }
  for (const device of known.values()) changes.push({ kind: 'device-removed', device });
  return changes;
}

function deviceChanges(before: DeviceReport, device: DeviceReport): readonly ChangeKind[] {
  const changes: ChangeKind[] = [];
  if (before.state !== device.state) {
    changes.push({ kind: 'device-state', device, from: before.state, to: device.state });
  }
  if (device.fault !== null && device.fault.code !== before.fault?.code) {
    changes.push({ kind: 'device-fault', device, code: device.fault.code });
  }
  if (device.fault === null && before.fault !== null) changes.push({ kind: 'device-cleared', device });
  const earlier = new Map(sensorsOf(before.status).map((sensor) => [sensor.key, sensor.value]));
  for (const { key, sensor, compartment, value } of sensorsOf(device.status)) {
    const from = earlier.get(key);
    if (from === undefined || from === value) continue;
    changes.push({ kind: 'device-status', device, sensor, compartment, from, to: value });
  }
  return changes;
}

interface Sensor {
  readonly key: string;
  readonly sensor: string;
  readonly compartment?: number;
  readonly value: string;
}

/** Each sensor of a status by name. Codes and cards are left out: when somebody holds one up is no business of this list. */
function sensorsOf(status: DeviceStatus): readonly Sensor[] {
  switch (status.class) {
    case 'door':
      return (['lock', 'leaf', 'presence', 'lights'] as const).map((sensor) => ({
        key: sensor,
        sensor,
        value: status[sensor],
      }));
    case 'printer':
      return (['paper', 'cover', 'cutter', 'slip'] as const).map((sensor) => ({
        key: sensor,
        sensor,
        value: status[sensor],
      }));
    case 'ups':
      return (['mains', 'battery'] as const).map((sensor) => ({ key: sensor, sensor, value: status[sensor] }));
    case 'locker':
      return status.compartments.map(({ compartment, door }) => ({
        key: `compartment-${compartment}`,
        sensor: 'compartment',
        compartment,
        value: door,
      }));
    case 'scanner':
    case 'id-reader':
      return [];
  }
}
