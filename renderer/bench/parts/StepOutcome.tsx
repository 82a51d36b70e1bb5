import type { StepResult } from '../../../contracts/technician/diagnostics.ts';
import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { Check, X } from '../../ui/icons.ts';
import type { BenchContext } from '../context.ts';
import { stepKey } from '../state/parts.ts';
import { useText, useWordOf } from '../text.ts';
import { durationText, evidenceValue } from '../words.ts';
import { Failure } from './Failure.tsx';
import { Picture } from './Picture.tsx';
import styles from './page.module.css';

/** What a step found: measured values, a picture where there is one, and what the technician says of it. */
export function StepOutcome({ bench, result }: { bench: BenchContext; result: StepResult }) {
  const t = useText();
  const wordOf = useWordOf();
  const { state, act } = bench;
  const { record, picture } = result;
  return (
    <div className={styles.outcome}>
      {record.error !== null && <Failure error={record.error} />}
      {picture !== null && (
        <Picture picture={picture} label={t('step.picture', { title: t(`step.${stepKey(record.step)}.title`) })} />
      )}
      {record.evidence.length > 0 && (
        <table className={styles.evidence}>
          <caption className="visually-hidden">{t('step.evidence')}</caption>
          <tbody>
            {record.evidence.map(({ name, value, unit }) => (
              <tr key={name}>
                <th scope="row">{wordOf(name.includes('.') ? 'check.name' : 'evidence', name)}</th>
                <td>
                  {evidenceValue(t, name, value)} {unit}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.soft}>{t('step.took', { time: durationText(t, record.durationMs) })}</p>
      {record.verdict === null ? (
        <div className={styles.verdict}>
          <span>{t(`step.${stepKey(record.step)}.ask`)}</span>
          <Button
            icon={<Check aria-hidden />}
            isDisabled={state.works.verdict !== undefined}
            data-action="verdict-good"
            onPress={() => act.verdict(record.id, 'good')}
          >
            {t('step.good')}
          </Button>
          <Button
            icon={<X aria-hidden />}
            isDisabled={state.works.verdict !== undefined}
            data-action="verdict-bad"
            onPress={() => act.verdict(record.id, 'bad')}
          >
            {t('step.bad')}
          </Button>
        </div>
      ) : (
        <p className={styles.row} data-verdict={record.verdict}>
          {t('step.verdict')}
          <StateBadge state={record.verdict === 'good' ? 'ok' : 'bad'}>{t(`step.${record.verdict}`)}</StateBadge>
        </p>
      )}
      <Failure error={state.failures.verdict} />
    </div>
  );
}
