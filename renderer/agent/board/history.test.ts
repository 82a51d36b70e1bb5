import { describe, expect, it } from 'vitest';
import type { BoardHour } from '../../../contracts/hub/agent.ts';
import { dayOf, dayPlus, hourOf } from './days.ts';
import { bucketsOf, departmentsOf, firstDay, sumUp } from './history.ts';

function hour(at: string, change: Partial<BoardHour> = {}): BoardHour {
  const none = { asked: 0, answered: 0, abandoned: 0, meanWaitSeconds: null, serviceLevel: null, judged: 0 };
  return { departmentId: 'tax', hour: at, ...none, meanTalkSeconds: null, talked: 0, ...change };
}

describe('sumUp', () => {
  it('weighs means by what they are the mean of', () => {
    const first = { asked: 3, answered: 1, meanWaitSeconds: 30, judged: 3, serviceLevel: 0, talked: 1 };
    const second = { asked: 3, answered: 3, meanWaitSeconds: 2, judged: 3, serviceLevel: 1, talked: 0 };
    const at = '2026-03-02T01:00:00.000Z';
    expect(sumUp([hour(at, { ...first, meanTalkSeconds: 90 }), hour(at, second)])).toEqual({
      asked: 6,
      answered: 4,
      abandoned: 0,
      meanWaitSeconds: 9,
      serviceLevel: 0.5,
      meanTalkSeconds: 90,
    });
  });

  it('has no mean of nothing', () => {
    expect(sumUp([])).toMatchObject({ asked: 0, meanWaitSeconds: null, serviceLevel: null, meanTalkSeconds: null });
  });
});

describe('bucketsOf', () => {
  it('shows a day by its hours where the citizens are, the empty ones too', () => {
    const hours = [
      hour('2026-03-01T16:00:00.000Z', { asked: 1 }),
      hour('2026-03-02T15:00:00.000Z', { asked: 2 }),
      hour('2026-03-02T15:00:00.000Z', { asked: 3, departmentId: 'market' }),
    ];
    const buckets = bucketsOf(hours, { day: '2026-03-02', days: 1 });
    expect(buckets).toHaveLength(24);
    expect(buckets.filter((one) => one.asked > 0).map((one) => [one.label, one.asked])).toEqual([
      ['00', 1],
      ['23', 5],
    ]);
  });

  it('shows several days by day, up to the one that was chosen', () => {
    const range = { day: '2026-03-02', days: 7 };
    expect(firstDay(range)).toBe('2026-02-24');
    const hours = [hour('2026-02-23T16:00:00.000Z', { asked: 1 }), hour('2026-03-02T15:59:00.000Z', { asked: 2 })];
    expect(bucketsOf(hours, range).map((one) => one.asked)).toEqual([1, 0, 0, 0, 0, 0, 2]);
  });
});

it('adds the hours of each department up', () => {
  const at = ['2026-03-02T01:00:00.000Z', '2026-03-02T02:00:00.000Z'] as const;
  const hours = [
    hour(at[0], { asked: 1 }),
    hour(at[1], { asked: 1 }),
    hour(at[1], { asked: 5, departmentId: 'market' }),
  ];
  expect(departmentsOf(hours).map(({ departmentId, asked }) => [departmentId, asked])).toEqual([
    ['tax', 2],
    ['market', 5],
  ]);
});

it('knows the days and hours of the region, over the ends of months and years', () => {
  expect(dayOf('2025-12-31T16:00:00.000Z')).toBe('2026-01-01');
  expect(hourOf('2025-12-31T16:00:00.000Z')).toBe(0);
  expect(dayPlus('2026-03-01', -1)).toBe('2026-02-28');
  expect(dayPlus('2025-12-31', 1)).toBe('2026-01-01');
});
