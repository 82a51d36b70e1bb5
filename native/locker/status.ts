import type { CompartmentState } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';
import type { StatusReply } from './protocol.ts';

type Wiring = Pick<ProfileOf<'kerong-cu16'>, 'sizes' | 'hookBitSet' | 'infrared'>;

/** What a status reply says of each compartment, in the words of the domain. */
export function compartmentsOf(reply: StatusReply, wiring: Wiring): CompartmentState[] {
  const hooks = reply.hooksLow | (reply.hooksHigh << 8);
  const items = reply.itemsLow | (reply.itemsHigh << 8);
  const other = wiring.hookBitSet === 'closed' ? 'open' : 'closed';
  return Array.from({ length: wiring.sizes.length }, (_, index) => ({
    compartment: index + 1,
    door: (hooks >> index) & 1 ? wiring.hookBitSet : other,
    item: wiring.infrared ? ((items >> index) & 1 ? 'present' : 'absent') : 'unknown',
  }));
}

/** Nothing is known: before the first reply and after the last. */
export function unknownCompartments(count: number): CompartmentState[] {
  return Array.from({ length: count }, (_, index) => ({ compartment: index + 1, door: 'unknown', item: 'unknown' }));
}
