import type { Offer } from '../../../contracts/hub/agent.ts';
import { Button } from '../../ui/components/Button.tsx';
import { RingCountdown } from '../../ui/components/RingCountdown.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { Phone, X } from '../../ui/icons.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './OfferCard.module.css';
import { useCatalogue } from './use-catalogue.ts';

/** The hub lets an offer stand this long before it goes to the next agent; the ring closes over the same time. */
const OFFER_TIMEOUT_MS = 5_000;

/** A call that waits for a yes. The ring is what is left of the time to answer. */
export function OfferCard({ offer }: { offer: Offer }) {
  const t = useText();
  const common = useCommonText();
  const desk = useDesk();
  const { home } = useDeskState();
  const { bundleName, serviceName } = useCatalogue();
  const accepting = useBusy('offer.accept');
  const { visit, booth, invitedBy } = offer;
  const wish = visit.bundleId
    ? bundleName(visit.bundleId)
    : visit.serviceId
      ? serviceName(visit.serviceId)
      : t('offer.unknownWish');
  const untilMs = new Date(offer.expiresAt).getTime() - (home?.aheadMs ?? 0);
  return (
    <section className={styles.card} role="alertdialog" aria-label={t('offer.heading')}>
      <div className={styles.head}>
        <RingCountdown until={untilMs} totalMs={OFFER_TIMEOUT_MS} />
        <div>
          <h2>{invitedBy ? t('offer.invited', { name: invitedBy.displayName }) : t('offer.heading')}</h2>
          <p className={styles.place}>{booth.name}</p>
        </div>
      </div>
      <dl className={styles.facts}>
        <dt>{t('offer.wants')}</dt>
        <dd className={styles.wish}>{wish}</dd>
        <dt>{t('offer.booth')}</dt>
        <dd>{booth.address}</dd>
        <dt>{t('offer.language')}</dt>
        <dd>
          {common(`language.${visit.language}`)} · {t(`offer.entry.${visit.entry}`)}
        </dd>
        <dt>{t('offer.because')}</dt>
        <dd>{offer.because}</dd>
      </dl>
      <div className={styles.actions}>
        <Button
          kind="primary"
          tall
          wide
          autoFocus
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
