import { type ReactNode, useEffect, useRef } from 'react';
import type { MarkSurface } from '../../contracts/domain/marks.ts';
import type { QuarterTurns } from '../../contracts/domain/paper.ts';
import { turnQuad, UNIT_SQUARE } from '../../papers/geometry.ts';
import type { MarkBoard } from '../call/marks/board.ts';
import { classes } from '../ui/classes.ts';
import { type InkArea, InkCanvas, type InkTool } from './InkCanvas.tsx';
import styles from './InkSurface.module.css';
import { placing, shownBox } from './placing.ts';

export interface InkSurfaceProps {
  readonly board: MarkBoard;
  /** The still that is shown; null for the live paper. */
  readonly fileId: string | null;
  /** What a press does; null while nothing is drawn here. */
  readonly tool: InkTool | null;
  /** Marks of this party are the citizen's, all others the desks'. */
  readonly citizenId: string | null;
  readonly label: string;
  /** How far the picture is shown turned; marks keep to their places on it. */
  readonly turn?: QuarterTurns;
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
export function InkSurface({ board, fileId, tool, citizenId, label, turn = 0, children, className }: InkSurfaceProps) {
  const box = useRef<HTMLDivElement>(null);
  const frameAtMs = useRef<number | null>(null);

  useEffect(() => watchFrames(box.current, (atMs) => (frameAtMs.current = atMs)), []);

  const shown = () => {
    const media = box.current?.querySelector<HTMLVideoElement | HTMLImageElement>('video, img');
    if (!media || !box.current) return null;
    const [width, height] =
      media instanceof HTMLVideoElement
        ? [media.videoWidth, media.videoHeight]
        : [media.naturalWidth, media.naturalHeight];
    if (width === 0) return null;
    const [across, down] = turn % 2 === 0 ? [width, height] : [height, width];
    return shownBox(box.current.clientWidth, box.current.clientHeight, across, down);
  };
  const outline = () => (fileId === null ? board.outlineAt(frameAtMs.current) : null);
  /** What is on a page that is not there now is seen again with it. */
  const areaOf = (surface: MarkSurface, page = outline): InkArea => ({
    surface,
    place() {
      const on = shown();
      // What is the upper left in the file is elsewhere in a picture that is shown turned.
      if (!on || surface.on !== 'paper') return on && placing(on, turnQuad(UNIT_SQUARE, turn));
      const corners = page();
      return corners && placing(on, corners);
    },
  });
  const areaAt = (): InkArea => {
    if (fileId !== null) return areaOf({ on: 'still', fileId });
    const page = outline();
    // A hand that is drawing goes on where the page was last seen.
    return page ? areaOf(PAPER, () => outline() ?? page) : areaOf(PICTURE);
  };

  return (
    <div ref={box} className={classes(styles.surface, className)}>
      {children}
      <InkCanvas
        board={board}
        areas={() => surfacesOf(fileId).map((surface) => areaOf(surface))}
        areaAt={areaAt}
        tool={tool}
        citizenId={citizenId}
        label={label}
      />
    </div>
  );
}

/** Tells of each frame that is shown when it was taken, ms since the epoch by this clock; null when the browser cannot say. */
function watchFrames(box: HTMLElement | null, onFrame: (atMs: number | null) => void): () => void {
  let watched: HTMLVideoElement | null = null;
  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((_now, { captureTime }) => {
      if (video !== watched) return;
      onFrame(captureTime === undefined ? null : Date.now() - (performance.now() - captureTime));
      watch(video);
    });
  };
  // The picture may come after the ink, or another take its place.
  const find = (): void => {
    const video = box?.querySelector('video') ?? null;
    if (video === watched) return;
    watched = video;
    onFrame(null);
    if (video) watch(video);
  };
  const observer = new MutationObserver(find);
  if (box) observer.observe(box, { childList: true, subtree: true });
  find();
  return () => {
    observer.disconnect();
    watched = null;
  };
}
