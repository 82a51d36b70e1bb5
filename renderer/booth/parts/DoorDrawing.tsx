import { useText } from '../state/text.ts';
import styles from './DoorDrawing.module.css';

export interface DoorDrawingProps {
  readonly leaf: 'open' | 'closed' | 'unknown';
  readonly lock: 'locked' | 'unlocked' | 'unknown';
  readonly present: boolean;
  /** The lamp is out: the visit is over and the room is clean. */
  readonly dark?: boolean;
}

/** The door as its sensors say it is. */
export function DoorDrawing({ leaf, lock, present, dark = false }: DoorDrawingProps) {
  const t = useText();
  const open = leaf === 'open';
  return (
    <svg
      className={`${styles.drawing} ${dark ? styles.dark : ''}`}
      viewBox="0 0 600 560"
      preserveAspectRatio="xMidYMax meet"
      role="img"
      aria-label={t('entering.drawing')}
      data-leaf={leaf}
      data-lock={lock}
    >
      <circle className={styles.halo2} cx="300" cy="300" r="440" />
      <circle className={styles.halo} cx="300" cy="300" r="310" />
      <rect className={styles.ground} x="-900" y="520" width="2400" height="60" />
      <path className={styles.pool} d="M200 524h200l90 36H110z" />
      <rect className={styles.inside} x="160" y="70" width="280" height="456" />
      <path className={styles.lamp} d="M260 110h80l54 416H206z" />
      <rect className={styles.screen} x="250" y="170" width="100" height="170" rx="6" />
      <path className={styles.sun} d="M268 276a32 32 0 0 1 64 0z" />
      <rect className={styles.desk} x="222" y="364" width="156" height="14" rx="3" />
      <rect className={styles.deskFoot} x="240" y="378" width="120" height="148" />
      {present && (
        <g>
          <rect className={styles.stool} x="292" y="440" width="16" height="86" />
          <path className={styles.coat} d="M228 452c-6-92 20-142 72-142s78 50 72 142z" />
          <rect className={styles.neck} x="286" y="290" width="28" height="34" />
          <circle className={styles.hair} cx="300" cy="262" r="40" />
        </g>
      )}
      {open ? (
        <path className={styles.leafOpen} d="M160 70 64 40v514l96-28z" />
      ) : (
        <g>
          <rect className={styles.leafClosed} x="160" y="70" width="280" height="456" />
          <path className={styles.shine} d="M184 420V200l76-106h60z" />
        </g>
      )}
      <path className={styles.handle} d={open ? 'M82 270v74' : 'M416 262v84'} />
      <path className={styles.frame} d="M140 40h320v486h-20V70H160v456h-20z" />
      <path className={styles.roof} d="M116 44h368l-18-40H134z" />
      {!open && (
        <g className={lock === 'unlocked' ? styles.unlocked : styles.locked}>
          <circle cx="450" cy="304" r="36" />
          <path d={lock === 'unlocked' ? 'M438 302v-10a12 12 0 0 1 23-5' : 'M438 302v-10a12 12 0 0 1 24 0v10'} />
          <rect x="433" y="301" width="34" height="24" rx="4" />
        </g>
      )}
    </svg>
  );
}
