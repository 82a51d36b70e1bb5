import type { SelfCheckReport, SelfCheckResult } from '../../../contracts/technician/self-check.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import type { BenchContext } from '../context.ts';
import { useText } from '../text.ts';
import { durationText, timeText } from '../words.ts';
import { CheckRow } from './CheckRow.tsx';
import { Failure } from './Failure.tsx';
import styles from './page.module.css';
import { Waiting } from './Waiting.tsx';

/** The last self-check as a list by name, what failed first; and the way to run it again. */
export function SelfCheckPage({ bench }: { bench: BenchContext }) {
  const t = useText();
  const { state, booth, leave, act } = bench;
  const report = booth.lastSelfCheck;
  const work = state.works['self-check'];
  return (
    <section className={styles.page} aria-label={t('page.self-check')}>
      <h3 className="visually-hidden">{t('page.self-check')}</h3>
      {work === undefined ? (
        <div className={styles.row}>
          <Button
            kind="primary"
            isDisabled={leave !== 'mine'}
            data-action="run-self-check"
            onPress={() => act.selfCheck()}
          >
            {t('check.run')}
          </Button>
          {leave !== 'mine' && <span className={styles.soft}>{t('step.needsMode')}</span>}
        </div>
      ) : (
        <Waiting sinceMs={work.sinceMs}>{t('check.running')}</Waiting>
      )}
      <Failure error={state.failures['self-check']} />
      {report === null ? <p className={styles.soft}>{t('check.none')}</p> : <CheckList report={report} />}
    </section>
  );
}

const ORDER: readonly SelfCheckResult['outcome'][] = ['failed', 'warning', 'skipped', 'ok'];

/** One report: when, why, how it came out, and every result. */
export function CheckList({ report }: { report: SelfCheckReport }) {
  const t = useText();
  const language = useLanguage();
  const results = [...report.results].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const failed = results.filter(({ outcome }) => outcome === 'failed').length;
  return (
    <>
      <p className={styles.soft}>
        {t('check.about', {
          time: timeText(report.at, language),
          trigger: t(`check.trigger.${report.trigger}`),
          duration: durationText(t, report.durationMs),
        })}
        {' · '}
        {failed === 0 ? t('check.allWell') : t('check.failed', { count: failed })}
      </p>
      <ul className={styles.checks}>
        {results.map((result) => (
          <CheckRow key={result.name} result={result} />
        ))}
      </ul>
    </>
  );
}
