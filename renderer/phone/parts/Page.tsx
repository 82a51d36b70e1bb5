import { type ReactNode, useEffect, useRef } from 'react';
import { LogoMark } from '../../ui/components/Logo.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { ArrowLeft } from '../../ui/icons.ts';
import type { PhoneEvent } from '../state/events.ts';
import type { PhoneState } from '../state/model.ts';
import { parentOf } from '../state/navigation.ts';
import { usePhoneError, useText } from '../text.ts';
import styles from './page.module.css';

export interface ScreenProps {
  readonly state: PhoneState;
  readonly dispatch: (event: PhoneEvent) => void;
}

export interface PageProps extends ScreenProps {
  readonly title: ReactNode;
  /** The title tells of something that changes by itself, so it is read out when it does. */
  readonly live?: boolean;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  /** What the thumb reaches: the one action of the page, and a quiet way out. */
  readonly actions?: ReactNode;
  /** Where an error of this page came from, when its words depend on it. */
  readonly errorPlace?: 'booking' | 'slot';
  /** The large picture above the title. */
  readonly picture?: ReactNode;
}

/** The frame of every page: name of the house, language, way back, what went wrong, and the actions below. */
export function Page({ state, dispatch, title, live, lead, children, actions, errorPlace, picture }: PageProps) {
  const t = useText();
  const errorText = usePhoneError();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new page is read from its heading, also by those who listen.
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  const where = state.session?.booth.name;
  return (
    <>
      <header className={styles.head}>
        {parentOf(state.stage) === null ? (
          <span className={styles.brand}>
            <LogoMark className={styles.mark} />
            <span className={styles.where}>{where ?? t('brandLine')}</span>
          </span>
        ) : (
          <button type="button" className={styles.back} onClick={() => dispatch({ type: 'back' })}>
            <ArrowLeft aria-hidden />
            {t('back')}
          </button>
        )}
        <button
          type="button"
          className={styles.language}
          lang={state.language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => dispatch({ type: 'language', language: state.language === 'en' ? 'zh-CN' : 'en' })}
        >
          {t('language')}
        </button>
      </header>
      {state.session !== null && state.link === 'lost' && (
        <p className={styles.line} role="status">
          {t('line.lost')}
        </p>
      )}
      <main className={styles.main}>
        {picture}
        <h1 ref={heading} tabIndex={-1} className={styles.title} aria-live={live ? 'polite' : undefined}>
          {title}
        </h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        {children}
      </main>
      {(actions !== undefined || state.error !== null) && (
        <footer className={styles.actions}>
          {state.error !== null && (
            <Notice tone={state.error.category === 'user' ? 'warning' : 'error'} className={styles.error}>
              {errorText(state.error, errorPlace)}
              {state.error.category !== 'user' && (
                <small className={styles.support}>{t('support', { number: state.error.support })}</small>
              )}
            </Notice>
          )}
          {actions}
        </footer>
      )}
    </>
  );
}
