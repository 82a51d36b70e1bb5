import { afterEach, describe, expect, it } from 'vitest';
import type { CompartmentState } from '../../contracts/device/device.ts';
import type { ProfileOf } from '../../contracts/device/profile.ts';
import { unwrap } from '../../contracts/result.ts';
import type { LockerName } from '../../native/locker/boards.ts';
import { type Bench, benchOnSimulator, onBothTargets, settingsOf } from './bench.ts';
import { createVirtualBench, type VirtualBench } from './virtual-bench.ts';

const BOARDS = ['kerong-cu16', 'kerong-cu48', 'locker-8a', 'modbus-locker'] as const satisfies LockerName[];

let open: { close(): Promise<void> } | null = null;

afterEach(async () => {
  await open?.close();
  open = null;
});

function keep<B extends { close(): Promise<void> }>(bench: B): B {
  open = bench;
  return bench;
}

function hasInfrared(driver: LockerName): boolean {
  return driver === 'kerong-cu16' && settingsOf(driver).infrared;
}

describe.each(BOARDS)('%s', (driver) => {
  onBothTargets('locker', driver, (start) => {
    const isOnline = (bench: Bench<LockerName>) => () => bench.news.reports().at(-1)?.state === 'online';
    const saw = (bench: Bench<LockerName>, compartment: number, door: string, item?: string) =>
      bench.news.waitFor(() => {
        const all = bench.news.named('compartment.changed') as CompartmentState[];
        const last = all.filter((one) => one.compartment === compartment).at(-1);
        return last?.door === door && (item === undefined || last.item === item);
      });

    it('comes online by the replies of the board', async () => {
      const bench = keep(start());
      await bench.news.waitFor(isOnline(bench));
      const [report] = unwrap(await bench.host.handlers.reports(undefined, undefined));
      expect(report).toMatchObject({ class: 'locker', state: 'online', fault: null });
      expect(bench.simulator?.violations ?? []).toEqual([]);
    });

    it('opens a compartment, sees its item and its closing', { timeout: 120_000 }, async () => {
      const bench = keep(start());
      await bench.news.waitFor(isOnline(bench));
      await saw(bench, 1, 'closed');
      unwrap(await bench.host.handlers['locker.open']({ compartment: 1 }, undefined));
      await saw(bench, 1, 'open');
      bench.person('put something into compartment 1', (locker) => locker.putItem(1));
      await saw(bench, 1, 'open', hasInfrared(driver) ? 'present' : 'unknown');
      bench.person('close compartment 1', (locker) => locker.closeDoor(1));
      await saw(bench, 1, 'closed');
      expect(bench.simulator?.violations ?? []).toEqual([]);
    });
  });

  it('is noDevice within 3 s of being unplugged, and online within 3 s of being plugged in', async () => {
    const bench = keep(benchOnSimulator(driver));
    const inState = (state: string) => bench.news.waitFor(() => bench.news.reports().at(-1)?.state === state, 3_000);
    await inState('online');
    bench.simulator?.unplug();
    await inState('noDevice');
    expect(bench.news.reports().at(-1)).toMatchObject({ fault: { code: 'device_missing', action: 'maintenance' } });
    const refused = await bench.host.handlers['locker.open']({ compartment: 1 }, undefined);
    expect(refused).toMatchObject({ ok: false, error: { code: 'device_offline' } });
    bench.simulator?.plug();
    await inState('online');
    unwrap(await bench.host.handlers['locker.open']({ compartment: 1 }, undefined));
    expect(bench.news.reports().at(-1)?.statistics.reconnects).toBe(1);
  });

  describe('with faults', () => {
    type Settings = Partial<Omit<ProfileOf<typeof driver>, 'driver' | 'id' | 'line'>>;

    async function start(settings: Settings = {}) {
      const bench = keep(createVirtualBench(driver, { settings: { pollMs: 100, ...settings } as never }));
      await bench.until(() => bench.report().state === 'online');
      return bench;
    }
    const order = (bench: VirtualBench<LockerName>, compartment: number) =>
      Promise.resolve(bench.host.handlers['locker.open']({ compartment }, undefined));
    const opened = (bench: VirtualBench<LockerName>, compartment: number) => bench.settle(order(bench, compartment));
    const doorOf = (bench: VirtualBench<LockerName>, compartment: number) => {
      const { status } = bench.report();
      return status.class === 'locker' ? status.compartments[compartment - 1]?.door : undefined;
    };

    it('gives exactly one pulse, to the right lock', async () => {
      const bench = await start();
      unwrap(await opened(bench, 3));
      expect(bench.simulator.pulses).toEqual([3]);
      expect(bench.simulator.violations).toEqual([]);
    });

    it('says not_opened when the lock is stuck', async () => {
      const bench = await start();
      bench.simulator.stick(2, 'lock');
      expect(await opened(bench, 2)).toMatchObject({ ok: false, error: { code: 'not_opened' } });
      expect(bench.simulator.pulses).toEqual([2]);
    });

    it('gives its pulse although the sensor says open already', async () => {
      const bench = await start();
      bench.simulator.openDoor(4);
      bench.simulator.stick(4, 'sensor');
      bench.simulator.closeDoor(4);
      await bench.until(() => doorOf(bench, 4) === 'open');
      unwrap(await opened(bench, 4));
      expect(bench.simulator.compartments()[3]?.door).toBe('open');
    });

    it('keeps two pulses apart, and their evidence; an order that waits can be withdrawn', async () => {
      const bench = await start();
      bench.simulator.stick(1, 'lock');
      const both = Promise.all([order(bench, 1), order(bench, 2), order(bench, 3)]);
      await bench.until(() => bench.simulator.pulses.length === 2);
      await bench.host.handlers['commands.cancel']({ deviceId: bench.report().id }, undefined);
      const [first, second, third] = await bench.settle(both);
      expect(first).toMatchObject({ ok: false, error: { code: 'not_opened' } });
      expect(second.ok).toBe(true);
      expect(third).toMatchObject({ ok: false, error: { code: 'cancelled' } });
      expect(bench.simulator.pulses).toEqual([1, 2]);
      expect(bench.simulator.violations).toEqual([]);
    });

    it('does not take a flicker of the contact for a door', async () => {
      const bench = await start();
      const before = bench.told('compartment.changed').length;
      for (let round = 0; round < 20; round++) {
        bench.simulator.flicker(2);
        await bench.clock.advance(350);
      }
      expect(bench.told('compartment.changed')).toHaveLength(before);
      bench.simulator.openDoor(2);
      await bench.until(() => doorOf(bench, 2) === 'open', 300);
    });

    it('does not believe an old reply that says open', async () => {
      const bench = await start();
      bench.simulator.openDoor(2);
      await bench.until(() => doorOf(bench, 2) === 'open');
      bench.simulator.fault({ kind: 'stale' });
      await bench.clock.advance(1_000);
      bench.simulator.closeDoor(2);
      bench.simulator.stick(2, 'lock');
      expect(await opened(bench, 2)).toMatchObject({ ok: false, error: { code: 'not_opened' } });
    });

    it.each([
      ['late replies', { kind: 'slow', delayMs: 700 }],
      ['noise before frames', { kind: 'noise', bytes: 23 }],
      ['frames in pieces', { kind: 'split', pauseMs: 15 }],
      ['two replies at once', { kind: 'merged' }],
      ['old replies in front', { kind: 'stale' }],
    ] as const)('opens through %s', async (_, fault) => {
      const bench = await start();
      bench.simulator.fault(fault);
      unwrap(await opened(bench, 1));
      expect(bench.simulator.pulses).toEqual([1]);
      expect(bench.simulator.violations).toEqual([]);
    });

    it.each([
      ['no reply', { kind: 'silent' }],
      ['a board that hangs', { kind: 'hang' }],
      ['flipped bits', { kind: 'bitflip' }],
      ['noise inside frames', { kind: 'noise-inside', bytes: 3 }],
      ['answers of a neighbour', { kind: 'wrong-address' }],
    ] as const)('is offline within 5 s by %s, claims nothing, and comes back by itself', async (_, fault) => {
      const bench = await start();
      bench.simulator.fault(fault);
      await bench.until(() => bench.report().state === 'offline', 5_000);
      expect(bench.report()).toMatchObject({ fault: { code: 'device_no_reply', action: 'reset' } });
      expect(doorOf(bench, 1)).toBe('unknown');
      expect(bench.told('device.error')).toHaveLength(1);
      expect(await opened(bench, 1)).toMatchObject({ ok: false, error: { code: 'device_no_reply' } });
      expect(bench.simulator.pulses.length).toBeLessThanOrEqual(1);
      bench.simulator.fault({ kind: 'none' });
      await bench.until(() => bench.report().state === 'online', 5_000);
      unwrap(await opened(bench, 2));
    });

    it('tells changes only', async () => {
      const bench = await start();
      await bench.clock.advance(1_000);
      const before = bench.told('device.changed').length + bench.told('compartment.changed').length;
      await bench.clock.advance(60_000);
      expect(bench.told('device.changed').length + bench.told('compartment.changed').length).toBe(before);
      expect(bench.report().statistics.commands).toBeGreaterThan(300);
    });

    it('starts anew on order, and knows the doors again', async () => {
      const bench = await start();
      bench.simulator.openDoor(3);
      await bench.settle(bench.host.handlers['device.restart']({ deviceId: bench.report().id }, undefined));
      expect(bench.told('device.changed').at(-1)).toMatchObject({ state: 'starting', statistics: { commands: 0 } });
      await bench.until(() => doorOf(bench, 3) === 'open');
    });
  });
});

