import { useText } from '../../bench/text.ts';
import { timeText } from '../../bench/words.ts';
import { useLanguage } from '../../ui/i18n.ts';
import type { BoothChange } from '../state/changes.ts';
import { changeText } from './change-text.ts';
import styles from './table.module.css';

/** What changed while the page was open, newest first. */
export function ChangeList({ changes }: { changes: readonly BoothChange[] }) {
  const t = useText();
  const language = useLanguage();
  return (
    <section className={styles.section} aria-labelledby="changes-heading">
      <h3 id="changes-heading">{t('events.title')}</h3>
      {changes.length === 0 ? (
        <p className={styles.empty}>{t('events.empty')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled must be reachable by keys
        <div className={styles.changes} role="log" tabIndex={0} aria-labelledby="changes-heading">
          <ol>
            {changes.map(({ order, atMs, change }) => (
              <li key={order}>
                <time dateTime={new Date(atMs).toISOString()}>{timeText(atMs, language)}</time>
                {changeText(t, change)}
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}
