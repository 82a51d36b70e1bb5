import type { ProfileOf } from '../../contracts/device/profile.ts';
import type { ScannerDialect } from './command.ts';
import { honeywellDialect } from './honeywell.ts';
import { gm65Dialect } from './newland-gm65.ts';
import { unifiedDialect } from './newland-unified.ts';

export type ScannerProfile = ProfileOf<'line-scanner' | 'honeywell-scanner' | 'newland-scanner'>;

/** Null for a scanner that reads by itself: it is told nothing, as whoever set it up wanted it. */
export function dialectOf(profile: ScannerProfile): ScannerDialect | null {
  if (profile.driver === 'line-scanner' || profile.trigger === 'presentation') return null;
  if (profile.driver === 'honeywell-scanner') return honeywellDialect;
  return profile.dialect === 'gm65' ? gm65Dialect : unifiedDialect;
}

export function modelOf(profile: ScannerProfile): string {
  if (profile.driver === 'line-scanner') return 'line scanner';
  if (profile.driver === 'honeywell-scanner') return 'Honeywell scanner';
  return profile.dialect === 'gm65' ? 'GM65 scan module' : 'Newland scanner';
}
