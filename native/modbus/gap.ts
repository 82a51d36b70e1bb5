/** Up to this baud a character counts 11 bits; above it the specification fixes the silence. */
const COUNTED_UP_TO_BAUD = 19_200;
const BITS_PER_CHARACTER = 11;
const CHARACTERS = 3.5;
const FIXED_GAP_MS = 1.75;

/**
 * Silence between two frames, in milliseconds: 3.5 characters ("MODBUS over Serial Line V1.02", 2.5.1.1), or more when the
 * board needs more.
 */
export function frameGapMs(baudRate: number, atLeastMs = 0): number {
  const rule = baudRate > COUNTED_UP_TO_BAUD ? FIXED_GAP_MS : (CHARACTERS * BITS_PER_CHARACTER * 1000) / baudRate;
  return Math.max(rule, atLeastMs);
}
