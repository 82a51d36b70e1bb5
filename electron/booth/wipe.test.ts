import { expect, test } from 'vitest';
import { VirtualClock } from '../../contracts/time.ts';
import { WIPE_RETRY_MS, WIPE_STEP_LIMIT_MS, wipeAll } from './wipe.ts';

test('every place is emptied, and one that resists is tried until it gives in', async () => {
  const clock = new VirtualClock();
  const emptied: string[] = [];
  const troubles: string[] = [];
  let resists = 2;
  let isDone = false;
  const steps = [
    { name: 'files', run: () => void emptied.push('files') },
    {
      name: 'storage',
      async run() {
        if (resists-- > 0) throw new Error('busy');
        emptied.push('storage');
      },
    },
    { name: 'cache', run: () => void emptied.push('cache') },
  ];
  const wiping = wipeAll(
    steps,
    clock,
    () => undefined,
    (detail) => troubles.push(detail),
  ).then(() => {
    isDone = true;
  });
  await clock.advance(0);
  expect(emptied).toEqual(['files', 'cache']);
  expect(isDone).toBe(false);
  await clock.advance(WIPE_RETRY_MS * 2);
  await wiping;
  expect(emptied).toEqual(['files', 'cache', 'storage']);
  expect(troubles).toEqual(['storage', 'storage']);
});

test('a place that never says that it is empty is emptied again', async () => {
  const clock = new VirtualClock();
  const troubles: string[] = [];
  let tries = 0;
  const page = { name: 'page', run: () => (++tries === 1 ? new Promise<void>(() => undefined) : Promise.resolve()) };
  const wiping = wipeAll(
    [page],
    clock,
    () => undefined,
    (detail) => troubles.push(detail),
  );
  await clock.advance(WIPE_STEP_LIMIT_MS + WIPE_RETRY_MS);
  await wiping;
  expect(tries).toBe(2);
  expect(troubles).toEqual(['page']);
});
