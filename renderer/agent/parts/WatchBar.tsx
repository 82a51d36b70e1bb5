import { Button } from '../../ui/components/Button.tsx';
import { useBusy, useDesk } from '../state/desk-context.ts';
import type { DeskCall } from '../state/desk-types.ts';
import { useText } from '../text.ts';
import styles from './WatchBar.module.css';

/** What a supervisor is to the call that they watch, and what they may become. Both sides see this. */
export function WatchBar({ call, selfId }: { call: DeskCall; selfId: string }) {
  const t = useText();
  const desk = useDesk();
  const busy = useBusy('call.watch');
  const self = call.parties.find((party) => party.partyId === selfId);
  const agents = call.parties.filter((party) => party.kind === 'agent');
  const place = self?.place;
  const heardBy = agents.find((party) => party.partyId === self?.earOf);
  const said =
    place === 'ear'
      ? t('watch.ear', { name: heardBy?.displayName ?? '' })
      : t(place === 'table' ? 'watch.table' : 'watch.gallery');
  return (
    <section className={styles.bar} aria-label={t('watch.heading')}>
      <strong>{said}</strong>
      <span className={styles.space} />
      <Button
        kind="quiet"
        isDisabled={busy || place === 'gallery'}
        data-watch="monitor"
        onPress={() => void desk.watch(call.callId, 'monitor')}
      >
        {t('watch.monitor')}
      </Button>
      {agents.map((party) => (
        <Button
          key={party.partyId}
          kind="quiet"
          isDisabled={busy || self?.earOf === party.partyId}
          data-watch="whisper"
          onPress={() => void desk.watch(call.callId, 'whisper', party.partyId)}
        >
          {t('watch.whisper', { name: party.displayName })}
        </Button>
      ))}
      <Button
        kind="secondary"
        isDisabled={busy || place === 'table'}
        data-watch="barge"
        onPress={() => void desk.watch(call.callId, 'barge')}
      >
        {t('watch.barge')}
      </Button>
    </section>
  );
}
