import { useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { type Slot, slotsByDay } from '../state/instead-form.ts';
import { useText } from '../state/text.ts';
import { useWhen } from '../state/when.ts';
import styles from './SlotPicker.module.css';

export interface SlotPickerProps {
  readonly slots: readonly Slot[];
  readonly chosen: Slot | null;
  readonly isDisabled: boolean;
  readonly onChoose: (slot: Slot) => void;
}

/** First the day, then the hour; what is not free is not shown. */
export function SlotPicker({ slots, chosen, isDisabled, onChoose }: SlotPickerProps) {
  const t = useText();
  const when = useWhen();
  const days = slotsByDay(slots);
  const [looked, setLooked] = useState<string | null>(chosen?.day ?? null);
  const shown = days.find(({ day }) => day === looked) ?? days[0];
  return (
    <div className={styles.picker}>
      <fieldset className={styles.days} aria-label={t('instead.days')}>
        {days.map(({ day }) => (
          <Button
            key={day}
            className={styles.day}
            isDisabled={isDisabled}
            aria-pressed={day === shown?.day}
            data-day={day}
            onPress={() => setLooked(day)}
          >
            <span className={styles.weekday}>{when.weekday(day)}</span>
            {when.dayOfMonth(day)}
          </Button>
        ))}
      </fieldset>
      <fieldset className={styles.hours} aria-label={t('instead.hours')}>
        {shown?.times.map((time) => (
          <Button
            key={time}
            className={styles.hour}
            isDisabled={isDisabled}
            aria-pressed={chosen?.day === shown.day && chosen.time === time}
            data-time={time}
            onPress={() => onChoose({ day: shown.day, time })}
          >
            {time}
          </Button>
        ))}
      </fieldset>
    </div>
  );
}
