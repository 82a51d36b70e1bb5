import type { DeviceStatus } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';

export type DoorStatus = Extract<DeviceStatus, { class: 'door' }>;
export type Bit = 0 | 1;

type Wiring = Pick<ProfileOf<'modbus-door'>, 'leafClosedWhen' | 'presentWhen' | 'unlockedWhen'>;

/** What coils and inputs say, in the words of the domain. */
export function doorStatusOf(bits: { lock: Bit; lights: Bit; leaf: Bit; presence: Bit }, wiring: Wiring): DoorStatus {
  return {
    class: 'door',
    lock: bits.lock === wiring.unlockedWhen ? 'unlocked' : 'locked',
    leaf: bits.leaf === wiring.leafClosedWhen ? 'closed' : 'open',
    presence: bits.presence === wiring.presentWhen ? 'present' : 'absent',
    lights: bits.lights === 1 ? 'on' : 'off',
  };
}

export const UNKNOWN_DOOR: DoorStatus = {
  class: 'door',
  lock: 'unknown',
  leaf: 'unknown',
  presence: 'unknown',
  lights: 'unknown',
};
