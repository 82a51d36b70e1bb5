import type { CompartmentState, DeviceClass } from '../../../contracts/device/device.ts';
import type { AnySimulator, DoorSimulator, LaidCard, PrinterSimulator, UpsSimulator, WireFault } from '../types.ts';

/** The page shows the last complaints; their number tells of the rest. */
const SHOWN_COMPLAINTS = 6;

interface Shown<C extends DeviceClass> {
  readonly class: C;
  readonly id: string;
  readonly path: string;
  readonly fault: WireFault['kind'];
  readonly plugged: boolean;
  readonly heardBytes: number;
  readonly saidBytes: number;
  readonly complaints: { readonly count: number; readonly last: readonly string[] };
}

/** How one machine really is, whatever its sensors say. */
export type MachineState =
  | (Shown<'locker'> & { readonly compartments: readonly CompartmentState[]; readonly lastPulse: number | null })
  | (Shown<'printer'> & ReturnType<PrinterSimulator['parts']> & { readonly slips: number; readonly uncutLines: number })
  | (Shown<'scanner'> & { readonly triggered: boolean })
  | (Shown<'door'> & Pick<DoorSimulator, 'lock' | 'leaf' | 'presence' | 'lights'>)
  | (Shown<'id-reader'> & { readonly laid: string | null; readonly reads: number })
  | (Shown<'ups'> & Pick<UpsSimulator, 'mains' | 'chargePercent' | 'testing'>);

export interface PanelState {
  readonly faultKinds: readonly WireFault['kind'][];
  readonly cards: readonly string[];
  readonly machines: readonly MachineState[];
}

export function machineState(simulator: AnySimulator): MachineState {
  const { id, path, violations, condition } = simulator;
  const { fault, plugged, heardBytes, saidBytes } = condition;
  const complaints = { count: violations.length, last: violations.slice(-SHOWN_COMPLAINTS) };
  const shown = { id, path, fault, plugged, heardBytes, saidBytes, complaints };
  switch (simulator.class) {
    case 'locker': {
      const lastPulse = simulator.pulses.at(-1) ?? null;
      return { class: 'locker', ...shown, compartments: simulator.compartments(), lastPulse };
    }
    case 'printer': {
      const counts = { slips: simulator.slips().length, uncutLines: simulator.uncut().length };
      return { class: 'printer', ...shown, ...simulator.parts(), ...counts };
    }
    case 'scanner':
      return { class: 'scanner', ...shown, triggered: simulator.triggered };
    case 'door': {
      const { lock, leaf, presence, lights } = simulator;
      return { class: 'door', ...shown, lock, leaf, presence, lights };
    }
    case 'id-reader':
      return { class: 'id-reader', ...shown, laid: nameOf(simulator.laid), reads: simulator.reads };
    case 'ups': {
      const { mains, chargePercent, testing } = simulator;
      return { class: 'ups', ...shown, mains, chargePercent, testing };
    }
  }
}

function nameOf(laid: LaidCard | null): string | null {
  if (!laid) return null;
  return laid.kind === 'card' ? laid.card.name : laid.kind;
}
