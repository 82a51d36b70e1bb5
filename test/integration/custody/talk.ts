import type { ProfileOf } from '../../../contracts/device/profile.ts';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { ParcelState } from '../../../contracts/domain/visit.ts';
import type { CustodyEvent } from '../../../electron/booth/custody/messages.ts';
import type { Compartment } from '../../../electron/booth/custody/state.ts';

export interface AppOptions {
  readonly dataDir: string;
  readonly device: ProfileOf<'kerong-cu16'>;
  /** The device host is a process of its own. */
  readonly hostOutside: boolean;
  /** The power is cut in the transaction that records this state: before it is on disk, or right after. */
  readonly dieAt: { readonly state: ParcelState; readonly when: 'before' | 'after' } | null;
}

/** What the process says of itself after each change. */
export interface AppReport {
  readonly compartments: readonly Compartment[];
  readonly facts: readonly VisitFact[];
  readonly hostPid: number | null;
  /** How often the device host has died. */
  readonly restarts: number;
}

export type ToApp = CustodyEvent;
