import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { classes } from '../classes.ts';
import styles from './ProgressSteps.module.css';

export interface Step {
  readonly id: string;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly state: 'done' | 'now' | 'later';
}

/** Steps in their order on one line of travel: what is done, what is now, what comes. */
export function ProgressSteps({ steps, className }: { steps: readonly Step[]; className?: string }) {
  return (
    <ol className={classes(styles.steps, className)}>
      {steps.map((step, index) => (
        <li key={step.id} className={styles[step.state]} aria-current={step.state === 'now' ? 'step' : undefined}>
          <span className={styles.mark} aria-hidden>
            {step.state === 'done' ? <Check /> : index + 1}
          </span>
          <span className={styles.words}>
            <span className={styles.label}>{step.label}</span>
            {step.detail !== undefined && <span className={styles.detail}>{step.detail}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
