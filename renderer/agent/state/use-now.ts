import { useEffect, useState } from 'react';

const TICK_MS = 15_000;

/** The browser's clock, coarse: for what is told in minutes. */
export function useNowMs(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
