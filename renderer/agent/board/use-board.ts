import { useCallback, useEffect, useState } from 'react';
import type { Board, BoardHour } from '../../../contracts/hub/agent.ts';
import { useDesk, useDeskState } from '../state/desk-context.ts';

/** The board as the hub told it last; null until it did. Asked for with each new line, since a hub forgets who looked. */
export function useBoard(): Board | null {
  const desk = useDesk();
  const { link, board: told } = useDeskState();
  const [asked, setAsked] = useState<Board | null>(null);
  const isConnected = link.state === 'connected';
  useEffect(() => {
    if (!isConnected) return;
    let isWanted = true;
    void desk.run('board.get', null).then((answer) => {
      if (isWanted && answer.ok) setAsked(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [desk, isConnected]);
  if (!asked || !told) return asked ?? told;
  return told.at > asked.at ? told : asked;
}

/** Reads hours of the past; null when the hub gives none, which its notice explains. */
export function useHistory(): (day: string, days: number) => Promise<readonly BoardHour[] | null> {
  const desk = useDesk();
  return useCallback(
    async (day: string, days: number) => {
      const answer = await desk.run('board.history', { day, days });
      return answer.ok ? answer.value.hours : null;
    },
    [desk],
  );
}
