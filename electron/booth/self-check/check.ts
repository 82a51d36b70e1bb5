import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Result } from '../../../contracts/result.ts';
import type { ProbeKind, ProbeReading } from '../../../contracts/technician/probe.ts';
import type { SelfCheckResult, SelfCheckTrigger } from '../../../contracts/technician/self-check.ts';
import type { LineSpeed } from './line-speed.ts';

/** The finding of a check; the runner adds how long it took. */
export type Finding = Omit<SelfCheckResult, 'durationMs'>;

/** Free space and memory of the machine, as the system tells. */
export interface MachineReading {
  readonly diskFreeBytes: number;
  readonly diskTotalBytes: number;
  readonly memoryFreeBytes: number;
  readonly memoryTotalBytes: number;
}

/** What a look at the hub over plain HTTP gave: the way there, and what time it is there. */
export interface HubReading {
  readonly roundTripMs: number;
  /** The hub's clock less ours, in milliseconds, with half the round trip taken off. */
  readonly skewMs: number;
}

/** Everything that checks look at, so that each can be tried without a booth. */
export interface CheckPorts {
  readonly devices: () => Promise<Result<readonly DeviceReport[], XiaowuError>>;
  readonly measure: (kind: ProbeKind) => Promise<Result<ProbeReading, XiaowuError>>;
  /** Whether cameras, microphone and speaker are free to be measured: never during a call. */
  readonly isMediaFree: () => boolean;
  readonly hub: () => Promise<Result<HubReading, XiaowuError>>;
  /** Whether the socket to the hub is up and the hub knows this booth. */
  readonly isOnline: () => boolean;
  /** What the line to the hub carries. */
  readonly lineSpeed: () => Promise<Result<LineSpeed, XiaowuError>>;
  /** Addresses of relays that the hub gave; none where calls need none. */
  readonly relays: () => readonly string[];
  readonly reachRelay: (url: string) => Promise<Result<{ roundTripMs: number }, XiaowuError>>;
  readonly machine: () => Promise<MachineReading>;
  /** Writes some bytes to the booth's disk, syncs, and reads them back. */
  readonly tryDisk: () => Promise<Result<undefined, XiaowuError>>;
}

/** One part of the self-check. It never throws; what cannot be measured is a finding too. */
export interface Check {
  /** Names the part when the check itself fails, and for its deadline. */
  readonly name: string;
  /** Checks that make a sound or take seconds are left out before a door opens. */
  readonly runsOn: readonly SelfCheckTrigger[];
  run(ports: CheckPorts): Promise<readonly Finding[]>;
}

export const ALWAYS: readonly SelfCheckTrigger[] = ['start', 'hourly', 'before-door', 'technician'];
export const WHEN_EMPTY: readonly SelfCheckTrigger[] = ['start', 'hourly', 'technician'];

export const fine = (name: string, detail: string): Finding => ({ name, outcome: 'ok', code: null, detail });
export const bad = (name: string, code: string, detail: string): Finding => ({
  name,
  outcome: 'failed',
  code,
  detail: detail.slice(0, 300),
});
export const doubtful = (name: string, code: string, detail: string): Finding => ({
  ...bad(name, code, detail),
  outcome: 'warning',
});
export const skipped = (name: string, why: string): Finding => ({ name, outcome: 'skipped', code: null, detail: why });
export const failedBy = (name: string, error: XiaowuError): Finding =>
  bad(name, error.code, error.detail ?? error.code);
