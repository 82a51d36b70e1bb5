import type { TechnicianMode } from '../../../contracts/technician/mode.ts';
import type { TechnicianPort } from '../port.ts';

/** Whether the technician at this bench may act on the booth, and if not, why. */
export type Leave = 'mine' | 'waiting' | 'exiting' | 'other' | 'inactive' | 'offline' | 'unknown';

/**
 * Only a word for the page: the booth itself checks every call. A mode belongs to this bench when it was opened from the
 * same side, and at the hub by the same person.
 */
export function leaveOf(
  mode: TechnicianMode | null,
  reachable: boolean,
  port: Pick<TechnicianPort, 'at' | 'displayName'>,
): Leave {
  if (!reachable) return 'offline';
  if (mode === null) return 'unknown';
  if (mode.phase === 'inactive') return 'inactive';
  const isMine = mode.by.from === port.at && (port.displayName === null || port.displayName === mode.by.displayName);
  if (!isMine) return 'other';
  if (mode.phase === 'requested') return 'waiting';
  return mode.phase === 'exiting' ? 'exiting' : 'mine';
}
