import { useCallback, useEffect, useState } from 'react';
import type { CallInput, CallOutput } from '../../../contracts/channel.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { technicianHubCalls } from '../../../contracts/hub/technician.ts';
import type { HubRequest } from '../api/hub-port.ts';

type Calls = typeof technicianHubCalls;
export type HubListName = 'incidents.list' | 'self-checks.list' | 'diagnostics.list' | 'parcels.list';

export type HubList<K extends HubListName> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: XiaowuError }
  | { readonly state: 'here'; readonly rows: CallOutput<Calls[K]> };

/** What the hub keeps of a booth, asked anew when `news` changes and on `again`. */
export function useHubList<K extends HubListName>(
  request: HubRequest,
  name: K,
  boothId: string,
  news: unknown,
): { readonly list: HubList<K>; readonly again: () => void } {
  const [list, setList] = useState<HubList<K>>({ state: 'loading' });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `news` and `tries` are reasons to ask again
  useEffect(() => {
    let isLeft = false;
    // All four lists are asked for by the booth alone; the compiler cannot tell for a name that is not yet known.
    void request(name, { boothId } as CallInput<Calls[K]>).then((answer) => {
      if (isLeft) return;
      setList(answer.ok ? { state: 'here', rows: answer.value } : { state: 'failed', error: answer.error });
    });
    return () => {
      isLeft = true;
    };
  }, [request, name, boothId, news, tries]);
  return { list, again: useCallback(() => setTries((before) => before + 1), []) };
}
