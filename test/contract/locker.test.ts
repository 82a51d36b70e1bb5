import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { type Bench, benchOnSimulator, onBothTargets, settingsOf } from './bench.ts';

type LockerBench = Bench<'kerong-cu16'>;
let bench: LockerBench;

afterEach(async () => {
  await bench.close();
});

const use = (next: LockerBench) => {
  bench = next;
  return next;
};
const open = (compartment: number) => Promise.resolve(bench.host.handlers['locker.open']({ compartment }, undefined));
const online = () => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === 'online');
const saw = (compartment: number, door: string, item?: string) =>
  bench.news.waitFor(() => {
    const last = bench.news
      .named('compartment.changed')
      .map((one) => one as { compartment: number; door: string; item: string })
      .filter((one) => one.compartment === compartment)
      .at(-1);
    return last?.door === door && (item === undefined || last.item === item);
  });

onBothTargets('locker', 'kerong-cu16', (start) => {
  it('comes online by the first reply of the board', async () => {
    use(start());
    await online();
    const [report] = unwrap(await bench.host.handlers.reports(undefined, undefined));
    expect(report).toMatchObject({ class: 'locker', state: 'online', fault: null });
    expect(bench.simulator?.violations ?? []).toEqual([]);
  });

  it('opens a compartment, sees its item and its closing', { timeout: 120_000 }, async () => {
    use(start());
    await online();
    await saw(1, 'closed');
    unwrap(await open(1));
    await saw(1, 'open');
    bench.person('put something into compartment 1', (locker) => locker.putItem(1));
    await saw(1, 'open', settingsOf('kerong-cu16').infrared ? 'present' : 'unknown');
    bench.person('close compartment 1', (locker) => locker.closeDoor(1));
    await saw(1, 'closed');
    expect(bench.simulator?.violations ?? []).toEqual([]);
  });
});

describe('a locker with faults', () => {
  it('sends exactly one pulse, byte for byte', async () => {
    const { simulator } = use(benchOnSimulator('kerong-cu16'));
    await online();
    unwrap(await open(3));
    const sent = simulator?.received().toString('hex') ?? '';
    expect(sent.split('0202310338')).toHaveLength(2);
    expect(simulator?.pulses).toEqual([3]);
  });

  it('says not_opened when the lock is stuck', async () => {
    const { simulator } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.stick(2, 'lock');
    expect(await open(2)).toMatchObject({ ok: false, error: { code: 'not_opened' } });
    expect(simulator?.pulses).toEqual([2]);
  });

  it('sends its pulse although the sensor says open already', async () => {
    const { simulator } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.openDoor(4);
    simulator?.stick(4, 'sensor');
    simulator?.closeDoor(4);
    await saw(4, 'open');
    unwrap(await open(4));
    expect(simulator?.compartments()[3]?.door).toBe('open');
  });

  it('keeps two pulses apart, and their evidence', async () => {
    const { simulator } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.stick(5, 'lock');
    const [first, second] = await Promise.all([open(5), open(6)]);
    expect(first).toMatchObject({ ok: false, error: { code: 'not_opened' } });
    expect(second.ok).toBe(true);
    expect(simulator?.violations).toEqual([]);
  });

  it('reads a board wired the other way', async () => {
    use(benchOnSimulator('kerong-cu16', { settings: { hookBitSet: 'open', unlockReply: 'status', infrared: false } }));
    await online();
    await saw(1, 'closed', 'unknown');
    unwrap(await open(1));
    await saw(1, 'open', 'unknown');
  });

  it('opens through noise and flipped bits', async () => {
    const { simulator } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.fault({ kind: 'noise', bytes: 23 });
    unwrap(await open(1));
    simulator?.fault({ kind: 'bitflip' });
    const flipped = open(2);
    await simulator?.waitFor(() => simulator.pulses.includes(2));
    simulator?.fault({ kind: 'none' });
    unwrap(await flipped);
    expect(simulator?.violations).toEqual([]);
    const [report] = unwrap(await bench.host.handlers.reports(undefined, undefined));
    expect(report?.statistics.badFrames).toBeGreaterThan(0);
  });

  it('goes offline with a fault when the board falls silent, and comes back by itself', async () => {
    const { simulator, news } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.fault({ kind: 'silent' });
    await news.waitFor(() => news.reports().at(-1)?.state === 'offline');
    expect(news.reports().at(-1)).toMatchObject({ fault: { code: 'device_no_reply', action: 'reset' } });
    expect(news.reports().at(-1)?.status).toMatchObject({
      compartments: expect.arrayContaining([{ compartment: 1, door: 'unknown', item: 'unknown' }]),
    });
    expect(news.named('device.error')).toHaveLength(1);
    expect(await open(1)).toMatchObject({ ok: false, error: { code: 'device_no_reply' } });
    simulator?.fault({ kind: 'none' });
    await online();
    unwrap(await open(2));
  });

  it('is noDevice while unplugged, and comes back when plugged in', async () => {
    const { simulator, news } = use(benchOnSimulator('kerong-cu16'));
    await online();
    simulator?.unplug();
    await news.waitFor(() => news.reports().at(-1)?.state === 'noDevice');
    expect(news.reports().at(-1)).toMatchObject({ fault: { code: 'device_missing', action: 'maintenance' } });
    expect(await open(1)).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    simulator?.plug();
    await online();
    unwrap(await open(1));
  });

  it('tells changes only', async () => {
    const { simulator, news } = use(benchOnSimulator('kerong-cu16'));
    await saw(6, 'closed');
    const before = news.told.length;
    const polls = simulator?.received().length ?? 0;
    await simulator?.waitFor(() => simulator.received().length > polls + 5 * 5);
    expect(news.told.length).toBe(before);
  });
});
