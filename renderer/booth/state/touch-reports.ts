import { useEffect } from 'react';
import type { BoothIntent } from '../../../contracts/ipc/booth-state.ts';

/** Main only needs to know that somebody is there; a hand that stays on the screen is told of once a second. */
const REPORT_EVERY_MS = 1000;

/** Tells main of touches and keys anywhere, so that nobody who is busy is taken for gone. */
export function useTouchReports(send: (intent: BoothIntent) => void): void {
  useEffect(() => {
    let lastMs = 0;
    const report = () => {
      const nowMs = performance.now();
      if (lastMs !== 0 && nowMs - lastMs < REPORT_EVERY_MS) return;
      lastMs = nowMs;
      send({ type: 'touched' });
    };
    window.addEventListener('pointerdown', report, { capture: true });
    window.addEventListener('keydown', report, { capture: true });
    return () => {
      window.removeEventListener('pointerdown', report, { capture: true });
      window.removeEventListener('keydown', report, { capture: true });
    };
  }, [send]);
}
