import type { ReactNode } from 'react';
import type { BoothStatus } from '../../../contracts/hub/technician.ts';
import { deviceOf, type Health, partHealth } from '../state/health.ts';
import type { Part } from '../state/model.ts';
import { useText } from '../text.ts';
import styles from './drawing.module.css';

export interface BoothDrawingProps {
  readonly status: BoothStatus;
  readonly selected: Part | null;
  readonly onSelect: (part: Part) => void;
}

/** Where each part's label stands, and where its line ends. */
const LABELS: readonly { part: Part; x: number; y: number; toX: number; toY: number }[] = [
  { part: 'face', x: 8, y: 56, toX: 268, toY: 62 },
  { part: 'screen', x: 8, y: 134, toX: 214, toY: 140 },
  { part: 'scanner', x: 8, y: 212, toX: 206, toY: 232 },
  { part: 'locker', x: 8, y: 300, toX: 198, toY: 304 },
  { part: 'document', x: 460, y: 134, toX: 352, toY: 178 },
  { part: 'printer', x: 460, y: 212, toX: 338, toY: 232 },
  { part: 'door', x: 460, y: 300, toX: 428, toY: 290 },
];
const LABEL_WIDTH = 152;
const LABEL_HEIGHT = 44;

/** The booth from the front, drawn from what its sensors say: each part in its state, to be pressed. */
export function BoothDrawing({ status, selected, onSelect }: BoothDrawingProps) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG is no fieldset
    <svg
      className={styles.drawing}
      viewBox="0 0 620 380"
      role="group"
      aria-label={t('booth.drawing', { name: status.booth.name })}
    >
      <Room status={status} />
      <Furniture status={status} />
      {LABELS.map(({ part, x, y, toX, toY }) => {
        const health = partHealth(status, part);
        const fromX = x < 300 ? x + LABEL_WIDTH : x;
        return (
          // biome-ignore lint/a11y/useSemanticElements: an SVG holds no button element
          <g
            key={part}
            role="button"
            tabIndex={0}
            className={styles.label}
            data-health={health}
            aria-pressed={part === selected}
            aria-label={`${t(`part.${part}`)} ${wordOf(t, status, part)}`}
            onClick={() => onSelect(part)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onSelect(part);
            }}
          >
            <path className={styles.line} d={`M${fromX} ${y + LABEL_HEIGHT / 2}L${toX} ${toY}`} />
            <circle className={styles.end} cx={toX} cy={toY} r="4" />
            <rect x={x} y={y} width={LABEL_WIDTH} height={LABEL_HEIGHT} rx="8" />
            <Shape health={health} x={x + 18} y={y + LABEL_HEIGHT / 2} />
            <text x={x + 34} y={y + 18} className={styles.name}>
              {t(`part.${part}`)}
            </text>
            <text x={x + 34} y={y + 35} className={styles.word}>
              {wordOf(t, status, part)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function wordOf(t: ReturnType<typeof useText>, status: BoothStatus, part: Part): string {
  if (part === 'screen') return t(status.online ? 'part.hostUp' : 'part.hostDown');
  if (part === 'face' || part === 'document') return t('part.notReported');
  const device = deviceOf(status, part);
  return device === null ? t('part.notFitted') : t(`state.${device.state}`);
}

/** Colour never stands alone: round is well, a triangle asks, a cross is down, a ring says nothing. */
function Shape({ health, x, y }: { health: Health; x: number; y: number }): ReactNode {
  switch (health) {
    case 'ok':
      return <circle className={styles.shape} cx={x} cy={y} r="6" />;
    case 'active':
      return (
        <>
          <circle className={styles.ring} cx={x} cy={y} r="6" />
          <circle className={styles.shape} cx={x} cy={y} r="2.5" />
        </>
      );
    case 'warn':
      return <path className={styles.shape} d={`M${x} ${y - 7}l7.5 13h-15z`} />;
    case 'bad':
      return <path className={styles.cross} d={`M${x - 5} ${y - 5}l10 10m0-10l-10 10`} />;
    case 'off':
      return <circle className={styles.dashed} cx={x} cy={y} r="6" />;
  }
}

/** The glass house with its door: swung when seen open, lit when the lights are on. */
function Room({ status }: { status: BoothStatus }) {
  const door = deviceOf(status, 'door')?.status;
  const leaf = door?.class === 'door' ? door.leaf : 'unknown';
  const lit = door?.class === 'door' && door.lights === 'on' && status.online;
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

/** Screen, camera, desk with scanner, printer and document camera, and the locker under it. */
function Furniture({ status }: { status: BoothStatus }) {
  const locker = deviceOf(status, 'locker')?.status;
  const compartments = locker?.class === 'locker' ? locker.compartments : [];
  const columns = 4;
  const rows = Math.max(1, Math.ceil(compartments.length / columns));
  const width = 168 / columns;
  const height = 84 / rows;
  return (
    <g>
      <rect className={styles.screen} data-online={status.online} x="210" y="78" width="120" height="132" rx="4" />
      <circle className={styles.lens} cx="270" cy="66" r="6" />
      <path className={styles.arm} d="M352 226v-56h-14" />
      <rect className={styles.device} x="330" y="166" width="24" height="9" rx="3" />
      <path className={styles.desk} d="M192 236h196v10H192z" />
      <rect className={styles.device} x="198" y="224" width="18" height="12" rx="2" />
      <rect className={styles.device} x="318" y="220" width="34" height="16" rx="2" />
      <path className={styles.slip} d="M326 220v-8h18v8" />
      {compartments.map(({ compartment, door, item }, index) => (
        <rect
          key={compartment}
          className={styles.compartment}
          data-door={door}
          data-item={item}
          x={198 + (index % columns) * width}
          y={256 + Math.floor(index / columns) * height}
          width={width - 3}
          height={height - 3}
          rx="2"
        />
      ))}
      {compartments.length === 0 && (
        <rect className={styles.compartment} data-door="unknown" x="198" y="256" width="168" height="84" rx="2" />
      )}
    </g>
  );
}