type Wired<D extends LockerName> = readonly [D, string, Partial<Omit<ProfileOf<D>, 'driver' | 'id' | 'line'>>];

/** Every setting that differs between boards and installations. */
const WIRINGS: readonly (readonly [LockerName, string, object])[] = [
  [
    'kerong-cu16',
    'hook bit set is open, answers unlocks, no infrared',
    { hookBitSet: 'open', unlockReply: 'status', infrared: false },
  ],
  ['kerong-cu16', 'address 15', { address: 15 }],
  ['kerong-cu48', 'hook bit set is open', { hookBitSet: 'open' }],
  ['kerong-cu48', 'commands 60/61', { commandSet: 'cu-60' }],
  ['locker-8a', 'contact closed when open', { contactClosedWhen: 'open' }],
  ['locker-8a', 'status bytes the other way round', { locks1To8: 'first' }],
  ['locker-8a', 'answers unlocks, pulses of 2 s', { unlockReply: 'status', pulseSeconds: 2 }],
  ['modbus-locker', 'coils switched by the host', { pulse: 'coil' }],
  ['modbus-locker', 'coils with the value 0100, counted from 1', { pulse: 'coil-0100', firstRelay: 1 }],
  ['modbus-locker', 'commands in registers', { pulse: 'register', firstRelay: 1 }],
  ['modbus-locker', 'contacts from input 3, 0 when closed', { firstInput: 3, closedWhen: 0 }],
] satisfies readonly { [D in LockerName]: Wired<D> }[LockerName][];

