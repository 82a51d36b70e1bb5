import { expect, test } from 'vitest';
import { BEAT_MS } from './members.ts';
import { ASK_PATIENCE_MS } from './shared-centre.ts';
import { request, testHubs } from './testing.ts';

const boothOnline = (boothId: string, lineId: string) => ({ type: 'booth.online', boothId, lineId }) as const;
const boothOffline = (boothId: string, lineId: string) => ({ type: 'booth.offline', boothId, lineId }) as const;

test('a follower asks the leader, and has what was decided when it has the answer', async () => {
  const { clock, hub } = testHubs(['a', 'b']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  const answer = await hub('b').dispatch(request(1));
  expect(answer).toEqual({ ok: true, value: { callId: 'call 1' } });
  expect(hub('b').callOfVisit('visit 1')?.callId).toBe('call 1');
  expect([hub('a').term, hub('b').term]).toEqual([1, null]);
});

test('a decision whose answer was lost is asked for again, and made once', async () => {
  const { clock, channel, store, hub } = testHubs(['a', 'b']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  channel.deafen('b', true);
  const answer = hub('b').dispatch(request(1));
  await clock.advance(2_000);
  channel.deafen('b', false);
  await clock.advance(1_000);
  expect(await answer).toMatchObject({ ok: true });
  expect(store.decided.filter((event) => event.type === 'call.request')).toHaveLength(1);
});

test('a change that was missed is noticed by the next beat, and the whole is fetched', async () => {
  const { clock, channel, hub } = testHubs(['a', 'b']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  channel.deafen('b', true);
  await hub('a').dispatch(request(1));
  await clock.advance(1);
  channel.deafen('b', false);
  expect(hub('b').call('call 1')).toBeUndefined();
  await clock.advance(2 * BEAT_MS);
  expect(hub('b').call('call 1')).toBeDefined();
});

test('when the leader dies the next one restores the calls, answers what was asked meanwhile, and knows who is there', async () => {
  const { clock, channel, store, hub } = testHubs(['a', 'b', 'c']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  await hub('b').dispatch(request(1));
  await hub('c').dispatch(boothOnline('booth 3', 'line 3'));
  channel.kill('a');
  const asked = hub('c').dispatch(request(2));
  await clock.advance(1_000);
  store.decided.length = 0;
  await hub('b').lead(2);
  await clock.advance(1_000);
  expect(await asked).toMatchObject({ ok: true });
  expect([...hub('c').calls()].map(({ callId }) => callId).sort()).toEqual(['call 1', 'call 2']);
  // Who is there comes first.
  const told = store.decided.map(({ type }) => type);
  expect(store.decided).toContainEqual(boothOnline('booth 3', 'line 3'));
  expect(told.indexOf('booth.online')).toBeLessThan(told.indexOf('call.request'));
});

test('a hub that falls silent has lost its booths and desks; one that says goodbye too, at once', async () => {
  const { clock, channel, store, hub } = testHubs(['a', 'b', 'c']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  await hub('b').dispatch(boothOnline('booth 1', 'line 1'));
  await hub('c').dispatch(boothOnline('booth 2', 'line 2'));
  channel.kill('b');
  await clock.advance(1_500);
  expect(store.decided).not.toContainEqual(boothOffline('booth 1', 'line 1'));
  await clock.advance(1_000);
  expect(store.decided).toContainEqual(boothOffline('booth 1', 'line 1'));
  expect(store.decided).not.toContainEqual(boothOffline('booth 2', 'line 2'));
  await hub('c').close();
  await clock.advance(1);
  expect(store.decided).toContainEqual(boothOffline('booth 2', 'line 2'));
});

test('while the channel stands still nobody is taken for dead, the leader goes on, and nothing is lost', async () => {
  const { clock, channel, store, hub } = testHubs(['a', 'b']);
  await hub('a').lead(1);
  await clock.advance(BEAT_MS);
  await hub('b').dispatch(boothOnline('booth 1', 'line 1'));
  channel.freeze();
  await clock.advance(20_000);
  expect(hub('a').status().channel).toBe(false);
  expect(hub('b').status()).toEqual({ channel: false, led: false });
  expect(await hub('a').dispatch(request(1))).toMatchObject({ ok: true });
  const refused = hub('b').dispatch(request(2));
  const went = hub('b').dispatch(boothOffline('booth 1', 'line 1'));
  await clock.advance(ASK_PATIENCE_MS);
  expect(await refused).toMatchObject({ ok: false, error: { code: 'timeout' } });
  expect(await went).toMatchObject({ ok: false });
  channel.thaw();
  await clock.advance(2_000);
  expect(hub('b').status()).toEqual({ channel: true, led: true });
  expect(hub('b').call('call 1')).toBeDefined();
  expect(store.decided.filter((event) => event.type === 'booth.offline')).not.toHaveLength(0);
});

test('a leader that hears of a later term gives up', async () => {
  const { clock, hub } = testHubs(['a', 'b']);
  await hub('a').lead(1);
  await hub('b').lead(2);
  await clock.advance(2 * BEAT_MS);
  expect([hub('a').term, hub('b').term]).toEqual([null, 2]);
  await hub('b').dispatch(request(1));
  await clock.advance(1);
  expect(hub('a').call('call 1')).toBeDefined();
});

test('a booth that connects to another hub is told to its former one', async () => {
  const { clock, taken, hub } = testHubs(['a', 'b']);
  hub('b').takePlace('booth booth 1', clock.nowMs());
  await clock.advance(1);
  expect(taken).toEqual(['a: booth booth 1']);
});
