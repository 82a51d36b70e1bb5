import { useState } from 'react';
import type { DeviceReport } from '../../../contracts/device/device.ts';
import type { StepName } from '../../../contracts/technician/diagnostics.ts';
import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import type { BenchContext } from '../context.ts';
import { runningStep } from '../state/bench.ts';
import { ALLOWED_DURING_VISIT, stepKey, WAITS_FOR_PERSON } from '../state/parts.ts';
import { useText } from '../text.ts';
import { CompartmentChooser } from './CompartmentChooser.tsx';
import { Earlier } from './Earlier.tsx';
import { Failure } from './Failure.tsx';
import styles from './page.module.css';
import { StepOutcome } from './StepOutcome.tsx';
import { Waiting } from './Waiting.tsx';

export interface StepCardProps {
  readonly bench: BenchContext;
  readonly step: StepName;
  /** The device that the step tries; null for what has no driver. */
  readonly device: DeviceReport | null;
}

/** One guided step, always in the same order: what will happen, run, what goes on, what was found, the verdict. */
export function StepCard({ bench, step, device }: StepCardProps) {
  const t = useText();
  const { state, view, leave, act } = bench;
  const [compartment, setCompartment] = useState<number | null>(null);
  const place = `step:${step}`;
  const work = state.works[place];
  const result = state.results[step];
  const key = stepKey(step);
  const needsCompartment = step === 'locker.compartment';
  const duringVisit = view?.mode.phase === 'active' && view.mode.duringVisit;
  const isForbidden = duringVisit && !ALLOWED_DURING_VISIT.has(step);
  const busy = runningStep(state);
  const target = needsCompartment ? compartment?.toString() : null;
  const canRun = leave === 'mine' && busy === null && !isForbidden && target !== undefined;
  return (
    <article className={styles.step} data-step={step} aria-label={t(`step.${key}.title`)}>
      <header className={styles.stepHead}>
        <h4>{t(`step.${key}.title`)}</h4>
        {work !== undefined && <StateBadge state="active">{t('step.running')}</StateBadge>}
        {work === undefined && result !== undefined && (
          <StateBadge state={result.record.outcome === 'passed' ? 'ok' : 'bad'}>
            {t(`step.outcome.${result.record.outcome}`)}
          </StateBadge>
        )}
      </header>
      <p>{t(`step.${key}.does`)}</p>
      {needsCompartment && device !== null && (
        <CompartmentChooser device={device} value={compartment} onChange={setCompartment} />
      )}
      {work === undefined ? (
        <div className={styles.row}>
          <Button
            // Once there is a result, what is to be done next is the verdict.
            kind={result === undefined ? 'primary' : 'secondary'}
            isDisabled={!canRun}
            data-action={`run-${key}`}
            onPress={() => act.run(step, target ?? null)}
          >
            {needsCompartment && compartment !== null
              ? t('step.openCompartment', { number: compartment })
              : t(result === undefined ? 'step.run' : 'step.again')}
          </Button>
          {leave === 'mine' && isForbidden && <span className={styles.soft}>{t('step.notDuringVisit')}</span>}
          {leave === 'mine' && busy !== null && <span className={styles.soft}>{t('step.otherRuns')}</span>}
          {leave === 'mine' && target === undefined && <span className={styles.soft}>{t('step.choose')}</span>}
          {leave !== 'mine' && <span className={styles.soft}>{t('step.needsMode')}</span>}
        </div>
      ) : (
        <Waiting
          sinceMs={work.sinceMs}
          action={
            WAITS_FOR_PERSON.has(step) && (
              <Button isDisabled={work.cancelling} data-action="cancel-step" onPress={() => act.cancelStep(step)}>
                {t(work.cancelling ? 'step.cancelling' : 'step.cancel')}
              </Button>
            )
          }
        >
          {t(`step.${key}.awaits`)}
        </Waiting>
      )}
      <Failure error={state.failures[place]} />
      {work === undefined && result !== undefined && <StepOutcome bench={bench} result={result} />}
      <Earlier records={view?.records ?? []} step={step} currentId={result?.record.id ?? null} />
    </article>
  );
}
