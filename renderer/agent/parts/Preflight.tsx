import { Button } from '../../ui/components/Button.tsx';
import type { Preflight } from '../state/use-preflight.ts';
import { useText } from '../text.ts';
import styles from './Preflight.module.css';

/** One quiet line when all is well; else each leg that does not hold, with what to do. */
export function PreflightLine({ preflight }: { preflight: Preflight }) {
  const t = useText();
  const { isRunning, legs, again } = preflight;
  if (isRunning) {
    return (
      <p className={styles.quiet} role="status" data-preflight="running">
        {t('preflight.running')}
      </p>
    );
  }
  if (!legs) return null;
  const problems = legs.filter(({ outcome }) => outcome === 'failed' || outcome === 'warning');
  return (
    <section
      className={styles.preflight}
      aria-label={t('preflight.all')}
      data-preflight={problems.length > 0 ? 'problems' : 'well'}
    >
      <p className={styles.quiet} role="status">
        {t(problems.length > 0 ? 'preflight.problems' : 'preflight.well')}
      </p>
      <ul className={styles.problems}>
        {problems.map(
          ({ name, outcome, reason, kbitPerS = 0 }) =>
            reason && (
              <li key={name} data-leg={name} data-outcome={outcome} data-reason={reason}>
                <strong>{t(`preflight.leg.${name}`)}</strong> {t(`preflight.todo.${reason}`, { kbitPerS })}
              </li>
            ),
        )}
      </ul>
      <details className={styles.all}>
        <summary>{t('preflight.all')}</summary>
        <ul>
          {legs.map(({ name, outcome, reason, kbitPerS }) => (
            <li key={name} data-result={`${name} ${outcome}`}>
              {t(`preflight.leg.${name}`)} · {t(`preflight.outcome.${outcome}`)}
              {kbitPerS !== undefined && ` · ${t('preflight.rate', { kbitPerS })}`}
              {outcome === 'skipped' && reason && <span className={styles.why}>{t(`preflight.todo.${reason}`)}</span>}
            </li>
          ))}
        </ul>
        <Button onPress={again}>{t('preflight.again')}</Button>
      </details>
    </section>
  );
}
