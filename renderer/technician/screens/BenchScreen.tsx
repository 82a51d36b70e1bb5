import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/components/Button.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useErrorText, useLanguage } from '../../ui/i18n.ts';
import { BoothDrawing } from '../parts/BoothDrawing.tsx';
import { BoothList } from '../parts/BoothList.tsx';
import { ChangeList } from '../parts/ChangeList.tsx';
import { DeviceDetail } from '../parts/DeviceDetail.tsx';
import { DeviceTable } from '../parts/DeviceTable.tsx';
import { timeText } from '../parts/words.ts';
import { faultsOf } from '../state/health.ts';
import type { TechnicianState } from '../state/model.ts';
import type { TechnicianEvent } from '../state/reducer.ts';
import { useText } from '../text.ts';
import styles from './bench.module.css';

export interface BenchScreenProps {
  readonly state: TechnicianState;
  readonly dispatch: (event: TechnicianEvent) => void;
}

const LINK_STATES = { none: 'off', connecting: 'waiting', live: 'ok', lost: 'bad' } as const;

/** The instrument: booths at the left, the booth as it stands, its devices, and what changed. */
export function BenchScreen({ state, dispatch }: BenchScreenProps) {
  const t = useText();
  const errorText = useErrorText();
  const language = useLanguage();
  const { i18n } = useTranslation();
  const { link } = state;
  const status = state.booths.find((each) => each.booth.id === state.boothId) ?? null;
  // Nobody has chosen yet: what needs somebody is shown first.
  const part = state.part ?? (status === null ? null : (faultsOf(status)[0]?.class ?? null));
  return (
    <>
      <header className={styles.bar}>
        <Logo />
        <h1>{t('heading')}</h1>
        <StateBadge state={LINK_STATES[link]}>{t(`line.${link === 'none' ? 'connecting' : link}`)}</StateBadge>
        {link === 'lost' && <span className={styles.stale}>{t('line.stale')}</span>}
        <span className={styles.who}>{state.session?.displayName}</span>
        <Button
          kind="quiet"
          onPress={() => void i18n.changeLanguage(language === 'en' ? 'zh-CN' : 'en')}
          aria-label={language === 'en' ? '中文' : 'English'}
        >
          {language === 'en' ? '中文' : 'English'}
        </Button>
        <Button kind="quiet" onPress={() => dispatch({ type: 'log-out' })}>
          {t('login.out')}
        </Button>
      </header>
      <div className={styles.bench}>
        <BoothList
          booths={state.booths}
          loaded={state.loaded}
          selectedId={state.boothId}
          onSelect={(boothId) => dispatch({ type: 'booth', boothId })}
        />
        {status !== null && (
          <main className={styles.booth}>
            <header className={styles.head}>
              <div>
                <h2>{status.booth.name}</h2>
                <p>{status.booth.address}</p>
              </div>
              <StateBadge state={status.online ? 'ok' : 'bad'}>
                {status.online ? t('booths.online') : t('booths.offline')}
              </StateBadge>
              <StateBadge state={status.visitActive ? 'active' : 'waiting'}>
                {status.visitActive ? t('booth.visitOn') : t('booth.visitOff')}
              </StateBadge>
              <dl>
                <dt>{t('detail.id')}</dt>
                <dd>{status.booth.id}</dd>
                {status.version !== null && <dd>{t('booth.version', { version: status.version })}</dd>}
                <dd>
                  {status.lastSeenAt === null
                    ? t('booths.never')
                    : t('booths.seen', { time: timeText(status.lastSeenAt, language) })}
                </dd>
              </dl>
            </header>
            {state.error !== null && <Notice tone="error">{errorText(state.error)}</Notice>}
            {!status.online && <Notice tone="warning">{t('booth.offlineText')}</Notice>}
            <div className={styles.middle}>
              <BoothDrawing
                status={status}
                selected={part}
                onSelect={(next) => dispatch({ type: 'part', part: next })}
              />
              <DeviceDetail status={status} part={part} />
            </div>
            <DeviceTable status={status} selected={part} onSelect={(next) => dispatch({ type: 'part', part: next })} />
            <ChangeList changes={state.changes.filter((each) => each.boothId === status.booth.id)} />
          </main>
        )}
      </div>
    </>
  );
}
