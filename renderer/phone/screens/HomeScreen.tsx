import type { ReactNode } from 'react';
import { ChevronRight, Clock, MapPin, ScanLine, ShieldCheck } from '../../ui/icons.ts';
import { DawnStreet } from '../parts/DawnStreet.tsx';
import { Page, type ScreenProps } from '../parts/Page.tsx';
import { dayText } from '../state/days.ts';
import { useText } from '../text.ts';
import styles from './home.module.css';

/** The page without a code: book ahead, find a booth, check a certificate. */
export function HomeScreen({ state, dispatch }: ScreenProps) {
  const t = useText();
  const { kept } = state;
  return (
    <Page state={state} dispatch={dispatch} title={t('home.title')} lead={t('home.lead')} picture={<DawnStreet />}>
      <div className={styles.ways}>
        {kept !== null && (
          <Way
            icon={<Clock aria-hidden />}
            name={t('home.kept')}
            hint={`${dayText(kept.day, state.language)} ${kept.time} · ${kept.code}`}
            onPress={() => dispatch({ type: 'public', page: 'booked' })}
          />
        )}
        <Way
          main={kept === null}
          icon={<Clock aria-hidden />}
          name={t('home.book')}
          hint={t('home.bookHint')}
          onPress={() => dispatch({ type: 'public', page: 'book-booth' })}
        />
        <Way
          icon={<MapPin aria-hidden />}
          name={t('home.find')}
          hint={t('home.findHint')}
          onPress={() => dispatch({ type: 'public', page: 'booths' })}
        />
        <a className={styles.way} href="/phone/verify">
          <ShieldCheck aria-hidden />
          <Words name={t('home.verify')} hint={t('home.verifyHint')} />
          <ChevronRight aria-hidden />
        </a>
      </div>
      <div className={styles.scan}>
        <ScanLine aria-hidden />
        <p>
          <strong>{t('home.scan')}</strong>
          {t('home.scanHint')}
        </p>
      </div>
    </Page>
  );
}

interface WayProps {
  readonly main?: boolean;
  readonly icon: ReactNode;
  readonly name: string;
  readonly hint: string;
  readonly onPress: () => void;
}

function Way({ main, icon, name, hint, onPress }: WayProps) {
  return (
    <button type="button" className={styles.way} data-main={main === true || undefined} onClick={onPress}>
      {icon}
      <Words name={name} hint={hint} />
      <ChevronRight aria-hidden />
    </button>
  );
}

function Words({ name, hint }: { name: string; hint: string }) {
  return (
    <span className={styles.words}>
      <strong>{name}</strong>
      <span>{hint}</span>
    </span>
  );
}
