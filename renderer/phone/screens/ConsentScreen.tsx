import type { ReactNode } from 'react';
import { useLocalized } from '../../ui/i18n.ts';
import { FileText, LogOut, ShieldCheck, UserRound, VideoOff } from '../../ui/icons.ts';
import { Button } from '../parts/Button.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { wantName } from '../state/want.ts';
import { useText } from '../text.ts';
import styles from './consent.module.css';

const POINTS = [
  ['see', <UserRound key="see" aria-hidden />],
  ['record', <VideoOff key="record" aria-hidden />],
  ['keep', <FileText key="keep" aria-hidden />],
  ['gone', <ShieldCheck key="gone" aria-hidden />],
  ['leave', <LogOut key="leave" aria-hidden />],
] as const satisfies readonly (readonly [string, ReactNode])[];

/** What is seen, what is kept, what is wiped; then the door. */
export function ConsentScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const localized = useLocalized();
  const { want, busy } = state;
  const name = wantName(want, state.catalogue);
  const wanted =
    want?.kind === 'booking'
      ? t('consent.wantedBooking', { code: want.code })
      : name === null
        ? t('consent.wantedAsk')
        : localized(name);
  return (
    <Page
      state={state}
      dispatch={dispatch}
      title={t('consent.title')}
      errorPlace={want?.kind === 'booking' ? 'booking' : undefined}
      actions={
        <>
          <Button kind="primary" wide disabled={busy === 'enter'} onClick={() => dispatch({ type: 'agree' })}>
            {busy === 'enter' ? t('consent.agreeing') : t('consent.agree')}
          </Button>
          <Button kind="quiet" wide onClick={() => dispatch({ type: 'back' })}>
            {t('consent.later')}
          </Button>
        </>
      }
    >
      <p className={styles.wanted}>
        <span>{t('consent.wanted')}</span>
        <strong>{wanted}</strong>
      </p>
      <dl className={styles.points}>
        {POINTS.map(([point, icon]) => (
          <div key={point}>
            {icon}
            <dt>{t(`consent.points.${point}.title`)}</dt>
            <dd>{t(`consent.points.${point}.text`)}</dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}
