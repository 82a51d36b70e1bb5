import { type PointerEvent, type ReactNode, useCallback, useEffect, useRef } from 'react';
import type { DrawnMark, MarkKind, MarkSurface } from '../../contracts/domain/marks.ts';
import type { Hand, MarkBoard } from '../call/marks/board.ts';
import { classes } from '../ui/classes.ts';
import { drawMarks } from './draw.ts';
import styles from './InkSurface.module.css';
import { type Placing, placing, shownBox } from './placing.ts';

export interface InkTool {
  readonly kind: MarkKind;
  readonly keep: DrawnMark['keep'];
}

export interface InkSurfaceProps {
  readonly board: MarkBoard;
  /** The still that is shown; null for the live paper. */
  readonly fileId: string | null;
  /** What a press does; null while nothing is drawn here. */
  readonly tool: InkTool | null;
  /** Marks of this party are the citizen's, all others the desks'. */
  readonly citizenId: string | null;
  readonly label: string;
  /** The picture: a `video` or an `img` that shows itself whole. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

const PAPER: MarkSurface = { on: 'paper' };
const PICTURE: MarkSurface = { on: 'picture' };

/** The surfaces that are one to whoever looks: the live paper, with what was drawn while no page was found in it. */
export const surfacesOf = (fileId: string | null): readonly MarkSurface[] =>
  fileId === null ? [PAPER, PICTURE] : [{ on: 'still', fileId }];

/** A picture of a paper with what people in the call draw on it. The ink lies above; the picture is never touched. */
export function InkSurface({ board, fileId, tool, citizenId, label, children, className }: InkSurfaceProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frameAtMs = useRef<number | null>(null);
  const hand = useRef<{ readonly hand: Hand; readonly place: () => Placing | null; readonly pointerId: number } | null>(
    null,
  );

  const shown = useCallback(() => {
    const media = box.current?.querySelector<HTMLVideoElement | HTMLImageElement>('video, img');
    if (!media || !box.current) return null;
    const [width, height] =
      media instanceof HTMLVideoElement
        ? [media.videoWidth, media.videoHeight]
        : [media.naturalWidth, media.naturalHeight];
    if (width === 0) return null;
    return shownBox(box.current.clientWidth, box.current.clientHeight, width, height);
  }, []);
  const outline = useCallback(() => (fileId === null ? board.outlineAt(frameAtMs.current) : null), [board, fileId]);

  useEffect(() => watchFrames(box.current, (atMs) => (frameAtMs.current = atMs)), []);

  useEffect(() => {
    let asked: number | null = null;
    const paint = (): void => {
      asked = null;
      const element = canvas.current;
      const context = element?.getContext('2d');
      const on = shown();
      if (!element || !context) return;
      sizeToScreen(element);
      context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
      context.clearRect(0, 0, element.clientWidth, element.clientHeight);
      if (!on) return;
      const colours = getComputedStyle(element);
      let count = 0;
      for (const surface of surfacesOf(fileId)) {
        const marks = board.seen(surface);
        count += marks.length;
        const page = surface.on === 'paper' ? outline() : null;
        // What is on a page that is not there now is seen again with it.
        const place = marks.length > 0 && (surface.on !== 'paper' || page) ? placing(on, page) : null;
        if (!place) continue;
        const colourOf = ({ authorId }: { authorId: string }) =>
          colours.getPropertyValue(authorId === citizenId ? '--ink-citizen' : '--ink-desk');
        drawMarks(context, marks, place, colourOf, colours.getPropertyValue('--ink-halo'));
      }
      element.dataset.marks = String(count);
      // While anything is seen it fades, or moves with its page.
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
  }, [board, citizenId, fileId, outline, shown]);

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
    const on = shown();
    if (!tool || !on || hand.current || event.button !== 0) return;
    const page = outline();
    const surface: MarkSurface = fileId !== null ? { on: 'still', fileId } : page ? PAPER : PICTURE;
    const place = () => placing(on, surface.on === 'paper' ? (outline() ?? page) : null);
    const now = place();
    const [first] = now ? placesOf(event, now) : [];
    if (!first) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    hand.current = { hand: board.begin(surface, tool.kind, tool.keep, first), place, pointerId: event.pointerId };
  };
  const move = (event: PointerEvent): void => {
    if (hand.current?.pointerId !== event.pointerId) return;
    const place = hand.current.place();
    const places = place ? placesOf(event, place) : [];
    // Of a box or a line only where it ends now is worth the way.
    hand.current.hand.move(tool?.kind === 'stroke' ? places : places.slice(-1));
  };
  const lift = (event: PointerEvent): void => {
    if (hand.current?.pointerId !== event.pointerId) return;
    hand.current.hand.lift();
    hand.current = null;
  };
  useEffect(
    () => () => {
      hand.current?.hand.lift();
      hand.current = null;
    },
    [],
  );

  return (
    <div ref={box} className={classes(styles.surface, className)}>
      {children}
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
    </div>
  );
}

function sizeToScreen(canvas: HTMLCanvasElement): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Tells of each frame that is shown when it was taken, ms since the epoch by this clock; null when the browser cannot say. */
function watchFrames(box: HTMLElement | null, onFrame: (atMs: number | null) => void): () => void {
  let stopped = false;
  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((_now, { captureTime }) => {
      if (stopped) return;
      onFrame(captureTime === undefined ? null : Date.now() - (performance.now() - captureTime));
      watch(video);
    });
  };
  const video = box?.querySelector('video');
  if (video) watch(video);
  return () => {
    stopped = true;
  };
}
