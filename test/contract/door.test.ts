import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { type Bench, benchOnSimulator, onBothTargets } from './bench.ts';

type DoorBench = Bench<'modbus-door'>;
let bench: DoorBench;

afterEach(async () => {
  await bench.close();
});

const use = (next: DoorBench) => {
  bench = next;
  return next;
};
const unlock = (holdMs: number) => Promise.resolve(bench.host.handlers['door.unlock']({ holdMs }, undefined));
const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state);
const leafIs = (leaf: string) =>
  bench.news.waitFor(() => (bench.news.named('door.changed').at(-1) as { leaf: string } | undefined)?.leaf === leaf);
const presenceIs = (presence: string) =>
  bench.news.waitFor(
    () => (bench.news.named('presence.changed').at(-1) as { presence: string } | undefined)?.presence === presence,
  );

onBothTargets('door', 'modbus-door', (start) => {
  it('opens when somebody pulls the released door, and is locked again', { timeout: 120_000 }, async () => {
    const { simulator } = use(start());
    await inState('online');
    await leafIs('closed');
    const unlocking = unlock(30_000);
    await simulator?.waitFor(() => simulator.lock === 'unlocked');
    bench.person('pull the door open', (door) => door.openLeaf());
    unwrap(await unlocking);
    await leafIs('open');
    expect(simulator?.lock ?? 'locked').toBe('locked');
    bench.person('step in and close the door', (door) => {
      door.enter();
      door.closeLeaf();
    });
    await presenceIs('present');
    await leafIs('closed');
    bench.person('leave and close the door', (door) => door.leave());
    await presenceIs('absent');
    await leafIs('closed');
    expect(simulator?.violations ?? []).toEqual([]);
  });

  it('switches the lights, seen by reading the coil back', async () => {
    use(start());
    await inState('online');
    for (const on of [true, false]) {
      unwrap(await bench.host.handlers['lights.set']({ on }, undefined));
      expect(bench.simulator?.lights ?? (on ? 'on' : 'off')).toBe(on ? 'on' : 'off');
    }
  });
});

describe('a door with faults', () => {
  it('says not_opened when nobody comes, and locks again', async () => {
    const { simulator } = use(benchOnSimulator('modbus-door'));
    await inState('online');
    expect(await unlock(500)).toMatchObject({ ok: false, error: { code: 'not_opened' } });
    expect(simulator?.lock).toBe('locked');
    expect(simulator?.openLeaf()).toBe(false);
  });

  it('does not believe in an open door whose sensor says closed', async () => {
    const { simulator } = use(benchOnSimulator('modbus-door'));
    await inState('online');
    simulator?.stickLeafSensor(true);
    const unlocking = unlock(600);
    await simulator?.waitFor(() => simulator.lock === 'unlocked');
    simulator?.openLeaf();
    expect(await unlocking).toMatchObject({ ok: false, error: { code: 'not_opened' } });
  });

  it('locks a door that a host before it left released', async () => {
    const { simulator } = use(benchOnSimulator('modbus-door', { settings: { unlockedWhen: 0 } }));
    await inState('online');
    const unlocking = unlock(30_000);
    await simulator?.waitFor(() => simulator.lock === 'unlocked');
    simulator?.unplug();
    expect(await unlocking).toMatchObject({ ok: false });
    expect(simulator?.lock).toBe('unlocked');
    simulator?.plug();
    await simulator?.waitFor(() => simulator.lock === 'locked');
  });

  it('opens through noise and flipped bits', async () => {
    const { simulator } = use(benchOnSimulator('modbus-door'));
    await inState('online');
    simulator?.fault({ kind: 'noise', bytes: 11 });
    const unlocking = unlock(10_000);
    await simulator?.waitFor(() => simulator.lock === 'unlocked');
    simulator?.openLeaf();
    unwrap(await unlocking);
    expect(simulator?.violations).toEqual([]);
  });

  it('reports a board that refuses', async () => {
    const { news } = use(benchOnSimulator('modbus-door', { settings: { presenceInput: 9 } }));
    await inState('hardwareError');
    expect(news.reports().at(-1)).toMatchObject({ fault: { code: 'device_error', action: 'configuration' } });
  });

  it('goes offline when silent, and comes back', async () => {
    const { simulator } = use(benchOnSimulator('modbus-door'));
    await inState('online');
    simulator?.fault({ kind: 'silent' });
    await inState('offline');
    expect(await unlock(500)).toMatchObject({ ok: false, error: { code: 'device_no_reply' } });
    simulator?.fault({ kind: 'none' });
    await inState('online');
  });
});
