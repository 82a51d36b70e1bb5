import type { ProfileOf } from '../../contracts/device/profile.ts';
import type { FrameRule } from '../framing/frame-parser.ts';
import { honeywellDialect } from './honeywell.ts';
import { gm65Dialect } from './newland-gm65.ts';
import { unifiedDialect } from './newland-unified.ts';

export type ScannerProfile = ProfileOf<'line-scanner' | 'honeywell-scanner' | 'newland-scanner'>;

/** What a scanner answers to a command. */
export interface ScannerReply {
  /** Which command it answers, as far as it says so. */
  readonly about: string;
  readonly outcome: 'done' | 'unknown' | 'refused' | 'garbled';
}

export interface ScannerCommand {
  readonly name: string;
  readonly request: Uint8Array;
  /** Whether a reply answers this command; null when the scanner acts without a word. */
  readonly isReply: ((reply: ScannerReply) => boolean) | null;
}

/** How a scanner is told to read. */
export interface ScannerDialect {
  readonly replyRule: FrameRule<ScannerReply>;
  /** Sets reading by command, until the power goes. Sent again and again, it also shows that somebody is there. */
  readonly prepare: ScannerCommand;
  readonly triggerOn: ScannerCommand;
  readonly triggerOff: ScannerCommand;
}

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
