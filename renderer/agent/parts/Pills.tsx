import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './Pills.module.css';

export interface PillsProps {
  readonly label: ReactNode;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | null;
  readonly isDisabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** One of a few short words, side by side: what an agent chooses while talking. */
export function Pills({ label, choices, value, isDisabled, onChange }: PillsProps) {
  return (
    <RadioGroup className={styles.group} value={value} isDisabled={isDisabled} onChange={onChange}>
      <Label className={styles.label}>{label}</Label>
      <div className={styles.choices}>
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className={styles.pill}>
            {choice.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
