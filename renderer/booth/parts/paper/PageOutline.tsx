import { type RefObject, useEffect, useState } from 'react';
import type { Quad } from '../../../../papers/geometry.ts';
import { shownBox } from '../../../ink/placing.ts';
import { useBooth } from '../../state/context.ts';
import styles from './PageOutline.module.css';

/** A page that is not seen for a moment keeps its outline this long. */
const HELD_MS = 400;

/** The outline of the page over the live paper: the citizen sees that the paper is seen, and how much of it. */
export function PageOutline({ box, isGood }: { box: RefObject<HTMLElement | null>; isGood: boolean }) {
  const { calls } = useBooth();
  const [points, setPoints] = useState<string | null>(null);
  useEffect(() => {
    let seenAtMs = 0;
    return calls.onLook(({ corners, frameAtMs }) => {
      if (corners) seenAtMs = frameAtMs;
      else if (frameAtMs - seenAtMs < HELD_MS) return;
      setPoints(corners && onScreen(corners, box.current));
    });
  }, [calls, box]);
  if (points === null) return null;
  return (
    <svg className={styles.outline} data-page-outline={isGood ? 'good' : 'seen'} aria-hidden="true">
      <polygon className={styles.halo} points={points} />
      <polygon className={styles.line} points={points} />
    </svg>
  );
}

function onScreen(corners: Quad, box: HTMLElement | null): string | null {
  const video = box?.querySelector('video');
  if (!box || !video || video.videoWidth === 0) return null;
  const { left, top, width, height } = shownBox(box.clientWidth, box.clientHeight, video.videoWidth, video.videoHeight);
  return corners.map(({ x, y }) => `${(left + x * width).toFixed(1)},${(top + y * height).toFixed(1)}`).join(' ');
}
