import type { DeviceReport } from '../../../contracts/device/device.ts';
import { courierDevices } from './courier.ts';
import { doorSeen } from './entry.ts';
import type { MachineEvent } from './messages.ts';
import type { Turn } from './turn.ts';

type Sensed = Extract<MachineEvent, { type: 'sensor' }>;

/** All devices as the device host reports them; replaces what was known. */
export function devicesReported(turn: Turn, devices: readonly DeviceReport[]): void {
  turn.patch({ devices });
  courierDevices(turn);
  for (const device of devices) {
    clearWhenWell(turn, device);
    doorReported(turn, device);
  }
}

export function deviceChanged(turn: Turn, device: DeviceReport): void {
  const others = turn.state.devices.filter((other) => other.id !== device.id);
  turn.patch({ devices: [...others, device] });
  courierDevices(turn);
  clearWhenWell(turn, device);
  doorReported(turn, device);
}

const SUBJECT_CHARS = 60;

/** What a device complained of: an incident once, until the device answers well again. */
function complained(turn: Turn, { deviceId, code, cause }: Extract<Sensed, { name: 'device.error' }>['payload']): void {
  const subject = deviceId.slice(0, SUBJECT_CHARS);
  const { deviceIncidents } = turn.state;
  if (deviceIncidents.some((one) => one.subject === subject && one.code === code)) return;
  turn
    .patch({ deviceIncidents: [...deviceIncidents, { subject, code }] })
    .boothFact({ type: 'incident.raised', subject, code, detail: cause });
}

function clearWhenWell(turn: Turn, { id, state, fault }: DeviceReport): void {
  if (state !== 'online' || fault) return;
  const subject = id.slice(0, SUBJECT_CHARS);
  const { deviceIncidents } = turn.state;
  const over = deviceIncidents.filter((one) => one.subject === subject);
  if (over.length === 0) return;
  turn.patch({ deviceIncidents: deviceIncidents.filter((one) => one.subject !== subject) });
  for (const { code } of over) turn.boothFact({ type: 'incident.cleared', subject, code });
}

/** A door that does not answer says nothing about itself; what was last seen may no longer hold. */
function doorReported(turn: Turn, { status, state }: DeviceReport): void {
  if (status.class !== 'door') return;
  if (state === 'online' || state === 'deviceBusy') {
    doorSeen(turn, { lock: status.lock, leaf: status.leaf, presence: status.presence });
  } else doorSeen(turn, { lock: 'unknown', leaf: 'unknown', presence: 'unknown' });
}

export function sensed(turn: Turn, event: Sensed): void {
  switch (event.name) {
    case 'door.changed':
      doorSeen(turn, { leaf: event.payload.leaf });
      return;
    case 'presence.changed':
      doorSeen(turn, { presence: event.payload.presence });
      return;
    case 'device.error':
      complained(turn, event.payload);
      return;
    case 'compartment.changed':
    case 'device.threshold':
    case 'slip.changed':
    case 'power.changed':
    case 'code.scanned':
      // The locker's doors are custody's; of the others the devices' reports tell what the machine needs.
      return;
  }
}
