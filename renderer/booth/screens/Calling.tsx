import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { MirrorDisc } from '../parts/MirrorDisc.tsx';
import { Scene } from '../parts/Scene.tsx';
import { useCallStart } from '../state/call-start.ts';
import { useBooth, useNames } from '../state/context.ts';
import { useText, useWaitText } from '../state/text.ts';
import styles from './Calling.module.css';

/** The call is on its way: who is asked, how many are before, how long it may take, how long it has taken. */
export function Calling() {
  const { state, send } = useBooth();
  const { departmentName } = useNames();
  const t = useText();
  const waitText = useWaitText();
  const { call } = state;
  const startedAtMs = useCallStart(call?.callId ?? null);
  const place = call?.place ?? null;
  const estimate = call?.estimatedWaitSeconds ?? null;
  const ringing = call?.ringing ?? null;
  return (
    <Scene
      picture={<MirrorDisc />}
      question={ringing ? t('calling.ringing', { name: ringing.displayName }) : t('calling.searching')}
      actions={
        <Button kind="secondary" wide tall data-action="cancel-call" onPress={() => send({ type: 'cancel-call' })}>
          {t('calling.cancel')}
        </Button>
      }
      leave={<LeaveButton />}
    >
      {ringing && (
        <p>
          <StateBadge state="active">{departmentName(ringing.departmentId)}</StateBadge>
        </p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>{t('calling.placeLabel')}</dt>
          <dd>{place === null || place <= 1 ? t('calling.next') : t('calling.place', { count: place - 1 })}</dd>
        </div>
        {estimate !== null && (
          <div>
            <dt>{t('calling.expected')}</dt>
            <dd>{estimate < 15 ? t('calling.soon') : t('calling.estimate', { wait: waitText(estimate) })}</dd>
          </div>
        )}
        <div>
          <dt>{t('calling.waited')}</dt>
          <dd>
            <Elapsed since={startedAtMs} />
          </dd>
        </div>
      </dl>
    </Scene>
  );
}
