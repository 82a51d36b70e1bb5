import type { Block } from './blocks.ts';

/** From this level on the sensor has nothing left to tell, 0–255. */
const BLOWN = 246;

/**
 * Share of the page on which even the darkest of what is there is blown out: where a lamp or window is mirrored, no print
 * is left, while on white paper that is lit well the print stays dark.
 */
export function glareOf(blocks: readonly Block[]): number {
  return blocks.length === 0 ? 0 : blocks.filter(({ dark }) => dark >= BLOWN).length / blocks.length;
}
