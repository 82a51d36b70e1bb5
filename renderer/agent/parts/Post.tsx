import { useState } from 'react';
import { type CompartmentSize, compartmentSize } from '../../../contracts/device/device.ts';
import type { Parcel, Visit } from '../../../contracts/domain/visit.ts';
import { Button } from '../../ui/components/Button.tsx';
import { Choice } from '../../ui/components/Field.tsx';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { PackageOpen } from '../../ui/icons.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { exactClockText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import styles from './Post.module.css';

/** Where things are posted to, and the locker: what its sensors said of each parcel. */
export function Post({ visit }: { visit: Visit }) {
  const t = useText();
  const desk = useDesk();
  const { call, caseId } = useDeskState();
  const busy = useBusy('locker.ask');
  const [size, setSize] = useState<CompartmentSize>('small');
  const { mailing } = visit;
  return (
    <>
      <section aria-label={t('post.mailing')}>
        <h3 className={styles.heading}>{t('post.mailing')}</h3>
        {mailing ? (
          <dl className={styles.mailing}>
            <dt>{t('post.recipient')}</dt>
            <dd>{mailing.recipient}</dd>
            <dt>{t('post.phone')}</dt>
            <dd>{mailing.phone}</dd>
            <dt>{t('post.address')}</dt>
            <dd>{mailing.address}</dd>
          </dl>
        ) : (
          <p className={styles.soft}>{t('post.noMailing')}</p>
        )}
      </section>
      <section aria-label={t('post.parcels')}>
        <h3 className={styles.heading}>{t('post.parcels')}</h3>
        {visit.parcels.length === 0 && <p className={styles.soft}>{t('post.none')}</p>}
        {visit.parcels.map((parcel) => (
          <ParcelView key={parcel.id} parcel={parcel} />
        ))}
        {call && (
          <>
            <div className={styles.size}>
              <Choice
                label={t('post.size')}
                choices={compartmentSize.options.map((value) => ({ value, label: t(`post.sizes.${value}`) }))}
                value={size}
                onChange={setSize}
                row
              />
            </div>
            <div className={styles.ask}>
              <Button
                kind="secondary"
                icon={<PackageOpen />}
                isDisabled={busy}
                onPress={() => void desk.run('locker.ask', { visitId: visit.id, size, ...(caseId ? { caseId } : {}) })}
              >
                {t('post.ask')}
              </Button>
              <p className={styles.soft}>{t('post.askHint')}</p>
            </div>
          </>
        )}
      </section>
    </>
  );
}

const PARCEL_STATES = {
  requested: 'waiting',
  agreed: 'active',
  'pulse-sent': 'active',
  open: 'active',
  'item-seen': 'active',
  closed: 'active',
  sealed: 'ok',
  collected: 'off',
  returned: 'off',
  incident: 'bad',
} as const satisfies Record<Parcel['state'], State>;

function ParcelView({ parcel }: { parcel: Parcel }) {
  const t = useText();
  return (
    <article className={styles.parcel}>
      <div className={styles.line}>
        <strong>{t('post.compartment', { number: parcel.compartment })}</strong>
        <span className={styles.soft}>{parcel.number}</span>
        <StateBadge state={PARCEL_STATES[parcel.state]}>{t(`post.state.${parcel.state}`)}</StateBadge>
      </div>
      <ol className={styles.custody}>
        {parcel.custody.map((step) => (
          <li key={`${step.at} ${step.state}`}>
            <span className={styles.soft}>{exactClockText(step.at)}</span> {t(`post.state.${step.state}`)}
          </li>
        ))}
      </ol>
    </article>
  );
}
