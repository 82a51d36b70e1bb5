import type { CompartmentState, DeviceClass } from '../../contracts/device/device.ts';
import type { IdentityCard } from '../../contracts/device/identity.ts';
import type { DeviceProfile, ProfileOf } from '../../contracts/device/profile.ts';
import type { Clock } from '../../contracts/time.ts';
import type { Carrier } from './carrier.ts';

/** How a device misbehaves on the wire. Faults of the mechanics are actions of each simulator. */
export type WireFault =
  | { readonly kind: 'none' }
  /** Hears, acts, answers nothing: a cut receive line. */
  | { readonly kind: 'silent' }
  /** Neither hears nor acts nor answers, until it is unplugged and plugged in again. */
  | { readonly kind: 'hang' }
  /** Every answer comes late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** Random bytes before every answer. */
  | { readonly kind: 'noise'; readonly bytes: number }
  /** Random bytes inside every answer. */
  | { readonly kind: 'noise-inside'; readonly bytes: number }
  /** One bit of every answer is turned over. */
  | { readonly kind: 'bitflip' }
  /** Every answer comes in several writes with a pause between them. */
  | { readonly kind: 'split'; readonly pauseMs: number }
  /** Every other answer waits for the next one, and both come in one write. */
  | { readonly kind: 'merged' }
  /** A neighbour on the bus answers in its place. */
  | { readonly kind: 'wrong-address' }
  /** Every answer is preceded by the one before it. */
  | { readonly kind: 'stale' };

/** How a simulator is joined to its host and to time. All simulators take these. */
export interface Wiring {
  /** For delays of faults and of mechanics; the system clock unless given. */
  readonly clock?: Clock;
  /** A link to make to the pty, so that the path stays the same when the device is unplugged and plugged in again. */
  readonly linkPath?: string;
  /** Instead of a pty: `createMemoryCarrier()`, whose `openPort` the host gets. */
  readonly carrier?: Carrier;
  /** Answers take the time that their bytes and the request's need at this baud; at once unless given. */
  readonly paceBaud?: number;
  /** Of the faults' random numbers; 1 unless given. */
  readonly seed?: number;
  /** `received()` keeps at least this many of the last bytes; all unless given. */
  readonly keepBytes?: number;
}

/** `D` without its line: a simulator makes its own. */
export type SimulatorOptions<D extends DeviceProfile['driver'] = DeviceProfile['driver']> = D extends unknown
  ? Omit<ProfileOf<D>, 'line'> &
      Wiring & {
        /** Printer: time that a line takes; 0, the default, prints within the write. */
        readonly msPerLine?: number;
        /** Lock board 8A/80: status bytes of a reply about all locks; 3 unless given. */
        readonly statusBytes?: 3 | 4;
      }
  : never;

