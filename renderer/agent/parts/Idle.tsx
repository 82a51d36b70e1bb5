import { Button } from '../../ui/components/Button.tsx';
import { VideoTile } from '../../ui/components/VideoTile.tsx';
import { useBusy, useDesk, useDeskState, useLocalStream } from '../state/desk-context.ts';
import type { Preflight } from '../state/use-preflight.ts';
import { useText } from '../text.ts';
import styles from './Idle.module.css';
import { OfferCard } from './OfferCard.tsx';
import { PreflightLine } from './Preflight.tsx';

/** The centre without a call: what one waits for, oneself as the citizen will see one, and the offer when it comes. */
export function Idle({ preflight }: { preflight: Preflight }) {
  const t = useText();
  const { offer, presence } = useDeskState();
  const stream = useLocalStream();
  const opening = useBusy('media');
  if (offer) {
    return (
      <main className={styles.centre}>
        <OfferCard key={offer.offerId} offer={offer} />
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
    'wrap-up': t('idle.wrapUpLead'),
  }[mood];
  return (
    <main className={styles.centre}>
      <div className={styles.words}>
        <EndedLine />
        <h2>{t(`idle.${mood}`)}</h2>
        <p>{lead}</p>
        {mood === 'wrap-up' && <WrapUpDone />}
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

function EndedLine() {
  const t = useText();
  const { wrapUp } = useDeskState();
  return wrapUp ? <p className={styles.ended}>{t(`idle.ended.${wrapUp.reason}`)}</p> : null;
}

function WrapUpDone() {
  const t = useText();
  const desk = useDesk();
  const busy = useBusy('wrapup.end');
  return (
    <Button kind="primary" isDisabled={busy} onPress={() => void desk.endWrapUp()}>
      {t('idle.wrapUpDone')}
    </Button>
  );
}
