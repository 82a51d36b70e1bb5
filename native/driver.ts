import type { z } from 'zod';
import type {
  DeviceCapabilities,
  DeviceClass,
  DeviceReport,
  DeviceState,
  DeviceStatistics,
  DeviceStatus,
  RecommendedAction,
} from '../contracts/device/device.ts';
import type { hostPushes } from '../contracts/device/host.ts';
import type { IdentityCard } from '../contracts/device/identity.ts';
import type { XiaowuError } from '../contracts/errors.ts';
import type { Result } from '../contracts/result.ts';
import { type Clock, type Instant, instantOf } from '../contracts/time.ts';
import type { OpenPort } from './transport/port.ts';

export type HostPushName = keyof typeof hostPushes;
/** Says something unasked; the payload's type follows from the name. */
export type Push = <K extends HostPushName>(name: K, payload: z.input<(typeof hostPushes)[K]>) => void;

/** Bytes that crossed a line, for the technician's wire log. */
export interface WireEntry {
  readonly deviceId: string;
  readonly direction: 'out' | 'in';
  readonly kind: 'frame' | 'discarded';
  readonly bytes: Uint8Array;
  /** What they mean, e.g. the name of the command. */
  readonly text: string;
  /** They hold what a card, a code or a printed text says: the log keeps their number only. */
  readonly secret: boolean;
}

/** What every driver is given: no driver reaches for the time, a port or its listener by itself. */
export interface DriverContext {
  readonly clock: Clock;
  readonly openPort: OpenPort;
  /** From 0 up to 1, for waits that must differ; `Math.random` unless given. */
  readonly random?: () => number;
  readonly push: Push;
  /** Called for every frame and every discarded byte; costs nothing while nobody looks. */
  readonly wire: (entry: WireEntry) => void;
}

interface DriverBase<C extends DeviceClass> {
  readonly class: C;
  /** Begins to open the port and to poll; returns at once. */
  start(): void;
  report(): DeviceReport;
  /** Ends what waits for a person, with `cancelled`; what the device does already goes on to its end. */
  cancel(): void;
  /** Ends every timer and gives the port back. */
  close(): Promise<void>;
}

export interface LockerDriver extends DriverBase<'locker'> {
  /** Sends one pulse and waits for the door's sensor; `not_opened` when it stays closed. */
  open(compartment: number): Promise<Result<{ openedAt: Instant }, XiaowuError>>;
}

export interface PrinterDriver extends DriverBase<'printer'> {
  /** Prints whole bytes as one job; answers when the printer itself said that it came to the end. */
  print(document: Uint8Array, number: string): Promise<Result<{ printedAt: Instant }, XiaowuError>>;
  /**
   * The job of this number was broken off in an earlier life of the host: whatever hangs uncut is marked void and cut off
   * before anything else. Answers when it is; fails as `print` does, and is then done as soon as the printer can.
   */
  voidPiece(number: string): Promise<Result<{ cutAt: Instant }, XiaowuError>>;
  /** What of the profile shows on the paper. */
  readonly paperWidthMm: 58 | 80;
  readonly cut: 'gs-v' | 'esc-i';
}

export interface ScannerDriver extends DriverBase<'scanner'> {
  /** Triggers where the scanner can be triggered, and waits for the next code: `timeout`, `cancelled`. */
  read(waitMs: number): Promise<Result<{ text: string; readAt: Instant }, XiaowuError>>;
}

export interface DoorDriver extends DriverBase<'door'> {
  /** Releases the lock for at most `holdMs`, until the leaf is seen open; `not_opened` when nobody opened it. */
  unlock(holdMs: number): Promise<Result<{ unlockedAt: Instant }, XiaowuError>>;
  setLights(on: boolean): Promise<Result<undefined, XiaowuError>>;
}

export interface IdReaderDriver extends DriverBase<'id-reader'> {
  /** Waits for a card and reads its text: `card_missing`, `card_refused`, `card_unsupported`, `cancelled`. */
  read(waitMs: number): Promise<Result<{ card: IdentityCard; readAt: Instant }, XiaowuError>>;
}

export interface UpsDriver extends DriverBase<'ups'> {
  /** Starts the ten-second test and waits until the UPS says that it is over. */
  test(): Promise<Result<{ testedAt: Instant }, XiaowuError>>;
}

export type Driver = LockerDriver | PrinterDriver | ScannerDriver | DoorDriver | IdReaderDriver | UpsDriver;

export interface Fault {
  readonly code: string;
  readonly cause: string;
  readonly action: RecommendedAction;
}

/** What a driver knows of its device, and the place where a change is told, once. */
export interface DeviceRecord<S extends DeviceStatus> {
  readonly state: DeviceState;
  readonly status: S;
  /** Tells the change, if it is one. `online` carries no fault; every other state but `starting` must. */
  set(change: { state: DeviceState; fault: Fault | null; status: S }): void;
  report(): DeviceReport;
}

const MAX_CAUSE_CHARS = 300;

export function createDeviceRecord<S extends DeviceStatus>(
  identity: Pick<DeviceReport, 'id' | 'model' | 'port'>,
  capabilities: Extract<DeviceCapabilities, { class: S['class'] }>,
  initial: S,
  statistics: () => DeviceStatistics,
  { clock, push }: DriverContext,
): DeviceRecord<S> {
  let known: { state: DeviceState; fault: Fault | null; status: S } = {
    state: 'starting',
    fault: null,
    status: initial,
  };
  // Most polls change nothing: what is known is written out once, not at every comparison.
  let knownText = JSON.stringify(known);
  let changedAt = instantOf(clock);

  const report = (): DeviceReport => ({
    ...identity,
    class: known.status.class,
    capabilities,
    ...known,
    statistics: statistics(),
    changedAt,
  });

  return {
    get state() {
      return known.state;
    },
    get status() {
      return known.status;
    },
    set(change) {
      const fault = change.fault && { ...change.fault, cause: change.fault.cause.slice(0, MAX_CAUSE_CHARS) };
      const next = { state: change.state, fault, status: change.status };
      const nextText = JSON.stringify(next);
      if (nextText === knownText) return;
      const newFault = fault && fault.code !== known.fault?.code ? fault : null;
      known = next;
      knownText = nextText;
      changedAt = instantOf(clock);
      push('device.changed', report());
      if (newFault) push('device.error', { deviceId: identity.id, ...newFault, at: changedAt });
    },
    report,
  };
}

/** The state and the fault that an unreachable device has: no port is `noDevice`, a silent one is `offline`. */
export function unreachable(error: XiaowuError): { state: DeviceState; fault: Fault } {
  const cause = error.detail ?? error.code;
  switch (error.code) {
    case 'device_missing':
      return { state: 'noDevice', fault: { code: error.code, cause, action: 'maintenance' } };
    case 'device_busy':
      // Another program holds the port: the machine is set up wrongly, not broken.
      return { state: 'offline', fault: { code: error.code, cause, action: 'configuration' } };
    default:
      return { state: 'offline', fault: { code: error.code, cause, action: 'reset' } };
  }
}

/** The state and the fault of a device that answers and refuses: somebody has to look at its settings. */
export function misconfigured(error: XiaowuError): { state: DeviceState; fault: Fault } {
  const fault: Fault = { code: error.code, cause: error.detail ?? error.code, action: 'configuration' };
  return { state: 'hardwareError', fault };
}
