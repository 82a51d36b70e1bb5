import type { DeviceReport } from '../../../contracts/device/device.ts';
import { bearsName } from '../../../contracts/device/profile.ts';
import { FUNCTION_NEEDS, type FunctionNeeds, type MediaPart } from '../../../contracts/ipc/booth-function.ts';
import type { BoothFunction, BoothState } from '../../../contracts/ipc/booth-state.ts';
import type { MachineState } from './state.ts';

const WORKING_STATES: readonly DeviceReport['state'][] = ['online', 'deviceBusy'];

/** A device may be online and yet not able to do its work: a printer without paper. */
function canServe({ state, status }: DeviceReport): boolean {
  if (!WORKING_STATES.includes(state)) return false;
  if (status.class !== 'printer') return true;
  return status.paper !== 'out' && status.paper !== 'jammed' && status.cover !== 'open' && status.cutter !== 'error';
}

type Knowledge = Pick<MachineState, 'devices' | 'online' | 'media' | 'documentCamera' | 'mediaFaults' | 'mediaLost'>;

/** Devices of the class that keep it from working; the class itself where the profile names none. */
function missingDevice({ devices }: Knowledge, deviceClass: DeviceReport['class']): readonly string[] {
  const ofClass = devices.filter((device) => device.class === deviceClass);
  if (ofClass.some(canServe)) return [];
  return ofClass.length > 0 ? ofClass.map((device) => device.id) : [deviceClass];
}

/** Until the screen has told what it sees, parts count as there. Cameras whose label is empty have not been granted yet. */
function worksMedia({ media, documentCamera, mediaFaults, mediaLost }: Knowledge, part: MediaPart): boolean {
  if (mediaFaults.includes(part) || mediaLost.includes(part)) return false;
  if (media === null) return true;
  switch (part) {
    case 'microphone':
      return media.microphones > 0;
    case 'camera.face':
      return media.cameras.length > 0;
    case 'camera.document':
      return media.cameras.some((label) => label === '' || bearsName(label, documentCamera));
  }
}

/** Nobody is let in on a battery that runs out. A UPS that says nothing keeps nobody out. */
function hasPower({ devices }: Knowledge): boolean {
  return !devices.some(({ status }) => status.class === 'ups' && status.mains === 'failed' && status.battery === 'low');
}

function causesOf(knowledge: Knowledge, needs: FunctionNeeds): readonly string[] {
  const broken = needs.media.filter((part) => !worksMedia(knowledge, part));
  return [
    ...needs.devices.flatMap((deviceClass) => missingDevice(knowledge, deviceClass)),
    // One of the named parts is enough: a call without a picture is better than none.
    ...(broken.length === needs.media.length ? broken : []),
    ...(needs.hub && !knowledge.online ? ['hub'] : []),
    ...(needs.power && !hasPower(knowledge) ? ['ups'] : []),
  ];
}

/**
 * What cannot be used now and why. Exactly the functions whose devices are down are withdrawn, and they return by
 * themselves with their devices.
 */
export function withdrawnOf(knowledge: Knowledge): BoothState['withdrawn'] {
  return (Object.keys(FUNCTION_NEEDS) as BoothFunction[]).flatMap((name) => {
    const causes = [...causesOf(knowledge, FUNCTION_NEEDS[name])];
    return causes.length > 0 ? [{ function: name, messageKey: `withdrawn.${name}`, causes }] : [];
  });
}

export function isWithdrawn(state: MachineState, name: BoothFunction): boolean {
  return withdrawnOf(state).some((withdrawn) => withdrawn.function === name);
}

function lockerSizesOf({ devices }: Knowledge): BoothState['lockerSizes'] {
  const { capabilities } = devices.find((device) => device.class === 'locker') ?? {};
  return capabilities?.class === 'locker' ? capabilities.sizes : [];
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
    // Nobody is heard or seen before the citizen has said that they go on.
    call: state.step === 'resume' ? null : state.call,
    instead: state.instead,
    callEnd: state.callEnd,
    ask: state.ask,
    locker: state.locker,
    print: state.print,
    courier: state.courier,
    lockerSizes: lockerSizesOf(state),
    technician: state.technician,
    withdrawn: withdrawnOf(state),
    timeoutAt: state.timeoutAt,
    notice: state.notice,
    setupRev: state.setupRev,
    wakes: state.wakes,
  };
}
