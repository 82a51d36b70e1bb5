import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef } from 'react';
import type { DrawnMark, MarkKind, MarkSurface } from '../../contracts/domain/marks.ts';
import type { Hand, MarkBoard } from '../call/marks/board.ts';
import { classes } from '../ui/classes.ts';
import { drawMarks } from './draw.ts';
import styles from './InkCanvas.module.css';
import type { Placing } from './placing.ts';

export interface InkTool {
  readonly kind: MarkKind;
  readonly keep: DrawnMark['keep'];
}

/** Something that marks are anchored to. */
export interface InkArea {
  readonly surface: MarkSurface;
  /** Where it lies on the canvas now; null while it is not to be seen. */
  place(): Placing | null;
}

export interface InkCanvasProps {
  readonly board: MarkBoard;
  /** What is beneath the canvas now. */
  readonly areas: () => readonly InkArea[];
  /** What a press at this place of the canvas draws on; null for nothing. */
  readonly areaAt: (x: number, y: number) => InkArea | null;
  /** What a press does; null while nothing is drawn here. */
  readonly tool: InkTool | null;
  /** Marks of this party are the citizen's, all others the desks'. */
  readonly citizenId: string | null;
  readonly label: string;
  readonly canvasRef?: RefObject<HTMLCanvasElement | null>;
}

interface HeldHand {
  readonly hand: Hand;
  readonly area: InkArea;
  readonly kind: MarkKind;
  readonly pointerId: number;
}

/** Draws marks over whatever lies beneath, and begins one under a finger or mouse. What lies beneath is never touched. */
export function InkCanvas({ board, areas, areaAt, tool, citizenId, label, canvasRef }: InkCanvasProps) {
  const own = useRef<HTMLCanvasElement>(null);
  const canvas = canvasRef ?? own;
  const held = useRef<HeldHand | null>(null);

  /** @returns how many marks there are to be seen */
  const draw = useEffectEvent((element: HTMLCanvasElement, context: CanvasRenderingContext2D): number => {
    const colours = getComputedStyle(element);
    let count = 0;
    for (const area of areas()) {
      const marks = board.seen(area.surface);
      count += marks.length;
      const place = marks.length > 0 ? area.place() : null;
      if (!place) continue;
      const colourOf = ({ authorId }: { authorId: string }) =>
        colours.getPropertyValue(authorId === citizenId ? '--ink-citizen' : '--ink-desk');
      drawMarks(context, marks, place, colourOf, colours.getPropertyValue('--ink-halo'));
    }
    return count;
  });

  useEffect(() => {
    let asked: number | null = null;
    const paint = (): void => {
      asked = null;
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (!element || !context) return;
      sizeToScreen(element);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, element.clientWidth, element.clientHeight);
      const count = draw(element, context);
      element.dataset.marks = String(count);
      // While anything is seen it fades, or moves with what it is on.
      if (count > 0) ask();
    };
    const ask = (): void => {
      asked ??= requestAnimationFrame(paint);
    };
    ask();
    const forget = board.subscribe(ask);
    return () => {
      forget();
      if (asked !== null) cancelAnimationFrame(asked);
    };
  }, [board, canvas]);

  const placesOf = (event: PointerEvent, place: Placing): [number, number][] => {
    const rect = canvas.current?.getBoundingClientRect();
    if (!rect) return [];
    const all = event.nativeEvent.getCoalescedEvents?.() ?? [];
    return (all.length > 0 ? all : [event.nativeEvent]).map(({ clientX, clientY }) => {
      const { x, y } = place.toPage({ x: clientX - rect.left, y: clientY - rect.top });
      return [x, y];
    });
  };
  const begin = (event: PointerEvent): void => {
    const rect = canvas.current?.getBoundingClientRect();
    if (!tool || !rect || held.current || event.button !== 0) return;
    const area = areaAt(event.clientX - rect.left, event.clientY - rect.top);
    const place = area?.place();
    const [first] = place ? placesOf(event, place) : [];
    if (!area || !first) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const hand = board.begin(area.surface, tool.kind, tool.keep, first);
    held.current = { hand, area, kind: tool.kind, pointerId: event.pointerId };
  };
  const move = (event: PointerEvent): void => {
    if (held.current?.pointerId !== event.pointerId) return;
    const { area, kind, hand } = held.current;
    const place = area.place();
    const places = place ? placesOf(event, place) : [];
    // Of a box or a line only where it ends now is worth the way.
    hand.move(kind === 'stroke' ? places : places.slice(-1));
  };
  const lift = (event: PointerEvent): void => {
    if (held.current?.pointerId !== event.pointerId) return;
    held.current.hand.lift();
    held.current = null;
  };
  useEffect(
    () => () => {
      held.current?.hand.lift();
      held.current = null;
    },
    [],
  );

  return (
    <canvas
      ref={canvas}
      className={classes(styles.ink, tool !== null && styles.drawing)}
      role="img"
      aria-label={label}
      data-ink={tool?.kind ?? ''}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={lift}
      onPointerCancel={lift}
    />
  );
}

function sizeToScreen(canvas: HTMLCanvasElement): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
