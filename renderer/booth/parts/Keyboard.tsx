import { useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useText } from '../state/text.ts';
import styles from './Keyboard.module.css';

const LETTERS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;
const DIGITS = ['123', '456', '789'] as const;

export interface KeyboardProps {
  readonly layout: 'letters' | 'digits';
  readonly onText: (text: string) => void;
  readonly onDelete: () => void;
  readonly onClear: () => void;
}

/** Keys on the screen. They do not take the focus from the field, so a system input method works beside them. */
export function Keyboard({ layout, onText, onDelete, onClear }: KeyboardProps) {
  const t = useText();
  const [upper, setUpper] = useState(false);
  const key = (text: string) => (
    <Button key={text} className={styles.key} preventFocusOnPress excludeFromTabOrder onPress={() => onText(text)}>
      {text}
    </Button>
  );
  const wide = (label: string, press: () => void) => (
    <Button className={classes(styles.key, styles.wide)} preventFocusOnPress excludeFromTabOrder onPress={press}>
      {label}
    </Button>
  );
  if (layout === 'digits') {
    return (
      <fieldset className={classes(styles.keyboard, styles.digits)} aria-label={t('mailing.keyboard')}>
        {DIGITS.map((row) => (
          <div key={row} className={styles.row}>
            {[...row].map(key)}
          </div>
        ))}
        <div className={styles.row}>
          {wide(t('mailing.clear'), onClear)}
          {key('0')}
          {wide(t('mailing.delete'), onDelete)}
        </div>
      </fieldset>
    );
  }
  return (
    <fieldset className={styles.keyboard} aria-label={t('mailing.keyboard')}>
      <div className={styles.row}>{[...'1234567890'].map(key)}</div>
      {LETTERS.map((row, index) => (
        <div key={row} className={styles.row}>
          {index === 2 && wide(t('mailing.shift'), () => setUpper(!upper))}
          {[...(upper ? row.toUpperCase() : row)].map(key)}
          {index === 2 && wide(t('mailing.delete'), onDelete)}
        </div>
      ))}
      <div className={styles.row}>
        {wide(t('mailing.clear'), onClear)}
        {key('-')}
        <Button
          className={classes(styles.key, styles.space)}
          preventFocusOnPress
          excludeFromTabOrder
          onPress={() => onText(' ')}
        >
          {t('mailing.space')}
        </Button>
        {key('#')}
      </div>
    </fieldset>
  );
}
