import type { ReactNode } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import { useWhen } from '../state/when.ts';
import styles from './Agreed.module.css';

/** What was agreed instead of waiting, with what to keep of it: a number and until when, or a time and its code. */
export function Agreed() {
  const { state, send } = useBooth();
  const t = useText();
  const when = useWhen();
  const { instead } = state;
  const { followUp, booking } = instead ?? {};
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(followUp
      ? ([
          [t('agreed.number'), followUp.number],
          [t('agreed.due'), t('agreed.dueBefore', { when: when.instant(followUp.dueAt) })],
        ] as const)
      : []),
    ...(booking
      ? ([
          [t('agreed.when'), when.slot(booking.day, booking.time)],
          [t('agreed.code'), booking.code],
        ] as const)
      : []),
  ];
  return (
    <Scene
      question={t(`agreed.${instead?.choice ?? 'call-back'}`)}
      actions={
        <>
          <Button kind="primary" wide tall data-action="finish" onPress={() => send({ type: 'finish' })}>
            {t('agreed.finish')}
          </Button>
          <Button wide data-action="stay" onPress={() => send({ type: 'back' })}>
            {t('agreed.stay')}
          </Button>
        </>
      }
      leave={<LeaveButton />}
    >
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {facts.length > 0 && <p>{booking ? t('agreed.codeText') : t('agreed.followText')}</p>}
    </Scene>
  );
}
