import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { PrintDocument } from '../../../contracts/device/print.ts';
import type { Language } from '../../../contracts/domain/language.ts';
import type { DiagnosticRecord } from '../../../contracts/technician/diagnostics.ts';
import type { SelfCheckReport } from '../../../contracts/technician/self-check.ts';
import type { Instant } from '../../../contracts/time.ts';
import enWords from '../../../resources/locales/en/readiness.json' with { type: 'json' };
import enTechnician from '../../../resources/locales/en/technician.json' with { type: 'json' };
import zhWords from '../../../resources/locales/zh-CN/readiness.json' with { type: 'json' };
import zhTechnician from '../../../resources/locales/zh-CN/technician.json' with { type: 'json' };

type Readiness = Extract<PrintDocument, { kind: 'readiness' }>;

type Words = Readonly<Record<string, string>>;
const WORDS: Readonly<Record<Language, { readonly names: Words; readonly values: Words }>> = {
  'zh-CN': { names: zhTechnician.evidence, values: zhWords.values },
  en: { names: enTechnician.evidence, values: enWords.values },
};
/** Which camera it was stands in the self-check; a path says nothing to a reader. */
const LEFT_OUT = ['label'];

export interface ReadinessInput {
  readonly language: Language;
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
  language,
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
    detail: detailOf(record, language),
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

function detailOf({ evidence, error, verdict }: DiagnosticRecord, language: Language): string {
  const { names, values } = WORDS[language];
  const found = evidence
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .map(({ name, value, unit }) => `${names[name] ?? name} ${values[value] ?? value}${unit ? ` ${unit}` : ''}`);
  const judged = verdict ? [values[verdict] ?? verdict] : [];
  const refused = error ? [`XW-${error.support} ${error.code}`] : [];
  return [...refused, ...judged, ...found].join(language === 'en' ? ', ' : '，').slice(0, MAX_DETAIL);
}
