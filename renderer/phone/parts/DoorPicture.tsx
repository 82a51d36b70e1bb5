import { classes } from '../../ui/classes.ts';
import type { Door } from '../state/model.ts';
import styles from './picture.module.css';

/** The glass door as its sensor sees it: the leaf swings only when it was seen open. */
export function DoorPicture({ door, label }: { door: Door; label: string }) {
  return (
    <svg className={styles.door} data-door={door} viewBox="0 0 350 270" role="img" aria-label={label}>
      <path fill="#e9e2d4" d="M0 244h350v26H0z" />
      <path fill="var(--water)" d="M75 60 175 14l100 46v188H75z" />
      <path fill="#fff3e4" d="M92 76h166v168H92z" />
      <path fill="var(--dawn)" d="M92 76h166v30H92z" />
      <g className={styles.inside}>
        <path fill="#f6d9ba" d="M92 106h166v138H92z" />
        <path fill="var(--water)" d="M146 118h58v74h-58z" />
        <path fill="#cfe3df" d="M151 123h48v64h-48z" />
        <circle cx="175" cy="148" r="12" fill="var(--water)" />
        <path fill="var(--water)" d="M155 187a20 20 0 0 1 40 0z" />
        <path fill="#b98d62" d="M134 200h82v7h-82zm8 7h6v37h-6zm60 0h6v37h-6z" />
      </g>
      <g className={classes(styles.leaf)}>
        <path fill="#cfe0dc" stroke="var(--water)" strokeWidth="5" d="M94 108h162v136H94z" />
        <path fill="#ffffff" opacity="0.5" d="m112 236 44-120h22l-44 120z" />
        <rect x="232" y="164" width="8" height="34" rx="4" fill="var(--water)" />
      </g>
      <g className={styles.lamp}>
        <circle cx="175" cy="90" r="7" />
      </g>
    </svg>
  );
}
