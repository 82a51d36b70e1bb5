import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { useErrorText } from '../../ui/i18n.ts';
import { useText } from '../state/text.ts';
import { LockerDrawing } from './LockerDrawing.tsx';
import { RisingCard } from './RisingCard.tsx';

/** How far the locker has come, by its sensor's word. */
export function LockerCard({ progress }: { progress: NonNullable<BoothState['locker']> }) {
  const t = useText();
  const errorText = useErrorText();
  const { parcel, phase, error } = progress;
  const { compartment, number } = parcel;
  const text = {
    opening: () => t('locker.openingText'),
    open: () => t('locker.openText'),
    closed: () => t('locker.closedText', { number }),
    failed: () => errorText(error ?? { messageKey: 'errors.not_opened' }),
  }[phase]();
  return (
    <RisingCard
      label={t(`locker.${phase}`, { compartment })}
      picture={<LockerDrawing compartment={compartment} phase={phase} />}
      title={t(`locker.${phase}`, { compartment })}
      text={text}
    />
  );
}
