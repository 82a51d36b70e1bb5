import { useDeskState } from '../state/desk-context.ts';
import { clockText, durationText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import { AskPanel, type AskPanelProps } from './AskPanel.tsx';
import styles from './LineColumn.module.css';
import { People } from './People.tsx';
import { useCatalogue } from './use-catalogue.ts';

/** Left: in a call its people and who may be asked in; then who waits and, outside a call, what was done today. */
export function LineColumn({ purpose, onPurpose }: Pick<AskPanelProps, 'purpose' | 'onPurpose'>) {
  const { call, home } = useDeskState();
  const isSupervisor = home?.agent.role === 'supervisor';
  return (
    <aside className={styles.column}>
      {call && <People call={call} />}
      {call && !isSupervisor && <AskPanel call={call} purpose={purpose} onPurpose={onPurpose} />}
      <Waiting />
      {!call && <Today />}
    </aside>
  );
}

function Waiting() {
  const t = useText();
  const { waiting } = useDeskState();
  const { departmentName } = useCatalogue();
  return (
    <section aria-label={t('line.heading')}>
      <h2>
        {t('line.heading')}
        <span className={styles.count}>{waiting.length}</span>
      </h2>
      {waiting.length === 0 && <p className={styles.empty}>{t('line.empty')}</p>}
      <ul className={styles.list}>
        {waiting.map((one) => (
          <li key={one.callId} className={styles.row}>
            <span className={styles.name}>{one.boothName}</span>
            <span className={styles.soft}>
              {one.departmentId === undefined ? t('line.any') : departmentName(one.departmentId)}
            </span>
            <span className={styles.soft}>{t('line.waited', { time: durationText(one.sinceSeconds) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const VISIT_STATES = ['admitted', 'inside', 'waiting', 'in-call', 'closing', 'ended'] as const;

function Today() {
  const t = useText();
  const today = useDeskState().home?.today ?? [];
  const stateText = (state: string) => {
    const known = VISIT_STATES.find((one) => one === state);
    return known ? t(`visitState.${known}`) : state;
  };
  return (
    <section aria-label={t('line.today')} className={styles.grow}>
      <h2>
        {t('line.today')}
        <span className={styles.count}>{today.length}</span>
      </h2>
      {today.length === 0 && <p className={styles.empty}>{t('line.todayEmpty')}</p>}
      <ul className={styles.list}>
        {today.map((one) => (
          <li key={one.visitId} className={styles.row}>
            <span className={styles.name}>
              <span className={styles.soft}>{clockText(one.startedAt)}</span> {one.boothName}
            </span>
            <span className={styles.soft}>{one.visitNumber}</span>
            <span className={styles.soft}>
              {t('line.cases', { count: one.caseCount })} · {stateText(one.state)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
