import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { faultsOf } from '../../bench/state/health.ts';
import { type TechnicianText, useText } from '../../bench/text.ts';
import { timeText } from '../../bench/words.ts';
import { classes } from '../../ui/classes.ts';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import styles from './booth-list.module.css';

export interface BoothListProps {
  readonly booths: readonly BoothStatus[];
  readonly loaded: boolean;
  readonly selectedId: string | null;
  readonly onSelect: (boothId: string) => void;
}

/** All booths; what needs somebody says so by word and shape. */
export function BoothList({ booths, loaded, selectedId, onSelect }: BoothListProps) {
  const t = useText();
  const language = useLanguage();
  return (
    <nav className={styles.list} aria-label={t('booths.title')}>
      <h2>
        {t('booths.title')}
        {loaded && <span>{t('booths.count', { count: booths.length })}</span>}
      </h2>
      {!loaded && <p className={styles.none}>{t('hub.loading')}</p>}
      {loaded && booths.length === 0 && <p className={styles.none}>{t('booths.none')}</p>}
      <ul>
        {booths.map((status) => {
          const faults = faultsOf(status).length;
          return (
            <li key={status.booth.id}>
              <button
                type="button"
                aria-current={status.booth.id === selectedId}
                className={classes(styles.item, status.booth.id === selectedId && styles.selected)}
                onClick={() => onSelect(status.booth.id)}
              >
                <strong>{status.booth.name}</strong>
                <span className={styles.badges}>
                  <StateBadge state={status.online ? 'ok' : 'bad'}>
                    {status.online ? t('booths.online') : t('booths.offline')}
                  </StateBadge>
                  {faults > 0 && <StateBadge state="warn">{t('booths.faults', { count: faults })}</StateBadge>}
                  {status.openIncidents > 0 && (
                    <StateBadge state="bad">{t('booths.incidents', { count: status.openIncidents })}</StateBadge>
                  )}
                </span>
                <span className={styles.seen}>{selfCheckText(t, status, language)}</span>
                <span className={styles.seen}>
                  {status.lastSeenAt === null
                    ? t('booths.never')
                    : t('booths.seen', { time: timeText(status.lastSeenAt, language) })}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function selfCheckText(t: TechnicianText, { lastSelfCheck }: BoothStatus, language: string): string {
  if (lastSelfCheck === null) return t('booths.noSelfCheck');
  const time = timeText(lastSelfCheck.at, language);
  const count = lastSelfCheck.results.filter(({ outcome }) => outcome === 'failed').length;
  return count === 0 ? t('booths.selfCheck', { time }) : t('booths.selfCheckFailed', { time, count });
}
