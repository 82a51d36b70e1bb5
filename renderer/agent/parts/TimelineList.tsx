import type { TimelineEntry } from '../../../contracts/domain/timeline.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import { exactClockText } from '../state/local-time.ts';
import { withoutOldNotes } from '../state/said-so-far.ts';
import { useText } from '../text.ts';
import styles from './TimelineList.module.css';
import { useFactText } from './use-fact-text.ts';

export interface TimelineListProps {
  readonly visit: Visit;
  readonly timeline: readonly TimelineEntry[];
}

/** What was seen to happen, newest first. */
export function TimelineList({ visit, timeline }: TimelineListProps) {
  const t = useText();
  const factText = useFactText(visit);
  if (timeline.length === 0) return <p className={styles.soft}>{t('timeline.empty')}</p>;
  return (
    <ol className={styles.list}>
      {withoutOldNotes(timeline)
        .toReversed()
        .map((entry) => (
          <li key={entry.id} className={styles.entry} data-fact={entry.fact.type}>
            <span className={styles.soft}>{exactClockText(entry.at)}</span>
            <span>
              {factText(entry.fact)}
              {entry.fact.type === 'call.noted' && entry.fact.note !== '' && (
                <span className={styles.note}>{entry.fact.note}</span>
              )}
            </span>
          </li>
        ))}
    </ol>
  );
}
