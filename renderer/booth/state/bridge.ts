import type { BoothBridge } from '../../../contracts/ipc/bridge.ts';

/** The bridge that the preload put there, or null when this page was not opened by the booth's shell. */
export function findBridge(from: Pick<Window, 'boothBridge'> = window): BoothBridge | null {
  return from.boothBridge ?? null;
}
