import { VideoTile } from '../../ui/components/VideoTile.tsx';
import { useCall } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './MirrorDisc.module.css';

const RINGS = [50, 39, 29.5] as const;

/** The citizen's own picture before the call, as the agent will see it: a disc that rises out of rings of light. */
export function MirrorDisc() {
  const { local } = useCall();
  const t = useText();
  return (
    <div className={styles.area}>
      <svg className={styles.rings} viewBox="0 0 100 100" aria-hidden="true">
        {RINGS.map((radius, index) => (
          <circle key={radius} className={styles[`ring${index + 1}`]} cx="50" cy="50" r={radius} />
        ))}
      </svg>
      <VideoTile className={styles.disc} mirrored track={local.face} emptyText={t('calling.cameraOff')} />
      <p className={styles.caption}>
        <span>{t('calling.self')}</span>
      </p>
    </div>
  );
}
