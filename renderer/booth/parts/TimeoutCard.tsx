import { Button } from '../../ui/components/Button.tsx';
import { RingCountdown } from '../../ui/components/RingCountdown.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { RisingCard } from './RisingCard.tsx';

/** The warning comes this long before the end (WCAG 2.2, 2.2.1 asks for at least 20 s). */
const WARNING_MS = 30_000;

/** Asks whether anybody is still there, with the seconds that are left. Any touch answers; the button says so. */
export function TimeoutCard({ until }: { until: string }) {
  const { send } = useBooth();
  const t = useText();
  return (
    <RisingCard
      floating
      label={t('timeout.title')}
      picture={<RingCountdown until={until} totalMs={WARNING_MS} />}
      title={t('timeout.title')}
      text={t('timeout.text')}
      actions={
        <>
          <Button kind="secondary" tall data-action="timeout-leave" onPress={() => send({ type: 'leave' })}>
            {t('timeout.leave')}
          </Button>
          <Button kind="primary" tall data-action="extend" onPress={() => send({ type: 'extend' })}>
            {t('timeout.extend')}
          </Button>
        </>
      }
    />
  );
}
