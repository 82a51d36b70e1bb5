import { useText } from '../state/text.ts';
import styles from './GlassHouse.module.css';

const WIDTH = 300;
const HEIGHT = 500;
const LEFT = 540 - WIDTH / 2;

/** The booth as it stands in the street: lit, quiet, its screen on, a stool before it. `ground` is where it stands. */
export function GlassHouse({ ground }: { ground: number }) {
  const t = useText();
  const top = ground - HEIGHT;
  return (
    <g>
      <rect className={styles.inside} x={LEFT} y={top + 20} width={WIDTH} height={HEIGHT - 20} />
      <path className={styles.lamp} d={`M${LEFT + 90} ${top + 84}h120l46 ${HEIGHT - 104}h-212z`} />
      <rect className={styles.screen} x={LEFT + 88} y={top + 130} width={96} height={172} rx={6} />
      <path className={styles.screenSun} d={`M${LEFT + 104} ${top + 236}a32 32 0 0 1 64 0z`} />
      <rect className={styles.screenLine} x={LEFT + 104} y={top + 248} width={64} height={7} rx={3} />
      <rect className={styles.screenLine} x={LEFT + 112} y={top + 264} width={48} height={7} rx={3} />
      <rect className={styles.desk} x={LEFT + 60} y={top + 330} width={152} height={14} rx={3} />
      <rect className={styles.locker} x={LEFT + 74} y={top + 344} width={124} height={134} />
      <path
        className={styles.lockerLines}
        d={`M${LEFT + 74} ${top + 389}h124M${LEFT + 74} ${top + 434}h124M${LEFT + 136} ${top + 344}v134`}
      />
      <rect className={styles.stool} x={LEFT + 226} y={top + 396} width={50} height={12} rx={6} />
      <rect className={styles.stool} x={LEFT + 247} y={top + 404} width={8} height={74} />
      <path className={styles.glass} d={`M${LEFT + 20} ${top + 478}v-300l70-84h56z`} />
      <rect className={styles.frame} x={LEFT - 8} y={top + 16} width={10} height={HEIGHT - 16} />
      <rect className={styles.frame} x={LEFT + WIDTH - 2} y={top + 16} width={10} height={HEIGHT - 16} />
      <rect className={styles.frame} x={LEFT + 205} y={top + 70} width={6} height={HEIGHT - 70} />
      <rect className={styles.handle} x={LEFT + 218} y={top + 270} width={6} height={70} rx={3} />
      <rect className={styles.frame} x={LEFT - 8} y={ground - 20} width={WIDTH + 16} height={20} />
      <path className={styles.roof} d={`M${LEFT - 26} ${top + 26}h${WIDTH + 52}l-20-46h-${WIDTH + 12}z`} />
      <rect className={styles.sign} x={LEFT - 8} y={top + 26} width={WIDTH + 16} height={48} />
      <text className={styles.signText} x="540" y={top + 62} textAnchor="middle">
        {t('street.sign')}
      </text>
    </g>
  );
}
