import { useState } from 'react';
import type { WaitChoice } from '../../../contracts/domain/call.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Elapsed } from '../../ui/components/Elapsed.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { CalendarClock, MessageSquareText, PhoneCall } from '../../ui/icons.ts';
import { LeaveButton } from '../parts/LeaveButton.tsx';
import { MirrorDisc } from '../parts/MirrorDisc.tsx';
import { ActionRow, Scene } from '../parts/Scene.tsx';
import { useCallStart } from '../state/call-start.ts';
import { useBooth, useNames } from '../state/context.ts';
import type { Draft } from '../state/instead-form.ts';
import { useText } from '../state/text.ts';
import { useWaiting } from '../state/waiting.ts';
import styles from './Calling.module.css';
import { Instead } from './Instead.tsx';

const ICONS: Readonly<Record<WaitChoice, typeof PhoneCall>> = {
  'call-back': PhoneCall,
  appointment: CalendarClock,
  message: MessageSquareText,
};

/** The call is on its way: waiting, or what can be done instead. Who becomes free comes first, whatever is open here. */
export function Calling() {
  const { state } = useBooth();
  const [draft, setDraft] = useState<Draft>({ phone: state.visit?.mailing?.phone ?? '', text: '' });
  const { instead } = state;
  if (instead && instead.phase !== 'agreed') {
    return <Instead key={instead.choice} instead={instead} draft={draft} onDraft={setDraft} />;
  }
  return <Waiting />;
}

/** Who is asked, how many are before, how long it may take and why, how long it has taken. */
function Waiting() {
  const { state, send } = useBooth();
  const { departmentName } = useNames();
  const t = useText();
  const { call } = state;
  const startedAtMs = useCallStart(call?.callId ?? null);
  const { place, expected, reasons } = useWaiting(call);
  const choices = call?.choices ?? [];
  const ringing = call?.ringing ?? null;
  return (
    <Scene
      picture={<MirrorDisc />}
      question={ringing ? t('calling.ringing', { name: ringing.displayName }) : t('calling.searching')}
      actions={
        <>
          {choices.length > 0 && (
            <>
              <p className={styles.instead}>{t('calling.instead')}</p>
              <ActionRow>
                {choices.map((choice) => {
                  const Icon = ICONS[choice];
                  return (
                    <Button
                      key={choice}
                      className={styles.choice}
                      icon={<Icon aria-hidden />}
                      data-action={`instead-${choice}`}
                      onPress={() => send({ type: 'open-instead', choice })}
                    >
                      {t(`instead.${choice}`)}
                    </Button>
                  );
                })}
              </ActionRow>
            </>
          )}
          <Button
            kind={choices.length > 0 ? 'quiet' : 'secondary'}
            wide
            tall={choices.length === 0}
            data-action="cancel-call"
            onPress={() => send({ type: 'cancel-call' })}
          >
            {t('calling.cancel')}
          </Button>
        </>
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
          <dd>{place}</dd>
        </div>
        {expected !== null && (
          <div>
            <dt>{t('calling.expected')}</dt>
            <dd>{expected}</dd>
          </div>
        )}
        <div>
          <dt>{t('calling.waited')}</dt>
          <dd>
            <Elapsed since={startedAtMs} />
          </dd>
        </div>
      </dl>
      {!ringing && reasons.length > 0 && (
        <p className={styles.why} aria-live="polite" data-testid="why-waiting">
          {reasons.join(' ')}
        </p>
      )}
    </Scene>
  );
}
