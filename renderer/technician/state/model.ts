import type { XiaowuError } from '../../../contracts/errors.ts';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import type { BoothChange } from './changes.ts';

export interface TechnicianSession {
  readonly token: string;
  /** ISO instant. */
  readonly expiresAt: string;
  readonly displayName: string;
}

export interface TechnicianState {
  readonly session: TechnicianSession | null;
  readonly busy: boolean;
  readonly error: XiaowuError | null;
  /** The log-in was right, the role was not. */
  readonly wrongRole: boolean;
  /** The session ran out by itself. */
  readonly expired: boolean;
  readonly link: 'none' | 'connecting' | 'live' | 'lost';
  readonly booths: readonly BoothStatus[];
  /** Whether `booths` was ever told; an empty list says something only then. */
  readonly loaded: boolean;
  readonly boothId: string | null;
  /** Newest first. */
  readonly changes: readonly BoothChange[];
}

export const initialTechnicianState: TechnicianState = {
  session: null,
  busy: false,
  error: null,
  wrongRole: false,
  expired: false,
  link: 'none',
  booths: [],
  loaded: false,
  boothId: null,
  changes: [],
};
