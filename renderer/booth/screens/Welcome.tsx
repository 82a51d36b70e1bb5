import { Button } from '../../ui/components/Button.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { QrCode } from '../../ui/components/QrCode.tsx';
import { useRemainingMs } from '../../ui/components/RingCountdown.tsx';
import { ChevronRight, Clock, Package, Power, UsersRound } from '../../ui/icons.ts';
import { Scene } from '../parts/Scene.tsx';
import { Street } from '../parts/Street.tsx';
import { useBooth, useNames } from '../state/context.ts';
import { greetingOf, lightOf } from '../state/hour.ts';
import { useNow } from '../state/now.ts';
import { useText, useWaitText } from '../state/text.ts';
import styles from './Welcome.module.css';

/** More than two notes about what is out of order would shout. */
const NOTES_SHOWN = 2;

/** Nobody here yet: the street, a greeting, one large action, the code for the phone, who is on duty. */
export function Welcome() {
  const { state, send } = useBooth();
  const t = useText();
  const hour = useNow().getHours();
  const light = lightOf(hour);
  const isShut = state.withdrawn.some((each) => each.function === 'begin');
  const hasLocker = state.lockerSizes.length > 0 && state.withdrawn.every((each) => each.function !== 'locker');
  const dark = light === 'night' || light === 'dusk';
  return (
    <Scene
      bleed
      {...(hasLocker ? { beside: <CourierWay /> } : {})}
      picture={
        <>
          <Street light={light} />
          <div className={`${styles.greeting} ${dark ? styles.onDark : ''}`}>
            <h1>{t(`welcome.greeting.${greetingOf(hour)}`)}</h1>
            {!isShut && <p>{t('welcome.open')}</p>}
          </div>
        </>
      }
      actions={
        isShut ? undefined : (
          <Button
            kind="primary"
            wide
            tall
            className={styles.begin}
            data-action="begin"
            onPress={() => send({ type: 'begin' })}
          >
            <span className={styles.beginWords}>
              {t('welcome.begin')}
              <ChevronRight aria-hidden />
            </span>
          </Button>
        )
      }
    >
      {isShut && (
        <div className={styles.shut} role="status" data-shut>
          <Power aria-hidden />
          <p>{t('withdrawn.begin')}</p>
        </div>
      )}
      {!isShut && state.checkin && <Checkin {...state.checkin} />}
      {!isShut && state.duty && <Duty duty={state.duty} />}
      {!isShut &&
        state.withdrawn.slice(0, NOTES_SHOWN).map((each) => (
          <Notice key={each.function} tone="warning">
            {t(`withdrawn.${each.function}`)}
          </Notice>
        ))}
    </Scene>
  );
}

/** Quiet, and in words: for the few who come to take something out. */
function CourierWay() {
  const { send } = useBooth();
  const t = useText();
  return (
    <Button
      kind="quiet"
      icon={<Package aria-hidden />}
      data-action="open-courier"
      onPress={() => send({ type: 'open-courier' })}
    >
      {t('courier.way')}
    </Button>
  );
}

function Checkin({ url, validUntil }: { url: string; validUntil: string }) {
  const t = useText();
  const seconds = Math.ceil(useRemainingMs(validUntil) / 1000);
  return (
    <div className={styles.checkin}>
      <QrCode className={styles.code} text={url} label={t('welcome.scanLabel')} />
      <div className={styles.scan}>
        <h2>{t('welcome.scanTitle')}</h2>
        <p>{t('welcome.scanText')}</p>
        <p className={styles.valid}>{t('welcome.scanValid', { count: seconds })}</p>
      </div>
    </div>
  );
}

function Duty({ duty }: { duty: NonNullable<ReturnType<typeof useBooth>['state']['duty']> }) {
  const t = useText();
  const waitText = useWaitText();
  const { departmentShort } = useNames();
  const { agentsOnDuty, departmentsOnDuty, waiting, estimatedWaitSeconds } = duty;
  return (
    <div className={styles.duty}>
      <span className={styles.fact}>
        <UsersRound aria-hidden />
        {agentsOnDuty > 0 ? t('welcome.dutyAgents', { count: agentsOnDuty }) : t('welcome.dutyNone')}
        {departmentsOnDuty.length > 0 && (
          <span className={styles.departments}>
            {departmentsOnDuty.map((id) => (
              <span key={id}>{departmentShort(id)}</span>
            ))}
          </span>
        )}
      </span>
      {agentsOnDuty > 0 && (
        <span className={styles.fact}>
          <Clock aria-hidden />
          {waiting > 0 && `${t('welcome.waiting', { count: waiting })} · `}
          {waiting === 0 && estimatedWaitSeconds < 15
            ? t('welcome.waitNone')
            : t('welcome.wait', { wait: waitText(estimatedWaitSeconds) })}
        </span>
      )}
    </div>
  );
}
