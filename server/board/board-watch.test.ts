import { describe, expect, it } from 'vitest';
import type { Board } from '../../contracts/hub/agent.ts';
import { instantOf, VirtualClock } from '../../contracts/time.ts';
import { BOARD_EVERY_MS, createBoardWatch } from './board-watch.ts';

function bench() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const errors: unknown[] = [];
  let waiting = 0;
  let reads = 0;
  let isBroken = false;
  const watch = createBoardWatch({
    clock,
    read: async (): Promise<Board> => {
      reads += 1;
      if (isBroken) throw new Error('away');
      const department = { departmentId: 'tax', longestWaitSeconds: 0, onDuty: 0, available: 0, onCall: 0 };
      const today = {
        answeredToday: 0,
        abandonedToday: 0,
        serviceLevelToday: null,
        judgedToday: 0,
        meanWaitSecondsToday: null,
      };
      return {
        at: instantOf(clock),
        departments: [{ ...department, waiting, ...today }],
        agents: [],
        calls: [],
        alerts: [],
      };
    },
    tell: (agentId, board) => told.push(`${agentId} ${board.departments[0]?.waiting}`),
    onError: (thrown) => errors.push(thrown),
  });
  return {
    clock,
    told,
    errors,
    watch,
    readsSoFar: () => reads,
    set: (count: number) => {
      waiting = count;
    },
    break: (broken: boolean) => {
      isBroken = broken;
    },
  };
}

describe('the watch of the board', () => {
  it('reads nothing while nobody looks', async () => {
    const { clock, watch, readsSoFar } = bench();
    await clock.advance(10 * BOARD_EVERY_MS);
    expect(readsSoFar()).toBe(0);
    await watch.look('one');
    watch.leave('one');
    await clock.advance(10 * BOARD_EVERY_MS);
    expect(readsSoFar()).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it('tells what changed, to all who look, at most once a second, and nothing that they know', async () => {
    const { clock, watch, told, set } = bench();
    await watch.look('one');
    await clock.advance(5 * BOARD_EVERY_MS);
    expect(told).toEqual([]);
    set(1);
    await watch.look('two');
    for (const count of [2, 3, 4]) {
      set(count);
      await clock.advance(BOARD_EVERY_MS / 4);
    }
    await clock.advance(BOARD_EVERY_MS);
    expect(told).toEqual(['one 4', 'two 4']);
  });

  it('goes on after a reading that failed', async () => {
    const { clock, watch, told, errors, set, break: setBroken } = bench();
    await watch.look('one');
    setBroken(true);
    set(1);
    await clock.advance(2 * BOARD_EVERY_MS);
    expect(errors).toHaveLength(2);
    setBroken(false);
    await clock.advance(BOARD_EVERY_MS);
    expect(told).toEqual(['one 1']);
  });
});
