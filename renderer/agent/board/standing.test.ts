import { describe, expect, it } from 'vitest';
import type { Presence } from '../../../contracts/domain/people.ts';
import type { Board } from '../../../contracts/hub/agent.ts';
import { anAgent, IDS } from '../state/testing.ts';
import { matches, pressed, sortedBy } from './order.ts';
import { callsInOrder, groupsOf, type Person, type RunningCall, totalsOf } from './standing.ts';

const at = (minute: number) => `2026-03-02T01:${String(minute).padStart(2, '0')}:00.000Z`;
const person = (presence: Presence, minute: number): Person => ({
  agent: anAgent(IDS.me, 'tax'),
  presence,
  since: at(minute),
});
const aCall = (callId: string, state: RunningCall['state'], minute: number): RunningCall => ({
  callId,
  boothName: 'booth',
  since: at(minute),
  state,
  parties: [],
});

describe('the order of things', () => {
  it('puts people by what they do, the longest first', () => {
    const groups = groupsOf([
      person('break', 1),
      person('available', 9),
      person('available', 3),
      person('not-responding', 5),
    ]);
    expect(groups.map(({ presence, people }) => [presence, people.map((one) => one.since)])).toEqual([
      ['not-responding', [at(5)]],
      ['available', [at(3), at(9)]],
      ['break', [at(1)]],
    ]);
  });

  it('puts citizens who are with nobody first', () => {
    const calls = [aCall('a', 'talking', 1), aCall('b', 'waiting', 9), aCall('c', 'held', 2), aCall('d', 'waiting', 4)];
    expect(callsInOrder(calls).map((one) => one.callId)).toEqual(['d', 'b', 'c', 'a']);
  });

  it('keeps rows without a value last in both directions, and equals as they were', () => {
    const rows = [
      { id: 'a', value: null },
      { id: 'b', value: 2 },
      { id: 'c', value: 1 },
      { id: 'd', value: 2 },
    ];
    const ids = (down: boolean) => sortedBy(rows, (row) => row.value, down).map((row) => row.id);
    expect(ids(false)).toEqual(['c', 'b', 'd', 'a']);
    expect(ids(true)).toEqual(['b', 'd', 'c', 'a']);
  });

  it('turns a column round when it is pressed again', () => {
    const first = pressed({ column: 'name', down: false }, 'waiting', true);
    expect(first).toEqual({ column: 'waiting', down: true });
    expect(pressed(first, 'waiting', true)).toEqual({ column: 'waiting', down: false });
  });

  it('finds by every word that was typed', () => {
    expect(matches(['税务局', '演示坐席·税务一'], '税务 一')).toBe(true);
    expect(matches(['税务局', '演示坐席·税务一'], '税务 二')).toBe(false);
    expect(matches(['Tax'], ' ')).toBe(true);
  });
});

it('adds the house up, and people once', () => {
  const row = { longestWaitSeconds: 0, onDuty: 1, available: 1, onCall: 0, abandonedToday: 1 };
  const board: Board = {
    at: at(0),
    departments: [
      {
        ...row,
        ...{ departmentId: 'tax', waiting: 2, longestWaitSeconds: 30, answeredToday: 1 },
        ...{ serviceLevelToday: 0, judgedToday: 1, meanWaitSecondsToday: 20 },
      },
      {
        ...row,
        ...{ departmentId: 'market', waiting: 1, answeredToday: 3 },
        ...{ serviceLevelToday: 1, judgedToday: 3, meanWaitSecondsToday: 4 },
      },
    ],
    agents: [person('available', 0), person('break', 0)],
    calls: [aCall('a', 'talking', 0), aCall('b', 'waiting', 0), aCall('c', 'held', 0)],
    alerts: [],
  };
  expect(totalsOf(board)).toEqual({
    waiting: 3,
    longestWaitSeconds: 30,
    talking: 2,
    available: 1,
    onDuty: 1,
    answered: 4,
    abandoned: 2,
    serviceLevel: 0.75,
    meanWaitSeconds: 8,
  });
});
