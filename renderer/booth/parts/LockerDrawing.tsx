import type { CompartmentSize } from '../../../contracts/device/device.ts';
import { layOutLocker, type PlacedCompartment } from '../../bench/state/locker-layout.ts';
import { useBooth } from '../state/context.ts';
import { useText } from '../state/text.ts';
import styles from './LockerDrawing.module.css';

export type LockerPhase = 'asked' | 'opening' | 'open' | 'closed' | 'failed';

const COLUMNS = 4;
/** A small locker has no four columns to stand in. */
const PER_COLUMN = 3;
const DOOR_WIDTH = 40;
const UNIT_HEIGHT = 30;
const GAP = 5;
/** What is drawn of a locker whose board has not told its sizes: sixteen of the smallest. */
const UNTOLD: readonly CompartmentSize[] = Array.from({ length: 16 }, () => 'small');

/** A door's place in the drawing. */
interface Frame {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

function frameOf({ column, top, height }: PlacedCompartment): Frame {
  return {
    x: GAP + column * (DOOR_WIDTH + GAP),
    y: GAP + top * (UNIT_HEIGHT + GAP),
    height: height * (UNIT_HEIGHT + GAP) - GAP,
  };
}

/** The locker below the desk, seen from the stool, with the compartment that is meant; `out` when a parcel is taken out of it. */
export function LockerDrawing({
  compartment,
  phase,
  out = false,
}: {
  compartment: number;
  phase: LockerPhase;
  out?: boolean;
}) {
  const t = useText();
  const { lockerSizes } = useBooth().state;
  const sizes = compartment <= lockerSizes.length ? lockerSizes : UNTOLD;
  const columns = Math.max(2, Math.min(COLUMNS, Math.ceil(sizes.length / PER_COLUMN)));
  const { rows, places } = layOutLocker(sizes, columns);
  const width = columns * (DOOR_WIDTH + GAP) + GAP;
  const height = rows * (UNIT_HEIGHT + GAP) + GAP;
  const meant = places.find((place) => place.compartment === compartment);
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
      {places.map((place) => {
        const { x, y, height: doorHeight } = frameOf(place);
        return place === meant ? null : (
          <rect
            key={place.compartment}
            className={styles.door}
            x={x}
            y={y}
            width={DOOR_WIDTH}
            height={doorHeight}
            rx={2}
          />
        );
      })}
      {meant && <Meant compartment={compartment} phase={phase} frame={frameOf(meant)} out={out} />}
    </svg>
  );
}

/** Drawn last: an open door stands out over its neighbours. */
function Meant(props: { compartment: number; phase: LockerPhase; frame: Frame; out: boolean }) {
  const { compartment, phase, frame, out } = props;
  const { x, y, height } = frame;
  const middle = { x: x + DOOR_WIDTH / 2, y: y + height / 2 };
  if (phase === 'open') {
    return (
      <g>
        <rect className={styles.hollow} x={x} y={y} width={DOOR_WIDTH} height={height} rx={2} />
        <path className={styles.leaf} d={`M${x} ${y}l-22-9v${height + 18}l22-9z`} />
        <path className={styles.envelope} d={`M${x + 9} ${middle.y - 5}h22v12h-22zl11 8 11-8`} />
        {out && <path className={styles.arrow} d={`M${middle.x} ${middle.y - 8}v-26m-9 9 9-9 9 9`} />}
      </g>
    );
  }
  return (
    <g>
      <rect className={styles[phase]} x={x} y={y} width={DOOR_WIDTH} height={height} rx={2} />
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
