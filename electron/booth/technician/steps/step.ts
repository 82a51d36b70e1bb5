import type { CallInput, CallOutput } from '../../../../contracts/channel.ts';
import type { DeviceReport } from '../../../../contracts/device/device.ts';
import type { hostCalls } from '../../../../contracts/device/host.ts';
import { ERROR_TABLE, type ErrorCode, fail, type XiaowuError } from '../../../../contracts/errors.ts';
import type { Result } from '../../../../contracts/result.ts';
import type { DiagnosticRecord, StepName, StepResult } from '../../../../contracts/technician/diagnostics.ts';
import type { ProbeKind, ProbeReading } from '../../../../contracts/technician/probe.ts';
import type { CheckPorts, Finding } from '../../self-check/check.ts';

type HostCalls = typeof hostCalls;
export type Evidence = DiagnosticRecord['evidence'][number];

/** What steps may use. */
export interface StepPorts {
  readonly callDevice: <K extends keyof HostCalls>(
    name: K,
    input: CallInput<HostCalls[K]>,
  ) => Promise<Result<CallOutput<HostCalls[K]>, XiaowuError>>;
  readonly devices: () => readonly DeviceReport[];
  readonly measure: (kind: ProbeKind, withPicture: boolean) => Promise<Result<ProbeReading, XiaowuError>>;
  readonly checks: CheckPorts;
  /** Prints a page that shows what the printer can do, under a number of its own. */
  readonly printTestPage: () => Promise<Result<{ readonly number: string }, XiaowuError>>;
  readonly previewTestPage: () => Promise<Result<Uint8Array<ArrayBuffer>, XiaowuError>>;
  readonly nowMs: () => number;
}

export interface Outcome {
  readonly evidence: readonly Evidence[];
  /** Null when the step passed. */
  readonly error: XiaowuError | null;
  readonly picture: StepResult['picture'];
}

/** One guided test: an action, its evidence, and a person's verdict on it afterwards. */
export interface Step {
  readonly name: StepName;
  /** May run while a citizen sits inside and has agreed: nothing that opens, prints, looks or listens. */
  readonly duringVisit: boolean;
  run(target: string | null, ports: StepPorts): Promise<Outcome>;
}

export const evidence = (name: string, value: string | number, unit: string | null = null): Evidence => ({
  name,
  value: String(value).slice(0, 200),
  unit,
});

export const passed = (...found: readonly Evidence[]): Outcome => ({ evidence: found, error: null, picture: null });
export const failed = (error: XiaowuError, ...found: readonly Evidence[]): Outcome => ({
  evidence: found,
  error,
  picture: null,
});

/** The report of the first device of a class, for evidence beside the command's own answer. */
export function reportOf(ports: StepPorts, deviceClass: DeviceReport['class']): DeviceReport | undefined {
  return ports.devices().find((device) => device.class === deviceClass);
}

/** A finding of the self-check as the error of a step: the same limits judge in both. */
export function errorOfFinding({ code, detail }: Finding): XiaowuError {
  const isKnown = code !== null && Object.hasOwn(ERROR_TABLE, code);
  return fail(isKnown ? (code as ErrorCode) : 'device_error', detail);
}
