import { useState } from 'react';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { StoredParcel } from '../../../contracts/hub/technician.ts';
import { Failure } from '../../bench/parts/Failure.tsx';
import { useText } from '../../bench/text.ts';
import { timeText } from '../../bench/words.ts';
import { Button } from '../../ui/components/Button.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useLanguage } from '../../ui/i18n.ts';
import { useHubList } from '../state/use-hub-list.ts';
import { type HubPageProps, Listed } from './HubPages.tsx';
import styles from './hub-pages.module.css';

type Purpose = 'collect' | 'return';

const BADGE: Readonly<Record<StoredParcel['state'], State>> = {
  requested: 'waiting',
  agreed: 'waiting',
  'pulse-sent': 'active',
  open: 'active',
  'item-seen': 'active',
  closed: 'active',
  sealed: 'ok',
  collected: 'off',
  returned: 'off',
  incident: 'bad',
};

interface Issued {
  readonly parcelId: string;
  readonly code: string;
  readonly validUntil: string;
}

/** What lies in the locker, and the one-time codes for whoever takes it out. */
export function ParcelsPage({ request, boothId, news }: HubPageProps) {
  const t = useText();
  const { list, again } = useHubList(request, 'parcels.list', boothId, news);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [busyId, setBusyId] = useState<string | null>(null);
  const [failure, setFailure] = useState<{ parcelId: string; error: XiaowuError } | null>(null);
  const issue = async (parcelId: string, purpose: Purpose) => {
    setBusyId(parcelId);
    setFailure(null);
    setIssued(null);
    const answer = await request('parcels.issue-code', { parcelId, purpose });
    setBusyId(null);
    if (answer.ok) setIssued({ parcelId, ...answer.value });
    else setFailure({ parcelId, error: answer.error });
    again();
  };
  return (
    <Listed list={list} again={again} none={t('hub.parcelsNone')}>
      {(rows) =>
        rows.map((parcel) => (
          <ParcelRow
            key={parcel.id}
            parcel={parcel}
            issued={issued?.parcelId === parcel.id ? issued : null}
            isBusy={busyId !== null}
            error={failure?.parcelId === parcel.id ? failure.error : undefined}
            onIssue={(purpose) => void issue(parcel.id, purpose)}
            onHide={() => setIssued(null)}
          />
        ))
      }
    </Listed>
  );
}

interface ParcelRowProps {
  readonly parcel: StoredParcel;
  readonly issued: Issued | null;
  readonly isBusy: boolean;
  readonly error: XiaowuError | undefined;
  readonly onIssue: (purpose: Purpose) => void;
  readonly onHide: () => void;
}

function ParcelRow({ parcel, issued, isBusy, error, onIssue, onHide }: ParcelRowProps) {
  const t = useText();
  const language = useLanguage();
  const { number, compartment, state, codeValidUntil } = parcel;
  return (
    <li data-parcel={number}>
      <StateBadge state={BADGE[state]}>{t(`hub.parcel.state.${state}`)}</StateBadge>
      <div>
        <strong>{t('hub.parcel.compartment', { number: compartment })}</strong>
        <p>
          {number} ·{' '}
          {codeValidUntil === null
            ? t('hub.parcel.noCode')
            : t('hub.parcel.codeUntil', { time: timeText(codeValidUntil, language) })}
        </p>
        {issued !== null && (
          <div className={styles.issued} role="status">
            <p>{t('hub.parcel.code')}</p>
            <strong data-courier-code>{issued.code.replace(/(\d{4})(?=\d)/, '$1 ')}</strong>
            <p>{t('hub.parcel.valid', { time: timeText(issued.validUntil, language) })}</p>
            <Button onPress={onHide}>{t('hub.parcel.hide')}</Button>
          </div>
        )}
        <Failure error={error} />
      </div>
      {state === 'sealed' && (
        <div className={styles.actions}>
          <Button isDisabled={isBusy} data-action="issue-collect" onPress={() => onIssue('collect')}>
            {t('hub.parcel.issueCollect')}
          </Button>
          <Button isDisabled={isBusy} data-action="issue-return" onPress={() => onIssue('return')}>
            {t('hub.parcel.issueReturn')}
          </Button>
        </div>
      )}
    </li>
  );
}
