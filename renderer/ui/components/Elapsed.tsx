import { useEffect, useState } from 'react';

function clockText(totalSeconds: number): string {
  const minutes = Math.floor(totalSeconds / 60);
  return `${minutes}:${String(totalSeconds % 60).padStart(2, '0')}`;
}

/** Time gone by since an instant, as `m:ss`. */
export function Elapsed({ since, className }: { since: string | number; className?: string }) {
  const sinceMs = new Date(since).getTime();
  const gone = () => Math.max(0, Math.floor((Date.now() - sinceMs) / 1000));
  const [seconds, setSeconds] = useState(gone);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `gone` follows from `sinceMs`
  useEffect(() => {
    setSeconds(gone());
    const timer = setInterval(() => setSeconds(gone()), 1000);
    return () => clearInterval(timer);
  }, [sinceMs]);
  return (
    <span className={className} role="timer">
      {clockText(seconds)}
    </span>
  );
}
