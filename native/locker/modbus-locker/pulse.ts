import type { ProfileOf } from '../../../contracts/device/profile.ts';
import { COIL_ON, WRITE_COIL, WRITE_REGISTER } from '../../modbus/protocol.ts';

/** Where Waveshare's "flash on" addresses begin; their value is a time. */
export const FLASH_ON = 0x0200;
const FLASH_STEP_MS = 100;
/** What switches a coil on at boards that do not know FF00. */
const ODD_COIL_ON = 0x0100;
/** "Momentary" of the boards that take a command in the high byte of a register: the board lets go after about 1 s. */
const MOMENTARY = 0x0500;

interface Pulse {
  readonly on: {
    readonly fn: typeof WRITE_COIL | typeof WRITE_REGISTER;
    readonly value: number;
    /** Wire address for the lock of this index, from 0. */
    address(lock: number): number;
  };
  /** The relay stays on until the host switches it off. */
  readonly heldByHost: boolean;
}

/** How this board's relays are pulsed. A pulse that the board times is to be preferred: it ends even when the host dies. */
export function pulseOf(profile: Pick<ProfileOf<'modbus-locker'>, 'pulse' | 'pulseMs' | 'firstRelay'>): Pulse {
  const relay = (lock: number) => profile.firstRelay + lock;
  switch (profile.pulse) {
    case 'flash': {
      const value = Math.max(1, Math.round(profile.pulseMs / FLASH_STEP_MS));
      return { on: { fn: WRITE_COIL, value, address: (lock) => FLASH_ON + relay(lock) }, heldByHost: false };
    }
    case 'coil':
      return { on: { fn: WRITE_COIL, value: COIL_ON, address: relay }, heldByHost: true };
    case 'coil-0100':
      return { on: { fn: WRITE_COIL, value: ODD_COIL_ON, address: relay }, heldByHost: true };
    case 'register':
      return { on: { fn: WRITE_REGISTER, value: MOMENTARY, address: relay }, heldByHost: false };
  }
}