describe.each(WIRINGS)('%s wired so: %s', (driver, _, settings) => {
  it('opens each compartment, and sees it open and shut', async () => {
    const bench = keep(createVirtualBench(driver, { settings: settings as never }));
    await bench.until(() => bench.report().state === 'online');
    const count = settingsOf(driver).sizes.length;
    for (let compartment = 1; compartment <= count; compartment++) {
      const result = await bench.settle(bench.host.handlers['locker.open']({ compartment }, undefined));
      expect(result, `compartment ${compartment}`).toMatchObject({ ok: true });
      bench.simulator.closeDoor(compartment);
      await bench.clock.advance(1_000);
    }
    expect(bench.simulator.pulses).toEqual(Array.from({ length: count }, (__, index) => index + 1));
    const news = bench.told('compartment.changed') as CompartmentState[];
    expect(news.map((one) => one.door)).toEqual([
      ...Array.from({ length: count }, () => 'closed'),
      ...Array.from({ length: count }, () => ['open', 'closed']).flat(),
    ]);
    expect(bench.simulator.violations).toEqual([]);
  });
});

describe('relays held by the host', () => {
  const start = async () => {
    const bench = keep(createVirtualBench('modbus-locker', { settings: { pulse: 'coil', pulseMs: 500 } }));
    await bench.until(() => bench.report().state === 'online');
    return bench;
  };

  it('are let go although the reply to the pulse was lost', async () => {
    const bench = await start();
    bench.simulator.fault({ kind: 'silent' });
    const order = bench.settle(bench.host.handlers['locker.open']({ compartment: 1 }, undefined));
    await bench.until(() => bench.simulator.pulses.length === 1);
    await order;
    await bench.clock.advance(10_000);
    expect(bench.simulator.violations).toEqual([]);
  });

  it('are let go by the next host when one dies in the middle', async () => {
    const bench = await start();
    void bench.host.handlers['locker.open']({ compartment: 1 }, undefined);
    await bench.until(() => bench.simulator.pulses.length === 1);
    await bench.settle(bench.host.handlers['device.restart']({ deviceId: bench.report().id }, undefined));
    await bench.clock.advance(10_000);
    expect(bench.simulator.pulses).toEqual([1]);
    expect(bench.simulator.violations).toEqual([]);
  });
});
