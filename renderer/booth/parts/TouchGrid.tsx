import { type PointerEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '../../ui/components/Button.tsx';
import { useBooth } from '../state/context.ts';
import { useTechnicianText } from '../state/text.ts';
import { cellsBetween, type Point, touchGridOf } from '../state/touch-cells.ts';
import styles from './TouchGrid.module.css';

/** A finger's target, in millimetres. */
const CELL_MM = 20;

export interface TouchGridProps {
  /** How many cells there were and how many a finger reached. */
  readonly onDone: (cells: number, touched: number) => void;
  readonly onCancel: () => void;
}

/** Cells over the whole screen: a finger wipes over them, and what stays dark is a dead spot. Done by itself when all are lit. */
export function TouchGrid({ onDone, onCancel }: TouchGridProps) {
  const { setup } = useBooth();
  const t = useTechnicianText();
  const grid = useMemo(
    () => touchGridOf(window.innerWidth, window.innerHeight, CELL_MM * setup.screen.pxPerMm),
    [setup.screen.pxPerMm],
  );
  const cells = grid.columns * grid.rows;
  const [touched, setTouched] = useState<ReadonlySet<number>>(() => new Set());
  const [isBarAbove, setBarAbove] = useState(false);
  const last = useRef<Point | null>(null);

  const reach = useCallback(
    (event: PointerEvent) => {
      // A screen that reports touches only has no hover; a mouse counts while it is pressed.
      if (event.pointerType === 'mouse' && event.buttons === 0) return;
      // A busy page gets several reports of the screen as one event.
      const reports = event.nativeEvent.getCoalescedEvents();
      const reached = (reports.length > 0 ? reports : [event.nativeEvent]).flatMap(({ clientX, clientY }) => {
        const from = last.current;
        last.current = { x: clientX, y: clientY };
        return cellsBetween(grid, window.innerWidth, window.innerHeight, from ?? last.current, last.current);
      });
      setTouched((before) => (reached.every((cell) => before.has(cell)) ? before : new Set([...before, ...reached])));
    },
    [grid],
  );
  const lift = () => {
    last.current = null;
  };

  const isFull = touched.size === cells;
  useEffect(() => {
    if (isFull) onDone(cells, cells);
  }, [isFull, cells, onDone]);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onCancel();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [onCancel]);

  return (
    <section className={styles.over} aria-label={t('touchGrid.label')} data-touch-grid={`${touched.size}/${cells}`}>
      <div
        className={styles.cells}
        style={{
          gridTemplateColumns: `repeat(${grid.columns}, 1fr)`,
          gridTemplateRows: `repeat(${grid.rows}, 1fr)`,
        }}
        onPointerDown={(event) => {
          lift();
          reach(event);
        }}
        onPointerMove={reach}
        onPointerUp={lift}
        onPointerCancel={lift}
      >
        {Array.from({ length: cells }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <span key={index} data-touched={touched.has(index)} />
        ))}
      </div>
      <div className={styles.bar} data-above={isBarAbove}>
        <p>
          {t('touchGrid.help')} <strong>{t('touchGrid.count', { touched: touched.size, cells })}</strong>
        </p>
        <Button data-action="touch-cancel" onPress={onCancel}>
          {t('touchGrid.cancel')}
        </Button>
        <Button data-action="touch-move" onPress={() => setBarAbove(!isBarAbove)}>
          {t('touchGrid.move')}
        </Button>
        <Button data-action="touch-done" onPress={() => onDone(cells, touched.size)}>
          {t('touchGrid.done')}
        </Button>
      </div>
    </section>
  );
}
