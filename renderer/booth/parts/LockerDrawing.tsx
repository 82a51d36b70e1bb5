import { useText } from '../state/text.ts';
import styles from './LockerDrawing.module.css';

export type LockerPhase = 'asked' | 'opening' | 'open' | 'closed' | 'failed';

const COLUMNS = 4;
const DOOR_WIDTH = 40;
const DOOR_HEIGHT = 30;
const GAP = 5;
/** Boards have 16 compartments; larger lockers are drawn with as many rows as the asked one needs. */
const LEAST_COMPARTMENTS = 16;

/** The locker below the desk, seen from the stool, with the compartment that is meant. */
export function LockerDrawing({ compartment, phase }: { compartment: number; phase: LockerPhase }) {
  const t = useText();
  const rows = Math.ceil(Math.max(LEAST_COMPARTMENTS, compartment) / COLUMNS);
  const width = COLUMNS * (DOOR_WIDTH + GAP) + GAP;
  const height = rows * (DOOR_HEIGHT + GAP) + GAP;
  return (
    <svg
      className={styles.locker}
      viewBox={`-30 -14 ${width + 60} ${height + 24}`}
      role="img"
      aria-label={t('locker.drawing', { compartment })}
      data-phase={phase}
    >
      <rect className={styles.desk} x={-26} y={-12} width={width + 52} height={9} rx={3} />
      <rect className={styles.body} width={width} height={height} rx={5} />
      {Array.from({ length: rows * COLUMNS }, (_, index) => {
        const number = index + 1;
        const x = GAP + (index % COLUMNS) * (DOOR_WIDTH + GAP);
        const y = GAP + Math.floor(index / COLUMNS) * (DOOR_HEIGHT + GAP);
        return number === compartment ? null : (
          <rect key={number} className={styles.door} x={x} y={y} width={DOOR_WIDTH} height={DOOR_HEIGHT} rx={2} />
        );
      })}
      <Meant compartment={compartment} phase={phase} />
    </svg>
  );
}

/** Drawn last: an open door stands out over its neighbours. */
function Meant({ compartment, phase }: { compartment: number; phase: LockerPhase }) {
  const index = compartment - 1;
  const x = GAP + (index % COLUMNS) * (DOOR_WIDTH + GAP);
  const y = GAP + Math.floor(index / COLUMNS) * (DOOR_HEIGHT + GAP);
  const middle = { x: x + DOOR_WIDTH / 2, y: y + DOOR_HEIGHT / 2 };
  if (phase === 'open') {
    return (
      <g>
        <rect className={styles.hollow} x={x} y={y} width={DOOR_WIDTH} height={DOOR_HEIGHT} rx={2} />
        <path className={styles.leaf} d={`M${x} ${y}l-22-9v${DOOR_HEIGHT + 18}l22-9z`} />
        <path className={styles.envelope} d={`M${x + 9} ${y + 10}h22v12h-22zl11 8 11-8`} />
      </g>
    );
  }
  return (
    <g>
      <rect className={styles[phase]} x={x} y={y} width={DOOR_WIDTH} height={DOOR_HEIGHT} rx={2} />
      {phase === 'closed' ? (
        <path className={styles.check} d={`M${middle.x - 8} ${middle.y}l6 6 10-12`} />
      ) : (
        <text className={styles.number} x={middle.x} y={middle.y + 6} textAnchor="middle">
          {compartment}
        </text>
      )}
    </g>
  );
}
