import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { DiagnosticRecord } from '../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import type { Instant } from '../../../contracts/time.ts';

type Readiness = Extract<PrintDocument, { kind: 'readiness' }>;

export interface ReadinessInput {
  readonly boothName: string;
  readonly at: Instant;
  readonly technician: string;
  readonly devices: readonly DeviceReport[];
  readonly selfCheck: SelfCheckReport | null;
  /** Steps of this session, the newest first. */
  readonly records: readonly DiagnosticRecord[];
}

export type ReadinessReport = Omit<Readiness, 'kind' | 'number' | 'language'>;

const MAX_RESULTS = 80;
const MAX_DETAIL = 200;

/**
 * The technician's word on the booth: each part by its last test in this session, by the self-check otherwise. Ready means
 * that nothing failed and every device says that it is online.
 */
export function readinessOf({
  boothName,
  at,
  technician,
  devices,
  selfCheck,
  records,
}: ReadinessInput): ReadinessReport {
  const tested = lastOfEach(records).map((record) => ({
    name: record.target === null ? record.step : `${record.step} ${record.target}`,
    outcome: record.outcome === 'passed' && record.verdict !== 'bad' ? ('good' as const) : ('bad' as const),
    detail: detailOf(record),
  }));
  const checked = (selfCheck?.results ?? []).map(({ name, outcome, code, detail }) => ({
    name,
    outcome: outcome === 'failed' ? ('bad' as const) : outcome === 'skipped' ? ('skipped' as const) : ('good' as const),
    detail: (code === null ? detail : `${code}: ${detail}`).slice(0, MAX_DETAIL),
  }));
  const results = [...tested, ...checked].slice(0, MAX_RESULTS);
  const isReady =
    selfCheck !== null &&
    results.every(({ outcome }) => outcome !== 'bad') &&
    devices.every(({ state }) => state === 'online' || state === 'deviceBusy');
  return { boothName, at, technician, ready: isReady, results };
}

function lastOfEach(records: readonly DiagnosticRecord[]): readonly DiagnosticRecord[] {
  const seen = new Map<string, DiagnosticRecord>();
  for (const record of records) {
    const key = `${record.step} ${record.target ?? ''}`;
    if (!seen.has(key)) seen.set(key, record);
  }
  return [...seen.values()].reverse();
}

function detailOf({ evidence, error, verdict }: DiagnosticRecord): string {
  const found = evidence.map(({ name, value, unit }) => `${name} ${value}${unit ? ` ${unit}` : ''}`);
  const words = [...(error ? [`XW-${error.support} ${error.code}`] : []), ...(verdict ? [verdict] : []), ...found];
  return words.join(', ').slice(0, MAX_DETAIL);
}
