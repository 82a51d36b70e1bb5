import type { ReactNode } from 'react';
import { type BenchBooth, deviceOf, type Health, partHealth } from '../state/health.ts';
import type { Part } from '../state/parts.ts';
import { type TechnicianText, useText } from '../text.ts';
import { stateWord } from '../words.ts';
import { BoothFurniture, BoothRoom } from './BoothInside.tsx';
import styles from './drawing.module.css';

export interface BoothDrawingProps {
  readonly booth: BenchBooth;
  readonly selected: Part | null;
  readonly onSelect: (part: Part) => void;
}

/** Where each part's label stands, and where its line ends. */
const LABELS: readonly { part: Part; x: number; y: number; toX: number; toY: number }[] = [
  { part: 'face', x: 4, y: 12, toX: 298, toY: 66 },
  { part: 'screen', x: 4, y: 88, toX: 246, toY: 132 },
  { part: 'sound', x: 4, y: 164, toX: 262, toY: 214 },
  { part: 'scanner', x: 4, y: 240, toX: 236, toY: 232 },
  { part: 'locker', x: 4, y: 316, toX: 230, toY: 318 },
  { part: 'document', x: 508, y: 12, toX: 380, toY: 172 },
  { part: 'printer', x: 508, y: 88, toX: 370, toY: 228 },
  { part: 'id-reader', x: 508, y: 164, toX: 316, toY: 232 },
  { part: 'door', x: 508, y: 240, toX: 458, toY: 270 },
  { part: 'ups', x: 508, y: 316, toX: 414, toY: 330 },
];
const LABEL_WIDTH = 168;
const LABEL_HEIGHT = 50;

/** The booth from the front, drawn from what its sensors say: each part in its state, to be pressed. */
export function BoothDrawing({ booth, selected, onSelect }: BoothDrawingProps) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: an SVG is no fieldset
    <svg
      className={styles.drawing}
      viewBox="0 0 680 380"
      role="group"
      aria-label={t('booth.drawing', { name: booth.name })}
    >
      <g transform="translate(30 0)">
        <BoothRoom booth={booth} />
        <BoothFurniture booth={booth} />
      </g>
      {LABELS.map(({ part, x, y, toX, toY }) => {
        const health = partHealth(booth, part);
        const fromX = x < 300 ? x + LABEL_WIDTH : x;
        return (
          // biome-ignore lint/a11y/useSemanticElements: an SVG holds no button element
          <g
            key={part}
            role="button"
            tabIndex={0}
            className={styles.label}
            data-part={part}
            data-health={health}
            aria-pressed={part === selected}
            aria-label={`${t(`part.${part}`)} ${wordOf(t, booth, part)}`}
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
            <text x={x + 34} y={y + 21} className={styles.name}>
              {t(`part.${part}`)}
            </text>
            <text x={x + 34} y={y + 40} className={styles.word}>
              {wordOf(t, booth, part)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** The state of a part in one word. */
export function wordOf(t: TechnicianText, booth: BenchBooth, part: Part): string {
  if (part === 'screen' && !booth.online) return t('part.hostDown');
  if (!booth.online) return t('part.notTold');
  if (part === 'screen' || part === 'face' || part === 'document' || part === 'sound') {
    return t(`part.health.${partHealth(booth, part)}`);
  }
  const device = deviceOf(booth, part);
  if (device === null) return t('part.notFitted');
  return stateWord(t, device);
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
