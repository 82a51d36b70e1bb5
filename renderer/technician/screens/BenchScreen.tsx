import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { Bench, type ExtraPage } from '../../bench/Bench.tsx';
import type { BenchBooth } from '../../bench/state/health.ts';
import { useText } from '../../bench/text.ts';
import { timeText } from '../../bench/words.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { Notice } from '../../ui/components/Notice.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useErrorText, useLanguage } from '../../ui/i18n.ts';
import type { HubPort, HubRequest } from '../api/hub-port.ts';
import { BoothList } from '../parts/BoothList.tsx';
import { ChangeList } from '../parts/ChangeList.tsx';
import { DeviceTable } from '../parts/DeviceTable.tsx';
import { DiagnosticsPage, IncidentsPage, SelfCheckHistory } from '../parts/HubPages.tsx';
import { ParcelsPage } from '../parts/ParcelsPage.tsx';
import type { TechnicianState } from '../state/model.ts';
import type { TechnicianEvent } from '../state/reducer.ts';
import styles from './bench.module.css';

/** The lines that the page speaks over. */
export interface TechnicianLines {
  readonly portOf: (boothId: string) => HubPort;
  readonly request: HubRequest;
}

export interface BenchScreenProps {
  readonly state: TechnicianState;
  readonly lines: TechnicianLines;
  readonly dispatch: (event: TechnicianEvent) => void;
}

const LINK_STATES = { none: 'off', connecting: 'waiting', live: 'ok', lost: 'bad' } as const;

/** The hub's page: booths at the left, the bench of the one chosen, and what only the hub keeps of it. */
export function BenchScreen({ state, lines, dispatch }: BenchScreenProps) {
  const t = useText();
  const errorText = useErrorText();
  const language = useLanguage();
  const { i18n } = useTranslation();
  const { link } = state;
  const status = state.booths.find((each) => each.booth.id === state.boothId) ?? null;
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
            <BoothHead status={status} />
            {state.error !== null && <Notice tone="error">{errorText(state.error)}</Notice>}
            <BoothBench key={status.booth.id} state={state} status={status} lines={lines} />
          </main>
        )}
      </div>
    </>
  );
}

function BoothHead({ status }: { status: BoothStatus }) {
  const t = useText();
  const language = useLanguage();
  return (
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
  );
}

interface BoothBenchProps {
  readonly state: TechnicianState;
  readonly status: BoothStatus;
  readonly lines: TechnicianLines;
}

function BoothBench({ state, status, lines }: BoothBenchProps) {
  const t = useText();
  const boothId = status.booth.id;
  const port = useMemo(() => lines.portOf(boothId), [lines, boothId]);
  const fallback = useMemo(
    (): BenchBooth => ({
      name: status.booth.name,
      online: status.online,
      devices: status.devices,
      cameras: null,
      microphones: null,
      lastSelfCheck: status.lastSelfCheck,
    }),
    [status],
  );
  const { request } = lines;
  const page = { request, boothId };
  const extraPages: ExtraPage[] = [
    { name: 'devices', label: t('page.devices'), content: <DeviceTable devices={status.devices} /> },
    {
      name: 'incidents',
      label: t('page.incidents'),
      content: <IncidentsPage {...page} news={status.openIncidents} />,
    },
    {
      name: 'history',
      label: t('page.history'),
      content: <SelfCheckHistory {...page} news={status.lastSelfCheck?.id} />,
    },
    { name: 'diagnostics', label: t('page.diagnostics'), content: <DiagnosticsPage {...page} news={null} /> },
    { name: 'parcels', label: t('page.parcels'), content: <ParcelsPage {...page} news={status.devices} /> },
  ];
  return (
    <Bench
      port={port}
      reachable={state.link === 'live' && status.online}
      fallback={fallback}
      extraPages={extraPages}
      below={<ChangeList changes={state.changes.filter((each) => each.boothId === boothId)} />}
    />
  );
}
