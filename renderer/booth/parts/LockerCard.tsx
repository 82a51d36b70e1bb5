import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { Button } from '../../ui/components/Button.tsx';
import { useErrorText } from '../../ui/i18n.ts';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { LockerDrawing } from './LockerDrawing.tsx';
import { RisingCard } from './RisingCard.tsx';

/** How far the locker has come, by its sensors' word; what went wrong can be tried again. */
export function LockerCard({ progress }: { progress: NonNullable<BoothState['locker']> }) {
  const { send } = useBooth();
  const t = useText();
  const errorText = useErrorText();
  const { parcel, error } = progress;
  const { compartment, number } = parcel;
  const phase = progress.phase === 'closed' && error ? 'empty' : progress.phase;
  const text = {
    opening: () => t('locker.openingText'),
    open: () => t('locker.openText'),
    closed: () => t('locker.closedText', { number }),
    empty: () => t('locker.emptyText'),
    failed: () => (!error || error.code === 'not_opened' ? t('locker.failedText') : errorText(error)),
  }[phase]();
  const mayRetry = phase === 'empty' || phase === 'failed';
  return (
    <RisingCard
      label={t(`locker.${phase}`, { compartment })}
      picture={<LockerDrawing compartment={compartment} phase={phase === 'empty' ? 'failed' : phase} />}
      title={t(`locker.${phase}`, { compartment })}
      text={text}
      {...(mayRetry
        ? {
            actions: (
              <>
                <Button
                  kind="secondary"
                  tall
                  data-action="ask-no"
                  onPress={() => send({ type: 'answer-ask', agreed: false })}
                >
                  {t('locker.no')}
                </Button>
                <Button
                  kind="primary"
                  tall
                  data-action="ask-yes"
                  onPress={() => send({ type: 'answer-ask', agreed: true })}
                >
                  {t('locker.again')}
                </Button>
              </>
            ),
          }
        : {})}
    />
  );
}
