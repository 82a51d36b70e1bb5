import { type ReactNode, useRef } from 'react';
import type { MarkBoard } from '../call/marks/board.ts';
import { classes } from '../ui/classes.ts';
import styles from './FieldInk.module.css';
import { type InkArea, InkCanvas, type InkTool } from './InkCanvas.tsx';
import { placing } from './placing.ts';

export interface FieldInkProps {
  readonly board: MarkBoard;
  readonly caseId: string;
  readonly tool: InkTool | null;
  readonly citizenId: string | null;
  readonly label: string;
  /** The fields, each in an element with `data-form-field`. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/**
 * A shared form with what people in the call draw on it. Screens lay its fields out differently, so that a mark is anchored to the
 * field it begins on and keeps to that on every screen.
 */
export function FieldInk({ board, caseId, tool, citizenId, label, children, className }: FieldInkProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  const areas = (): FieldArea[] =>
    [...(box.current?.querySelectorAll<HTMLElement>('[data-form-field]') ?? [])].flatMap((element) => {
      const fieldId = element.dataset.formField;
      return fieldId ? [areaOf(fieldId, element)] : [];
    });
  const areaOf = (fieldId: string, element: HTMLElement): FieldArea => {
    const where = () => {
      const own = element.getBoundingClientRect();
      const on = canvas.current?.getBoundingClientRect();
      return { left: own.left - (on?.left ?? 0), top: own.top - (on?.top ?? 0), width: own.width, height: own.height };
    };
    return {
      surface: { on: 'form', caseId, fieldId },
      // While another field alone is shown, this one is not there.
      place: () => (element.isConnected ? placing(where(), null) : null),
      distance(x, y) {
        const { left, top, width, height } = where();
        return Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
      },
    };
  };

  return (
    <div ref={box} className={classes(styles.fields, className)}>
      {children}
      <InkCanvas
        canvasRef={canvas}
        board={board}
        areas={areas}
        areaAt={(x, y) => areas().toSorted((a, b) => a.distance(x, y) - b.distance(x, y))[0] ?? null}
        tool={tool}
        citizenId={citizenId}
        label={label}
      />
    </div>
  );
}

interface FieldArea extends InkArea {
  /** From a place of the canvas, in px; 0 within. */
  distance(x: number, y: number): number;
}
