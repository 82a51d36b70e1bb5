import type { Timer } from '../../contracts/time.ts';
import { toHex } from '../framing/hex.ts';
import { encodeScan } from '../scanner/protocol.ts';
import { type Base, createBase } from './base.ts';
import { createGm65Ears, createHoneywellEars, createUnifiedEars, type Ears, type Trigger } from './scanner-ears.ts';
import type { ScannerSimulator, SimulatorOptions } from './types.ts';

/** A scanner that was told to look gives up by itself, as the usual ones do. */
const READ_TIMEOUT_MS = 5_000;

type ScannerOptions = SimulatorOptions<'line-scanner' | 'honeywell-scanner' | 'newland-scanner'>;

/** A scanner that sends the text of each code with its suffix, by itself or when it was told to look for one. */
export function startScannerSimulator(options: ScannerOptions): ScannerSimulator {
  const readsByItself = options.driver === 'line-scanner' || options.trigger === 'presentation';
  let held: string | null = null;
  let timeout: Timer | null = null;

  const base: Base<'scanner'> = createBase({
    ...options,
    class: 'scanner',
    onBytes: (bytes) => ears.hear(bytes),
    onUnplug() {
      trigger.off();
      ears.forget();
    },
  });

  const trigger: Trigger = {
    on() {
      timeout?.cancel();
      timeout = base.clock.after(READ_TIMEOUT_MS, trigger.off);
      look();
    },
    off() {
      timeout?.cancel();
      timeout = null;
      base.changed();
    },
  };
  const ears = earsOf(options, base, trigger);

  function look(): void {
    if (held === null || !(readsByItself || timeout)) return;
    const text = held;
    held = null;
    base.reply(encodeScan(text, options));
    // A read ends the search.
    trigger.off();
  }

  return {
    ...base.simulator,
    get triggered() {
      return readsByItself || timeout !== null;
    },
    scan(text) {
      held = text;
      look();
      base.changed();
    },
    remove() {
      held = null;
      base.changed();
    },
    async close() {
      timeout?.cancel();
      await base.simulator.close();
    },
  };
}

function earsOf(options: ScannerOptions, base: Base<'scanner'>, trigger: Trigger): Ears {
  if (options.driver === 'line-scanner' || options.trigger === 'presentation') {
    return { hear: (bytes) => base.complain(`the host spoke: ${toHex(bytes)}`), forget: () => undefined };
  }
  if (options.driver === 'honeywell-scanner') return createHoneywellEars(base, trigger);
  return options.dialect === 'gm65' ? createGm65Ears(base, trigger) : createUnifiedEars(base, trigger);
}
