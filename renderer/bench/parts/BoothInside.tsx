import { type BenchBooth, deviceOf, partHealth } from '../state/health.ts';
import { layOutLocker } from '../state/locker-layout.ts';
import styles from './drawing.module.css';

/** The glass house with its door: swung when seen open, lit when the lights are on. */
export function BoothRoom({ booth }: { booth: BenchBooth }) {
  const door = deviceOf(booth, 'door')?.status;
  const leaf = door?.class === 'door' ? door.leaf : 'unknown';
  const lit = door?.class === 'door' && door.lights === 'on' && booth.online;
  return (
    <g>
      <path className={styles.ground} d="M160 352h300v6H160z" />
      <path className={styles.glass} data-lit={lit} d="M182 46 310 14l128 32v306H182z" />
      <path className={styles.roof} d="M176 46 310 10l134 36v12H176z" />
      {leaf === 'open' ? (
        <path className={styles.leafOpen} d="M398 92l38 16v252l-38-10z" />
      ) : (
        <path className={styles.leaf} data-leaf={leaf} d="M398 92h36v258h-36z" />
      )}
      <path className={styles.handle} d={leaf === 'open' ? 'M430 222v30' : 'M404 212v30'} />
    </g>
  );
}

/** Screen, camera, desk with scanner, card reader, printer and document camera; locker and battery under it. */
export function BoothFurniture({ booth }: { booth: BenchBooth }) {
  return (
    <g>
      <rect className={styles.screen} data-online={booth.online} x="210" y="78" width="120" height="126" rx="4" />
      <circle className={styles.lens} cx="270" cy="66" r="6" />
      <path className={styles.grill} d="M222 212h20M222 216h20M298 212h20M298 216h20" />
      <path className={styles.arm} d="M352 230v-60h-14" />
      <rect className={styles.device} x="330" y="166" width="24" height="9" rx="3" />
      <path className={styles.desk} d="M192 236h196v10H192z" />
      <rect className={styles.device} x="198" y="224" width="18" height="12" rx="2" />
      <rect className={styles.pad} x="268" y="231" width="34" height="5" rx="2" />
      <rect className={styles.device} x="318" y="220" width="34" height="16" rx="2" />
      <path className={styles.slip} d="M326 220v-8h18v8" />
      <LockerFront booth={booth} />
      <rect
        className={styles.ups}
        data-health={partHealth(booth, 'ups')}
        x="368"
        y="306"
        width="24"
        height="38"
        rx="3"
      />
      <path className={styles.bolt} d="M382 313l-6 12h5l-2 11 7-14h-5z" />
    </g>
  );
}

const FRONT = { x: 198, y: 256, width: 162, height: 88 } as const;
const COLUMNS = 4;

/** The locker's doors by their sizes: a door seen open stands ajar, one with something in it bears a dot. */
function LockerFront({ booth }: { booth: BenchBooth }) {
  const device = deviceOf(booth, 'locker');
  const compartments = device?.status.class === 'locker' ? device.status.compartments : [];
  if (compartments.length === 0 || device === null) {
    return <rect className={styles.compartment} data-door="unknown" {...FRONT} rx="2" />;
  }
  const told = device.capabilities.class === 'locker' ? device.capabilities.sizes : [];
  const sizes = compartments.map((_, index) => told[index] ?? 'small');
  const { columns, rows, places } = layOutLocker(sizes, COLUMNS);
  const width = FRONT.width / columns;
  const unit = FRONT.height / rows;
  return (
    <>
      {places.map(({ compartment, column, top, height }) => {
        const state = compartments[compartment - 1];
        const box = { x: FRONT.x + column * width, y: FRONT.y + top * unit, w: width - 3, h: height * unit - 2.5 };
        const door = state?.door ?? 'unknown';
        return (
          <g key={compartment}>
            <rect
              className={styles.compartment}
              data-door={door}
              x={box.x}
              y={box.y}
              width={box.w}
              height={box.h}
              rx="1.5"
            />
            {door === 'open' && (
              <path className={styles.ajar} d={`M${box.x} ${box.y}l-7 3v${Math.max(2, box.h - 2)}l7-3z`} />
            )}
            {state?.item === 'present' && (
              <circle className={styles.item} cx={box.x + box.w / 2} cy={box.y + box.h / 2} r="2.4" />
            )}
          </g>
        );
      })}
    </>
  );
}
