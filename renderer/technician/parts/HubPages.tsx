import { type ReactNode, useState } from 'react';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Incident } from '../../../contracts/hub/technician.ts';
import { RecordRow } from '../../bench/parts/Earlier.tsx';
import { Failure } from '../../bench/parts/Failure.tsx';
import { CheckList } from '../../bench/parts/SelfCheckPage.tsx';
import { stepKey } from '../../bench/state/parts.ts';
import { supportNumberOf, useFailureText, useText } from '../../bench/text.ts';
import { timeText } from '../../bench/words.ts';
import { Button } from '../../ui/components/Button.tsx';
import { StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText, useLanguage } from '../../ui/i18n.ts';
import type { HubRequest } from '../api/hub-port.ts';
import { type HubList, type HubListName, useHubList } from '../state/use-hub-list.ts';
import styles from './hub-pages.module.css';

export interface HubPageProps {
  readonly request: HubRequest;
  readonly boothId: string;
  /** Changes when the hub may have more to tell. */
  readonly news: unknown;
}

/** What went wrong at the booth, the newest first, and whether it is over. */
export function IncidentsPage({ request, boothId, news }: HubPageProps) {
  const t = useText();
  const { list, again } = useHubList(request, 'incidents.list', boothId, news);
  const [failure, setFailure] = useState<{ id: string; error: XiaowuError } | null>(null);
  const clear = async (incidentId: string) => {
    const answer = await request('incidents.clear', { incidentId });
    setFailure(answer.ok ? null : { id: incidentId, error: answer.error });
    again();
  };
  return (
    <Listed list={list} again={again} none={t('hub.incidents.none')}>
      {(rows) =>
        rows.map((incident) => (
          <IncidentRow
            key={incident.id}
            incident={incident}
            error={failure?.id === incident.id ? failure.error : undefined}
            onClear={() => void clear(incident.id)}
          />
        ))
      }
    </Listed>
  );
}

interface IncidentRowProps {
  readonly incident: Incident;
  readonly error: XiaowuError | undefined;
  readonly onClear: () => void;
}

function IncidentRow({ incident, error, onClear }: IncidentRowProps) {
  const t = useText();
  const language = useLanguage();
  const failureText = useFailureText();
  const { subject, code, detail, raisedAt, clearedAt } = incident;
  const support = supportNumberOf(code);
  return (
    <li data-incident={code}>
      <StateBadge state={clearedAt === null ? 'bad' : 'ok'}>
        {clearedAt === null
          ? t('hub.incidents.open')
          : t('hub.incidents.cleared', { time: timeText(clearedAt, language) })}
      </StateBadge>
      <div>
        <strong>{support === null ? code : failureText(code)}</strong>
        <p>
          {subject} · <code>{code}</code>
          {support !== null && ` · ${t('hub.incidents.support', { number: support })}`}
        </p>
        {detail !== '' && <p>{detail}</p>}
        <Failure error={error} />
      </div>
      <div className={styles.actions}>
        <time dateTime={raisedAt}>{timeText(raisedAt, language)}</time>
        {clearedAt === null && (
          <Button data-action="clear-incident" onPress={onClear}>
            {t('hub.incidents.clear')}
          </Button>
        )}
      </div>
    </li>
  );
}

/** The self-checks that the hub keeps, each to be opened. */
export function SelfCheckHistory({ request, boothId, news }: HubPageProps) {
  const t = useText();
  const language = useLanguage();
  const { list, again } = useHubList(request, 'self-checks.list', boothId, news);
  return (
    <Listed list={list} again={again} none={t('check.historyNone')}>
      {(rows) =>
        rows.map((report) => {
          const failed = report.results.filter(({ outcome }) => outcome === 'failed').length;
          return (
            <li key={report.id}>
              <StateBadge state={failed === 0 ? 'ok' : 'bad'}>
                {failed === 0 ? t('check.allWell') : t('check.failed', { count: failed })}
              </StateBadge>
              <details>
                <summary>
                  {timeText(report.at, language)} · {t(`check.trigger.${report.trigger}`)}
                </summary>
                <CheckList report={report} />
              </details>
            </li>
          );
        })
      }
    </Listed>
  );
}

/** The steps that technicians ran at this booth. */
export function DiagnosticsPage({ request, boothId, news }: HubPageProps) {
  const t = useText();
  const { list, again } = useHubList(request, 'diagnostics.list', boothId, news);
  return (
    <Listed list={list} again={again} none={t('hub.diagnosticsNone')} flow>
      {(rows) =>
        rows.map((record) => (
          <RecordRow key={record.id} record={record} title={t(`step.${stepKey(record.step)}.title`)} />
        ))
      }
    </Listed>
  );
}

interface ListedProps<K extends HubListName> {
  readonly list: HubList<K>;
  readonly again: () => void;
  readonly none: string;
  /** Rows run on instead of standing in columns. */
  readonly flow?: boolean;
  readonly children: (rows: Extract<HubList<K>, { state: 'here' }>['rows']) => ReactNode;
}

/** A list in each of its states: being read, failed with a way to try again, empty in words, or there. */
export function Listed<K extends HubListName>({ list, again, none, flow, children }: ListedProps<K>) {
  const t = useText();
  const common = useCommonText();
  if (list.state === 'loading') return <p className={styles.soft}>{t('hub.loading')}</p>;
  if (list.state === 'failed') {
    return (
      <div className={styles.failed}>
        <Failure error={list.error} />
        <Button onPress={again}>{common('retry')}</Button>
      </div>
    );
  }
  if (list.rows.length === 0) return <p className={styles.soft}>{none}</p>;
  return <ul className={flow ? styles.flow : styles.rows}>{children(list.rows)}</ul>;
}
