import type { Clock } from '../../contracts/time.ts';
import { instantOf } from '../../contracts/time.ts';
import type { Push } from '../driver.ts';
import type { EjectorStatus } from './protocol.ts';
import type { PrinterStatus } from './status.ts';

/** A citizen takes a slip within seconds; one that hangs longer was forgotten, and says what the next must not read. */
export const NOT_TAKEN_MS = 45_000;

/** The slip at the printer's mouth: when it came, whether somebody took it, when it must be drawn back. */
export interface Mouth {
  readonly slip: PrinterStatus['slip'];
  /** Takes what the sensor says; true when the slip has hung too long and is to be drawn back. */
  saw(status: EjectorStatus): boolean;
  /** It was drawn back. */
  retracted(): void;
  /** The printer is gone: nothing is known. */
  forget(): void;
}

export function createMouth(clock: Clock, push: Push): Mouth {
  let slip: PrinterStatus['slip'] = 'unknown';
  let sinceMs = 0;

  const tell = (what: 'presented' | 'taken' | 'not-taken') =>
    push('slip.changed', { slip: what, at: instantOf(clock) });

  return {
    get slip() {
      return slip;
    },
    saw({ atMouth }) {
      if (!atMouth) {
        if (slip === 'presented') tell('taken');
        slip = 'none';
        return false;
      }
      if (slip !== 'presented') {
        slip = 'presented';
        sinceMs = clock.nowMs();
        tell('presented');
      }
      return clock.nowMs() - sinceMs >= NOT_TAKEN_MS;
    },
    retracted() {
      if (slip === 'presented') tell('not-taken');
      slip = 'none';
    },
    forget() {
      slip = 'unknown';
    },
  };
}
