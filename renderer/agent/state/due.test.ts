import { expect, it } from 'vitest';
import { dueIn } from './due.ts';

const DUE = '2026-03-02T01:00:00.000Z';
const at = (minutes: number) => dueIn(DUE, new Date(DUE).getTime() + minutes * 60_000);

it('tells a far promise from a near and a broken one', () => {
  expect(at(-65)).toEqual({ state: 'far', text: '1:05' });
  expect(at(-30)).toEqual({ state: 'near', text: '0:30' });
  expect(at(0)).toEqual({ state: 'near', text: '0:00' });
  expect(at(121)).toEqual({ state: 'over', text: '2:01' });
});
