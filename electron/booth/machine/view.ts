import type { DeviceClass, DeviceReport } from '../../../contracts/device/device.ts';
import type { BoothFunction, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { MachineState } from './state.ts';

const WORKING_STATES: readonly DeviceReport['state'][] = ['online', 'deviceBusy'];

function works(devices: readonly DeviceReport[], deviceClass: DeviceClass): boolean {
  return devices.some(
    (device) => device.class === deviceClass && WORKING_STATES.includes(device.state) && canServe(device),
  );
}

/** A device may be online and yet not able to do its work: a printer without paper. */
function canServe({ status }: DeviceReport): boolean {
  if (status.class !== 'printer') return true;
  return status.paper !== 'out' && status.paper !== 'jammed' && status.cover !== 'open' && status.cutter !== 'error';
}

/** Cameras whose label is empty have not been granted yet; they count. */
function hasCamera(media: MachineState['media'], labelPart: string): boolean {
  if (!media) return true;
  return media.cameras.some((label) => label === '' || label.includes(labelPart));
}

/**
 * The functions that cannot be offered now. Each needs its device, a call and papers need the hub and cameras; exactly
 * those functions go, never the booth. Until the screen has told of its cameras they are taken to be there.
 */
export function withdrawnOf(state: Pick<MachineState, 'devices' | 'online' | 'media' | 'documentCamera'>) {
  const { devices, online, media, documentCamera } = state;
  const available: Record<BoothFunction, boolean> = {
    door: works(devices, 'door'),
    call: online && (media === null || media.microphones > 0 || media.cameras.length > 0),
    papers: online && hasCamera(media, documentCamera),
    locker: works(devices, 'locker'),
    print: works(devices, 'printer'),
    scan: works(devices, 'scanner'),
  };
  return (Object.keys(available) as BoothFunction[])
    .filter((name) => !available[name])
    .map((name) => ({ function: name, messageKey: `withdrawn.${name}` }));
}

export function isWithdrawn(state: MachineState, name: BoothFunction): boolean {
  return withdrawnOf(state).some((withdrawn) => withdrawn.function === name);
}

/** What the screen sees. The screen shown is a pure function of this. */
export function toBoothState(state: MachineState): BoothState {
  return {
    step: state.step,
    language: state.language,
    booth: state.booth,
    online: state.online,
    visit: state.visit,
    checkin: state.checkin,
    duty: state.duty,
    door: state.door,
    call: state.call,
    ask: state.ask,
    locker: state.locker,
    print: state.print,
    withdrawn: withdrawnOf(state),
    timeoutAt: state.timeoutAt,
    notice: state.notice,
  };
}
