import type { Board } from '../../contracts/hub/agent.ts';
import type { Clock, Timer } from '../../contracts/time.ts';

/** A board is read and told at most this often: waits are shown in seconds, and nobody reads faster. */
export const BOARD_EVERY_MS = 1_000;

export interface BoardWatchOptions {
  readonly clock: Clock;
  readonly read: () => Promise<Board>;
  readonly tell: (agentId: string, board: Board) => void;
  readonly onError: (thrown: unknown) => void;
}

/** Who looks at the board is told when it changes; while nobody looks nothing is read. */
export interface BoardWatch {
  /** The board now; whoever asked hears of its changes until they go. */
  look(agentId: string): Promise<Board>;
  leave(agentId: string): void;
  close(): void;
}

export function createBoardWatch({ clock, read, tell, onError }: BoardWatchOptions): BoardWatch {
  /** What each has been told last. */
  const told = new Map<string, string>();
  let timer: Timer | null = null;
  let isReading = false;
  let isClosed = false;

  function plan(): void {
    if (timer || isReading || isClosed || told.size === 0) return;
    timer = clock.after(BOARD_EVERY_MS, () => void turn());
  }

  async function turn(): Promise<void> {
    timer = null;
    isReading = true;
    try {
      const board = await read();
      const shown = withoutTime(board);
      for (const [agentId, last] of told) {
        if (last === shown) continue;
        told.set(agentId, shown);
        tell(agentId, board);
      }
    } catch (thrown) {
      // The next turn reads again: a database that is away for a moment costs some seconds of news.
      onError(thrown);
    }
    isReading = false;
    plan();
  }

  return {
    async look(agentId) {
      const board = await read();
      told.set(agentId, withoutTime(board));
      plan();
      return board;
    },
    leave(agentId) {
      told.delete(agentId);
      if (told.size > 0) return;
      timer?.cancel();
      timer = null;
    },
    close() {
      isClosed = true;
      timer?.cancel();
      told.clear();
    },
  };
}

/** Whether two boards say the same is told from this. */
function withoutTime({ at: _at, ...rest }: Board): string {
  return JSON.stringify(rest);
}
