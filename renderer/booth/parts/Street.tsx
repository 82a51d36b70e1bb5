import type { Light } from '../state/hour.ts';
import { useText } from '../state/text.ts';
import { GlassHouse } from './GlassHouse.tsx';
import styles from './Street.module.css';

const GROUND = 1130;

/** Houses along the street: left edge, width, roof line; `rows` and `columns` of windows. */
const HOUSES = [
  { x: -30, width: 210, roof: 520, columns: 3, rows: 7, tone: 'near' },
  { x: 180, width: 165, roof: 700, columns: 3, rows: 4, tone: 'mid' },
  { x: 735, width: 165, roof: 640, columns: 3, rows: 5, tone: 'mid' },
  { x: 900, width: 220, roof: 470, columns: 3, rows: 8, tone: 'near' },
] as const;

/** The skyline far off: x, width, height above the ground. */
const SKYLINE = [
  [0, 90, 250],
  [100, 60, 330],
  [170, 110, 280],
  [300, 70, 390],
  [380, 90, 310],
  [620, 80, 350],
  [710, 60, 430],
  [780, 110, 300],
  [900, 80, 380],
  [990, 100, 270],
] as const;

const STARS = [
  [120, 220],
  [250, 330],
  [420, 180],
  [560, 300],
  [700, 210],
  [980, 380],
  [340, 460],
  [640, 420],
] as const;

/** Where the day's light stands; at night it is the house itself that shines. */
const SUN: Record<Light, { x: number; y: number; radius: number }> = {
  night: { x: 540, y: 900, radius: 0 },
  daybreak: { x: 540, y: 880, radius: 230 },
  day: { x: 830, y: 330, radius: 80 },
  dusk: { x: 300, y: 900, radius: 170 },
};
const RING_RADII = [640, 480, 340] as const;

/** A fixed, scattered choice of the windows in which somebody is up. */
function isLit(house: number, row: number, column: number): boolean {
  return (house * 5 + row * 7 + column * 11 + row * column) % 6 === 0;
}

function House({ house, index }: { house: (typeof HOUSES)[number]; index: number }) {
  const { x, width, roof, columns, rows, tone } = house;
  const step = width / (columns + 0.6);
  return (
    <g>
      <rect className={styles[tone]} x={x} y={roof} width={width} height={GROUND - roof} />
      <rect className={styles.eave} x={x - 8} y={roof - 12} width={width + 16} height={14} />
      {Array.from({ length: rows * columns }, (_, cell) => {
        const row = Math.floor(cell / columns);
        const column = cell % columns;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: windows never change places
            key={cell}
            className={isLit(index, row, column) ? styles.lit : styles.window}
            x={x + step * (column + 0.3) + step * 0.18}
            y={roof + 36 + row * 66}
            width={step * 0.62}
            height={40}
            rx={3}
          />
        );
      })}
      <rect className={styles.shop} x={x + 14} y={GROUND - 92} width={width - 28} height={92} />
      <path className={styles.awning} d={`M${x + 4} ${GROUND - 92}h${width - 8}l-12-26h-${width - 32}z`} />
    </g>
  );
}

function Tree({ x, height }: { x: number; height: number }) {
  const top = GROUND - height;
  return (
    <g>
      <rect className={styles.trunk} x={x - 6} y={top + 40} width={12} height={height - 40} rx={4} />
      <ellipse className={styles.leavesBack} cx={x + 16} cy={top + 34} rx={64} ry={72} />
      <ellipse className={styles.leaves} cx={x - 14} cy={top + 56} rx={62} ry={64} />
    </g>
  );
}

/** The street in which the booth stands, in flat shapes and in the light of the hour. */
export function Street({ light }: { light: Light }) {
  const t = useText();
  const sun = SUN[light];
  return (
    <svg
      className={`${styles.street} ${styles[light]}`}
      viewBox="0 0 1080 1300"
      preserveAspectRatio="xMidYMax slice"
      role="img"
      aria-label={t(`street.${light}`)}
    >
      <rect className={styles.sky} width="1080" height="1300" />
      {RING_RADII.map((radius, index) => (
        <circle key={radius} className={styles[`ring${index + 1}`]} cx={sun.x} cy={sun.y} r={radius} />
      ))}
      {light === 'night' && STARS.map(([x, y]) => <circle key={x} className={styles.star} cx={x} cy={y} r={3} />)}
      {light === 'night' && <path className={styles.moon} d="M846 250a62 62 0 1 0 44 106 52 52 0 0 1-44-106z" />}
      {sun.radius > 0 && <circle className={styles.sun} cx={sun.x} cy={sun.y} r={sun.radius} />}
      <path className={styles.hills} d="M0 960 150 850l120 70 170-130 160 120 190-150 150 110 140-90v500H0z" />
      {SKYLINE.map(([x, width, height]) => (
        <rect key={x} className={styles.far} x={x} y={GROUND - height} width={width} height={height} />
      ))}
      {HOUSES.map((house, index) => (
        <House key={house.x} house={house} index={index} />
      ))}
      <Tree x={352} height={300} />
      <Tree x={745} height={330} />
      <rect className={styles.pavement} y={GROUND} width="1080" height="170" />
      <rect className={styles.kerb} y={GROUND} width="1080" height="10" />
      <path className={styles.pool} d={`M392 ${GROUND + 30}h296l190 140H202z`} />
      <GlassHouse ground={GROUND + 44} />
    </svg>
  );
}
