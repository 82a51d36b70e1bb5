import { useMemo } from 'react';

/** When this screen first saw a call, in milliseconds since the epoch: from there the waiting is counted. */
export function useCallStart(callId: string | null): number {
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new call starts a new count
  return useMemo(() => Date.now(), [callId]);
}
