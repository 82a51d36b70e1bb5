import { Button } from '../../ui/components/Button.tsx';
import { VideoTile } from '../../ui/components/VideoTile.tsx';
import { useBusy, useDesk, useDeskState, useLocalStream } from '../state/desk-context.ts';
import type { Preflight } from '../state/use-preflight.ts';
import { useText } from '../text.ts';
import styles from './Idle.module.css';
import { OfferCard } from './OfferCard.tsx';
import { PreflightLine } from './Preflight.tsx';
import { WrapUpPanel } from './WrapUpPanel.tsx';

/** The centre without a call: what one waits for, oneself as the citizen will see one, and the offer when it comes. */
export function Idle({ preflight }: { preflight: Preflight }) {
  const t = useText();
  const desk = useDesk();
  const { offer, presence, wrapUp } = useDeskState();
  const stream = useLocalStream();
  const opening = useBusy('media');
  if (offer) {
    return (
      <main className={styles.centre}>
        <OfferCard key={offer.offerId} offer={offer} />
      </main>
    );
  }
  if (presence === 'wrap-up' || wrapUp) {
    return (
      <main className={styles.centre}>
        <WrapUpPanel />
        {presence === 'available' && <p className={styles.waiting}>{t('idle.available')}</p>}
      </main>
    );
  }
  const mood = presence === 'on-call' || presence === 'offered' ? 'available' : presence;
  const lead = {
    offline: t('idle.offlineLead'),
    available: t('idle.availableLead'),
    'at-counter': t('idle.atCounterLead'),
    break: t('idle.breakLead'),
    'not-responding': t('idle.notRespondingLead'),
  }[mood];
  return (
    <main className={styles.centre}>
      <div className={styles.words} role="status">
        <h2>{t(`idle.${mood}`)}</h2>
        <p>{lead}</p>
        {mood === 'not-responding' && (
          <Button kind="primary" tall autoFocus onPress={() => void desk.setPresence('available')}>
            {t('presence.goBack')}
          </Button>
        )}
      </div>
      <VideoTile
        className={styles.self}
        track={stream?.getVideoTracks()[0]}
        mirrored
        name={t('idle.selfView')}
        emptyText={opening ? t('idle.cameraWait') : t('idle.cameraOff')}
      />
      <PreflightLine preflight={preflight} />
    </main>
  );
}
