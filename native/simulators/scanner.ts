import { toHex } from '../framing/hex.ts';
import { encodeScan } from '../scanner/protocol.ts';
import { createBase } from './base.ts';
import type { ScannerSimulator, SimulatorOptions } from './types.ts';

/** A scanner that sends the text of each code with its suffix, and wants to be told nothing. */
export function startScannerSimulator(options: SimulatorOptions<'line-scanner'>): ScannerSimulator {
  const base = createBase({
    ...options,
    class: 'scanner',
    onBytes: (bytes) => base.complain(`the host spoke: ${toHex(bytes)}`),
  });
  return {
    ...base.simulator,
    scan: (text) => base.reply(encodeScan(text, options)),
  };
}
