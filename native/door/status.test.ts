import { expect, it } from 'vitest';
import { doorStatusOf } from './status.ts';

it('tells the door in words, whatever way it is wired', () => {
  const usual = { leafClosedWhen: 1, presentWhen: 1, unlockedWhen: 1 } as const;
  expect(doorStatusOf({ lock: 1, lights: 0, leaf: 1, presence: 0 }, usual)).toEqual({
    class: 'door',
    lock: 'unlocked',
    leaf: 'closed',
    presence: 'absent',
    lights: 'off',
  });
  const inverted = { leafClosedWhen: 0, presentWhen: 0, unlockedWhen: 0 } as const;
  expect(doorStatusOf({ lock: 1, lights: 1, leaf: 1, presence: 0 }, inverted)).toEqual({
    class: 'door',
    lock: 'locked',
    leaf: 'open',
    presence: 'present',
    lights: 'on',
  });
});
