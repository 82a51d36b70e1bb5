import type { DiagnosticRecord, StepName } from '../../../contracts/technician/diagnostics.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import { useText } from '../text.ts';
import { durationText, timeText } from '../words.ts';
import styles from './page.module.css';

/** More would hide what is to be done now; the whole list is on the hub's page. */
const SHOWN = 3;

export interface EarlierProps {
  readonly records: readonly DiagnosticRecord[];
  readonly step: StepName;
  /** The one that is shown in full above. */
  readonly currentId: string | null;
}

/** How this step went before. */
export function Earlier({ records, step, currentId }: EarlierProps) {
  const t = useText();
  const earlier = records.filter((each) => each.step === step && each.id !== currentId).slice(0, SHOWN);
  if (earlier.length === 0) return null;
  return (
    <section className={styles.earlier} aria-label={t('step.earlier')}>
      <h5>{t('step.earlier')}</h5>
      <ul>
        {earlier.map((record) => (
          <RecordRow key={record.id} record={record} />
        ))}
      </ul>
    </section>
  );
}

/** One run of a step on one line. */
export function RecordRow({ record, title }: { record: DiagnosticRecord; title?: string }) {
  const t = useText();
  const language = useLanguage();
  return (
    <li>
      <time dateTime={record.startedAt}>{timeText(record.startedAt, language)}</time>
      {title !== undefined && <strong>{title}</strong>}
      {record.target !== null && <span>{record.target}</span>}
      <StateBadge state={record.outcome === 'passed' ? 'ok' : 'bad'}>{t(`step.outcome.${record.outcome}`)}</StateBadge>
      {record.error !== null && <span>{t('detail.support', { number: record.error.support })}</span>}
      {record.verdict !== null && (
        <StateBadge state={record.verdict === 'good' ? 'ok' : 'bad'}>{t(`step.${record.verdict}`)}</StateBadge>
      )}
      <span>{durationText(t, record.durationMs)}</span>
      <span>{record.by.displayName}</span>
    </li>
  );
}
