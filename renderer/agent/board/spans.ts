import { useEffect, useState } from 'react';

/** A span as a supervisor reads it at a glance: `m:ss`, with hours `h:mm:ss`. */
export function spanText(totalSeconds: number): string {
  const seconds = Math.max(0, Math.floor(totalSeconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The hub's clock, each second: one timer for all spans of the board. */
export function useHubNowMs(aheadMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs + aheadMs;
}

export function sinceText(since: string, nowMs: number): string {
  return spanText((nowMs - Date.parse(since)) / 1000);
}

/** A share as a whole percentage. Never rounded up to all: 100 % is said only of all. */
export function shareText(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 100 + 1e-9)}%`;
}

/** Seconds of a mean, with one digit while they are few; `–` without any. */
export function secondsText(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds >= 60) return spanText(seconds);
  return seconds < 10 && seconds % 1 !== 0 ? seconds.toFixed(1) : String(Math.round(seconds));
}
