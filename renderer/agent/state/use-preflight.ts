import { useCallback, useEffect, useRef, useState } from 'react';
import { describeThrown } from '../../../contracts/errors.ts';
import type { Leg } from '../../call/preflight/legs.ts';
import { runPreflight } from '../../call/preflight/preflight.ts';
import { useDesk, useDeskState } from './desk-context.ts';

export interface Preflight {
  readonly isRunning: boolean;
  /** What the last look found; null before there was one. */
  readonly legs: readonly Leg[] | null;
  again(): void;
}

/** Looks at the way of calls once after the log-in, and whenever asked; an offer or a call ends it, since devices are wanted. */
export function usePreflight(): Preflight {
  const desk = useDesk();
  const { home, call, offer } = useDeskState();
  const [legs, setLegs] = useState<readonly Leg[] | null>(null);
  const [isRunning, setRunning] = useState(false);
  const running = useRef<AbortController | null>(null);
  const isWanted = useRef(true);
  const isFree = home !== null && call === null && offer === null;

  const again = useCallback(() => {
    const iceServers = desk.getState().home?.iceServers;
    if (!iceServers || running.current) return;
    const mine = new AbortController();
    running.current = mine;
    setRunning(true);
    runPreflight({ iceServers, isConnected: () => desk.getState().link.state === 'connected', signal: mine.signal })
      .then((found) => {
        if (!mine.signal.aborted) setLegs(found);
      })
      .catch((thrown: unknown) => {
        if (!mine.signal.aborted) console.warn('preflight', describeThrown(thrown));
      })
      .finally(() => {
        if (running.current === mine) running.current = null;
        setRunning(running.current !== null);
      });
  }, [desk]);

  useEffect(() => {
    if (!isFree) running.current?.abort();
    else if (isWanted.current) {
      isWanted.current = false;
      again();
    }
  }, [isFree, again]);
  useEffect(() => () => running.current?.abort(), []);

  return { isRunning, legs, again };
}
