import { expect, it } from 'vitest';
import { createBoothWatch } from './booth-watch.ts';

function played() {
  const told: string[] = [];
  const booth = { answers: true };
  const watch = createBoothWatch(async (boothId, on) => {
    told.push(`${boothId} ${on ? 'on' : 'off'}`);
    return booth.answers;
  });
  /** Orders are given one after the other, a few turns of the loop later. */
  const settled = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return told.splice(0);
  };
  return { booth, watch, settled };
}

it('tells a booth once that somebody looks, and once that nobody does any more', async () => {
  const { watch, settled } = played();
  watch.look('one', 'a');
  watch.look('two', 'a');
  expect(await settled()).toEqual(['a on']);
  watch.look('one', 'b');
  expect(await settled()).toEqual(['b on']);
  watch.look('two', null);
  expect(await settled()).toEqual(['a off']);
  watch.look('one', null);
  watch.look('one', null);
  expect(await settled()).toEqual(['b off']);
});

it('ends with what was meant last, however fast people come and go', async () => {
  const { watch, settled } = played();
  watch.look('one', 'a');
  watch.look('one', null);
  watch.look('one', 'a');
  expect((await settled()).at(-1)).toBe('a on');
  watch.look('one', null);
  watch.look('one', 'a');
  watch.look('one', null);
  expect((await settled()).at(-1)).toBe('a off');
});

it('tells anew after a reconnect, also that nobody looks when the booth may believe otherwise', async () => {
  const { booth, watch, settled } = played();
  watch.boothCame('a');
  expect(await settled()).toEqual([]);
  watch.look('one', 'a');
  expect(await settled()).toEqual(['a on']);
  watch.boothCame('a');
  expect(await settled()).toEqual(['a on']);
  booth.answers = false;
  watch.look('one', null);
  expect(await settled()).toEqual(['a off']);
  booth.answers = true;
  watch.boothCame('a');
  expect(await settled()).toEqual(['a off']);
  watch.boothCame('a');
  expect(await settled()).toEqual([]);
});
