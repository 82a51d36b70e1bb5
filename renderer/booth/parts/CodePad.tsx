import { Button } from '../../ui/components/Button.tsx';
import { useText } from '../state/text.ts';
import styles from './CodePad.module.css';

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

export interface CodePadProps {
  readonly value: string;
  /** Digits in each group, as the number is read aloud. */
  readonly groups: readonly number[];
  /** What was typed, in words for who cannot see it. */
  readonly label: string;
  readonly isDisabled: boolean;
  readonly onChange: (value: string) => void;
}

/** A number with large keys: what was typed stands above, in groups as it is read aloud. */
export function CodePad({ value, groups, label, isDisabled, onChange }: CodePadProps) {
  const t = useText();
  const key = (label: string, name: string, press: () => void) => (
    <Button key={name} isDisabled={isDisabled} preventFocusOnPress data-key={name} onPress={press}>
      {label}
    </Button>
  );
  return (
    <div className={styles.pad}>
      <div className={styles.places} role="img" aria-label={label}>
        {groups.map((length, group) => {
          const start = groups.slice(0, group).reduce((sum, each) => sum + each, 0);
          return (
            <span key={`group-${start}`} className={styles.group}>
              {Array.from({ length }, (_, place) => start + place).map((index) => (
                <span key={`place-${index}`} className={styles.place} data-filled={index < value.length}>
                  {value[index] ?? ''}
                </span>
              ))}
            </span>
          );
        })}
      </div>
      <fieldset className={styles.keys} aria-label={t('courier.keys')}>
        {KEYS.map((digit) => key(digit, digit, () => onChange(value + digit)))}
        {key(t('mailing.clear'), 'clear', () => onChange(''))}
        {key('0', '0', () => onChange(`${value}0`))}
        {key(t('mailing.delete'), 'delete', () => onChange(value.slice(0, -1)))}
      </fieldset>
    </div>
  );
}
