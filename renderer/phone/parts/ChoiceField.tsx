import { type ReactNode, useId } from 'react';
import { useText } from '../text.ts';
import styles from './field.module.css';

export interface ChoiceFieldProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly problem?: string;
  readonly optional?: boolean;
  readonly onChange: (value: string) => void;
  readonly onFocus?: () => void;
  /** What else is to be known of it, below the problem. */
  readonly news?: ReactNode;
}

/** One of several, each a whole touch target. */
export function ChoiceField({ label, value, choices, problem, optional, onChange, onFocus, news }: ChoiceFieldProps) {
  const t = useText();
  const name = useId();
  const labelId = useId();
  const problemId = useId();
  return (
    <fieldset
      aria-labelledby={labelId}
      className={styles.field}
      data-problem={problem === undefined ? undefined : 'bad'}
      aria-describedby={problem === undefined ? undefined : problemId}
    >
      <legend className={styles.label}>
        <span id={labelId}>{label}</span>
        {optional === true && <span className={styles.optional}>{t('visit.optional')}</span>}
      </legend>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <label key={choice.id} className={styles.choice}>
            <input
              type="radio"
              name={name}
              value={choice.id}
              checked={choice.id === value}
              onChange={() => onChange(choice.id)}
              onFocus={onFocus}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      {problem !== undefined && (
        <p id={problemId} className={styles.problem}>
          {problem}
        </p>
      )}
      {news}
    </fieldset>
  );
}
