import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import styles from './Splitter.module.css';

const MIN_SHARE = 0.25;
const MAX_SHARE = 0.72;
const KEY_STEP = 0.04;

/** A share that the agent chose and finds again tomorrow. */
export function useShare(storageKey: string, usual: number): [number, (share: number) => void] {
  const [share, setShare] = useState(() => {
    const stored = Number(localStorage.getItem(storageKey));
    return stored >= MIN_SHARE && stored <= MAX_SHARE ? stored : usual;
  });
  return [
    share,
    (next) => {
      const kept = Math.min(MAX_SHARE, Math.max(MIN_SHARE, next));
      localStorage.setItem(storageKey, String(kept));
      setShare(kept);
    },
  ];
}

export interface SplitterProps {
  readonly label: string;
  /** What is above the border, of the whole height. */
  readonly share: number;
  readonly onShare: (share: number) => void;
}

/** A border that is moved by pointer or by arrow keys. */
export function Splitter({ label, share, onShare }: SplitterProps) {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onShare((event.clientY - box.top) / box.height);
  };
  const key = (event: KeyboardEvent) => {
    const step = { ArrowUp: -KEY_STEP, ArrowDown: KEY_STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onShare(share + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be focused and moved; this is the ARIA window splitter
    <div
      className={styles.splitter}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={Math.round(MIN_SHARE * 100)}
      aria-valuemax={Math.round(MAX_SHARE * 100)}
      aria-valuenow={Math.round(share * 100)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}
