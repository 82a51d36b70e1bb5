import type { WaitRange } from '../../../contracts/domain/call.ts';
import type { BoothState } from '../../../contracts/ipc/booth-state.ts';
import { useText, useWaitText } from './text.ts';

/** An estimate below this is said as “at once”. */
const SOON_SECONDS = 15;

export interface WaitingTexts {
  readonly place: string;
  /** Null until the hub has told. */
  readonly expected: string | null;
  /** Why nobody is there yet, and why the estimate is another than before. */
  readonly reasons: readonly string[];
}

/**
 * A range in whole minutes, as people say it; null where one number says as much. It is rounded outward: what is promised
 * holds.
 */
export function spanOf({ fromSeconds, toSeconds }: WaitRange): { from: number; to: number } | null {
  const from = Math.floor(fromSeconds / 60);
  const to = Math.ceil(toSeconds / 60);
  return to <= 1 || to === from ? null : { from, to };
}

/** How the waiting stands, in words. */
export function useWaiting(call: BoothState['call']): WaitingTexts {
  const t = useText();
  const waitText = useWaitText();
  const place = call?.place ?? null;
  const estimate = call?.estimatedWaitSeconds ?? null;
  // Only together with a place is a missing estimate a word of the hub, and not one that is still to come.
  const unknown = place === null ? null : t('calling.unknown');
  const isSoon = call?.why !== 'nobody-on-duty';
  const known = (seconds: number) => {
    if (seconds < SOON_SECONDS) return t('calling.soon');
    const span = call?.range && spanOf(call.range);
    if (!span) return t('calling.estimate', { wait: waitText(seconds) });
    return span.from === 0 ? t('calling.within', { count: span.to }) : t('calling.range', span);
  };
  return {
    place:
      place !== null && place > 1
        ? t('calling.place', { count: place - 1 })
        : t(isSoon ? 'calling.next' : 'calling.first'),
    expected: estimate === null ? unknown : known(estimate),
    reasons: [
      ...(call?.why ? [t(`calling.why.${call.why}`)] : []),
      ...(call?.revision ? [t(`calling.revision.${call.revision}`)] : []),
    ],
  };
}
