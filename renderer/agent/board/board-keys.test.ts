import { describe, expect, it } from 'vitest';
import { boardKeyOf, type Press } from './board-keys.ts';
import { axisEnd, labelEvery } from './scale.ts';
import { secondsText, shareText, spanText } from './spans.ts';

const press = (key: string, change: Partial<Press> = {}) =>
  boardKeyOf({ key, isModified: false, inText: false, inCall: false, ...change });

describe('boardKeyOf', () => {
  it('knows its keys, and leaves the browser its own', () => {
    expect(['1', '2', '/', 'd', 'c', 'p', '?', 'x'].map((key) => press(key))).toEqual([
      'now',
      'history',
      'filter',
      'departments',
      'calls',
      'people',
      'help',
      null,
    ]);
    expect(press('c', { isModified: true })).toBeNull();
  });

  it('means nothing while somebody types, but the way out', () => {
    expect(press('c', { inText: true })).toBeNull();
    expect(press('Escape', { inText: true })).toBe('clear');
  });

  it('goes into a call only from a call, and scrolls lists elsewhere', () => {
    for (const key of ['L', 'E', 'J', 'ArrowDown', 'ArrowUp']) {
      expect(press(key)).toBeNull();
      expect(press(key, { inCall: true })).not.toBeNull();
    }
  });
});

it('ends an axis at a round number whose half is easy to read', () => {
  expect([0, 1, 3, 15, 52, 60, 61, 100, 101].map(axisEnd)).toEqual([2, 2, 4, 20, 60, 60, 80, 100, 200]);
  expect([24, 30, 7].map((count) => labelEvery(count, 12))).toEqual([2, 3, 1]);
});

it('says spans, means and shares briefly, and all only of all', () => {
  expect([0, 59.9, 61, 3600, 36_061].map(spanText)).toEqual(['0:00', '0:59', '1:01', '1:00:00', '10:01:01']);
  expect([null, 0, 4.25, 9.96, 12.4, 75].map(secondsText)).toEqual(['–', '0', '4.3', '10.0', '12', '1:15']);
  expect([null, 0, 0.29, 0.9999, 1].map(shareText)).toEqual(['–', '0%', '29%', '99%', '100%']);
});