/** What every simulated device offers. */
export interface Simulator<C extends DeviceClass = DeviceClass> {
  readonly class: C;
  readonly id: string;
  /** What a driver opens: the tty, or the carrier's path. */
  readonly path: string;
  /** Every byte that the host has sent, in order. */
  received(): Buffer;
  /** What the host did that the device's protocol forbids, in words; empty is right. */
  readonly violations: readonly string[];
  /** How its line is, and how many bytes crossed it so far. */
  readonly condition: {
    readonly fault: WireFault['kind'];
    readonly plugged: boolean;
    readonly heardBytes: number;
    readonly saidBytes: number;
  };
  fault(fault: WireFault): void;
  /** The cable is pulled: the tty is gone. Needs `linkPath` or a carrier. */
  unplug(): void;
  plug(): void;
  /** Called after every byte received and every physical change. */
  onChange(listener: () => void): () => void;
  /** Resolves when the predicate holds, looked at now and after every change; rejects after `timeoutMs` (10 s). */
  waitFor(predicate: () => boolean, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** `lock`: the pulse moves nothing. `sensor`: the door moves, its switch keeps saying what it said. */
export type Stuck = 'lock' | 'sensor' | 'none';

export interface LockerSimulator extends Simulator<'locker'> {
  /** How things really are, whatever the sensors say. */
  compartments(): CompartmentState[];
  /** What the switches of the doors say, right or wrong. */
  sensors(): ('open' | 'closed')[];
  /** Pulses that the board gave, by compartment, in order. */
  readonly pulses: readonly number[];
  closeDoor(compartment: number): void;
  /** By force or by key: without a pulse. */
  openDoor(compartment: number): void;
  putItem(compartment: number): void;
  takeItem(compartment: number): void;
  stick(compartment: number, what: Stuck): void;
  /** The door's switch bounces: what it says at the next look is wrong. */
  flicker(compartment: number): void;
}

/** A slip that was printed and cut. */
export interface Slip {
  /** The bytes from which it was printed, the cut included. */
  readonly raw: Buffer;
  /** What a person reads, line by line, decoded from GB18030. */
  readonly lines: readonly string[];
  /** Texts of its QR codes. */
  readonly codes: readonly string[];
  /** A picture at the printer's 8 dots/mm of exactly what was printed. */
  png(): Promise<Buffer>;
}

export interface PrinterSimulator extends Simulator<'printer'> {
  /** How its parts really are; `slip`: the last one hangs at the mouth, where there is an ejector that holds it. */
  parts(): { paper: 'full' | 'low' | 'out'; cover: 'open' | 'closed'; cutter: 'free' | 'jammed'; slip: boolean };
  setPaper(paper: 'full' | 'low' | 'out'): void;
  /** The roll ends after this many more printed lines. */
  endPaperAfter(lines: number): void;
  openCover(): void;
  closeCover(): void;
  jamCutter(): void;
  clearCutter(): void;
  /** Somebody takes what hangs out; the slips stay on record. */
  tear(): void;
  /** Paper is crushed in the ejector, and pulled out again. */
  jamPaper(): void;
  clearPaper(): void;
  /** The printer's own power fails and comes back: its buffers are empty, the paper stays as it is. */
  losePower(): void;
  /** Slips cut so far. */
  slips(): readonly Slip[];
  /** Those of them that the ejector drew back. */
  retracted(): readonly Slip[];
  /** Text that is printed but not yet cut: must be empty before the next citizen. */
  uncut(): readonly string[];
}

export interface ScannerSimulator extends Simulator<'scanner'> {
  /** A code is held before the scanner: read at once, or, by one that reads on command, when the command comes. */
  scan(text: string): void;
  /** The code that is held there goes away unread. */
  remove(): void;
  /** Whether it looks for a code now; always, when it reads by itself. */
  readonly triggered: boolean;
}

export interface DoorSimulator extends Simulator<'door'> {
  readonly lock: 'locked' | 'unlocked';
  readonly leaf: 'open' | 'closed';
  readonly presence: 'present' | 'absent';
  readonly lights: 'on' | 'off';
  /** Somebody outside pulls the door; false when it is locked. From inside it always opens. */
  openLeaf(from?: 'outside' | 'inside'): boolean;
  closeLeaf(): void;
  /** Somebody steps in; the leaf must be open. */
  enter(): void;
  /** Whoever is inside pushes the door, steps out and lets it fall shut. */
  leave(): void;
  /** Welds the sensor of the leaf to what it says now. */
  stickLeafSensor(stuck: boolean): void;
}

/** What may lie on the reader: a card of the ID family, or something that only looks like one to it. */
export type LaidCard =
  | { readonly kind: 'card'; readonly card: IdentityCard }
  /** A card with bytes that are no card's. */
  | { readonly kind: 'record'; readonly record: Uint8Array }
  /** A bank card or a phone. */
  | { readonly kind: 'foreign' }
  /** Forged or damaged: card and SAM do not trust each other. */
  | { readonly kind: 'refused' }
  /** Found and selected, and never read: it is worn, or lies askew. */
  | { readonly kind: 'worn' };

export interface IdReaderSimulator extends Simulator<'id-reader'> {
  readonly laid: LaidCard | null;
  lay(card: LaidCard): void;
  lift(): void;
  /** `failed`: the SAM did not pass its self-test. */
  setSam(sam: 'ok' | 'unlicensed' | 'failed'): void;
  /** Cards read to their end so far. */
  readonly reads: number;
}

export interface UpsSimulator extends Simulator<'ups'> {
  readonly mains: 'present' | 'failed';
  /** Percent of its charge; below 20 the UPS calls it low. */
  readonly chargePercent: number;
  readonly testing: boolean;
  cutMains(): void;
  restoreMains(): void;
  /** The battery has this charge now. */
  drainTo(percent: number): void;
  setLoad(percent: number): void;
  /** The UPS calls itself failed. */
  setFailed(failed: boolean): void;
  /** Something else is on the port: every command comes back as it was sent. */
  setForeign(foreign: boolean): void;
}

export type AnySimulator =
  | LockerSimulator
  | PrinterSimulator
  | ScannerSimulator
  | DoorSimulator
  | IdReaderSimulator
  | UpsSimulator;

export interface SimulatorOf {
  'kerong-cu16': LockerSimulator;
  'kerong-cu48': LockerSimulator;
  'locker-8a': LockerSimulator;
  'modbus-locker': LockerSimulator;
  'escpos-printer': PrinterSimulator;
  'line-scanner': ScannerSimulator;
  'honeywell-scanner': ScannerSimulator;
  'newland-scanner': ScannerSimulator;
  'sam-id-reader': IdReaderSimulator;
  'modbus-door': DoorSimulator;
  'megatec-ups': UpsSimulator;
}
