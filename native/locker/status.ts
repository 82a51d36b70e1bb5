import type { CompartmentState } from '../../contracts/device/device.ts';

export interface StatusBits {
  /** One bit for each compartment, the first in bit 0 of the first byte. */
  readonly bits: ArrayLike<number>;
  /** What a bit of 1 says of the door. */
  readonly setMeans: 'open' | 'closed';
  /** Infrared, 1 = something is there; null where the board has none. */
  readonly items: ArrayLike<number> | null;
}

/** What status bits say of each compartment, in the words of the domain; a bit that did not come is `unknown`. */
export function compartmentsOf(count: number, { bits, setMeans, items }: StatusBits): CompartmentState[] {
  const other = setMeans === 'closed' ? 'open' : 'closed';
  return Array.from({ length: count }, (_, index) => ({
    compartment: index + 1,
    door: pick(bits, index, setMeans, other),
    item: items ? pick(items, index, 'present', 'absent') : 'unknown',
  }));
}

function pick<S extends string, C extends string>(bits: ArrayLike<number>, index: number, set: S, clear: C) {
  const byte = bits[index >> 3];
  if (byte === undefined) return 'unknown';
  return (byte >> (index & 7)) & 1 ? set : clear;
}

/** Nothing is known: before the first reply and after the last. */
export function unknownCompartments(count: number): CompartmentState[] {
  return Array.from({ length: count }, (_, index) => ({ compartment: index + 1, door: 'unknown', item: 'unknown' }));
}

/** A status in a few words, for the wire log: `status: 2, 5 open; 2 with item`. */
export function inWords(compartments: readonly CompartmentState[]): string {
  const list = (fits: (one: CompartmentState) => boolean) => compartments.filter(fits).map((one) => one.compartment);
  const open = list((one) => one.door === 'open');
  const full = list((one) => one.item === 'present');
  return `status: ${open.join(', ') || 'none'} open${full.length > 0 ? `; ${full.join(', ')} with item` : ''}`;
}
