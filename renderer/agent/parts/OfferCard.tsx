import { useRef } from 'react';
import type { Offer } from '../../../contracts/hub/agent.ts';
import { Button } from '../../ui/components/Button.tsx';
import { RingCountdown } from '../../ui/components/RingCountdown.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { Phone, X } from '../../ui/icons.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { durationText } from '../state/local-time.ts';
import { useText } from '../text.ts';
import styles from './OfferCard.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** The hub lets an offer stand this long before it goes to the next agent; the ring closes over the same time. */
const OFFER_TIMEOUT_MS = 5_000;

/** A call that waits for a yes: who, what, where, why me. The ring is what is left of the time to answer. */
export function OfferCard({ offer }: { offer: Offer }) {
  const t = useText();
  const common = useCommonText();
  const desk = useDesk();
  const { home } = useDeskState();
  const { bundleName, serviceName, regionName, departmentShort } = useCatalogue();
  const accepting = useBusy('offer.accept');
  const { visit, booth, invitedBy, purpose, priority } = offer;
  const wish = visit.bundleId
    ? bundleName(visit.bundleId)
    : visit.serviceId
      ? serviceName(visit.serviceId)
      : t('offer.unknownWish');
  const untilMs = new Date(offer.expiresAt).getTime() - (home?.aheadMs ?? 0);
  // Another hub may give more time: the ring begins full all the same.
  const totalMs = useRef(Math.max(OFFER_TIMEOUT_MS, untilMs - Date.now())).current;
  return (
    <section className={styles.card} role="alertdialog" aria-label={t('offer.heading')} data-purpose={purpose}>
      <div className={styles.head}>
        <RingCountdown until={untilMs} totalMs={totalMs} />
        <div className={styles.title}>
          <h2>
            {invitedBy && purpose !== 'answer'
              ? t(`offer.by.${purpose}`, { name: invitedBy.displayName })
              : t('offer.heading')}
          </h2>
          <p className={styles.place}>
            {booth.name} · {regionName(booth.regionId)}
          </p>
        </div>
        {priority !== 'normal' && <span className={styles.priority}>{t(`offer.priority.${priority}`)}</span>}
      </div>
      {offer.note !== undefined && offer.note !== '' && (
        <p className={styles.note}>
          <span>{t('offer.note', { name: invitedBy?.displayName ?? '' })}</span>
          {offer.note}
        </p>
      )}
      <dl className={styles.facts}>
        <dt>{t('offer.wants')}</dt>
        <dd className={styles.wish}>{wish}</dd>
        <dt>{t('offer.booth')}</dt>
        <dd>{booth.address}</dd>
        <dt>{t('offer.language')}</dt>
        <dd>
          {common(`language.${visit.language}`)} · {t(`offer.entry.${visit.entry}`)}
        </dd>
        <dt>{t('offer.waitedLabel')}</dt>
        <dd>{durationText(offer.waitedSeconds)}</dd>
        {invitedBy && (
          <>
            <dt>{t('offer.from')}</dt>
            <dd>
              {invitedBy.displayName} · {departmentShort(invitedBy.departmentId)}
            </dd>
          </>
        )}
        <dt>{t('offer.because')}</dt>
        <dd>{offer.because}</dd>
      </dl>
      {purpose !== 'answer' && <p className={styles.more}>{t(`offer.more.${purpose}`)}</p>}
      <div className={styles.actions}>
        <Button
          kind="primary"
          tall
          wide
          autoFocus
          data-accept
          icon={<Phone />}
          isDisabled={accepting}
          onPress={() => void desk.accept()}
        >
          {t('offer.accept')}
        </Button>
        <Button
          kind="secondary"
          tall
          data-decline
          icon={<X />}
          onPress={() => void desk.decline(t('offer.declineReason'))}
        >
          {t('offer.decline')}
        </Button>
      </div>
    </section>
  );
}
