import { describe, expect, it } from 'vitest';
import { runCall } from '../contracts/channel.ts';
import type { DeviceReport } from '../contracts/device/device.ts';
import { hostCalls, hostPushes } from '../contracts/device/host.ts';
import { type WireFrame, wireFrame } from '../contracts/device/wire.ts';
import { fail } from '../contracts/errors.ts';
import { err } from '../contracts/result.ts';
import { VirtualClock } from '../contracts/time.ts';
import { createDeviceHost } from './device-host.ts';
import type { HostPushName } from './driver.ts';
import { createMemoryCarrier } from './simulators/carrier.ts';
import { startLockerSimulator } from './simulators/locker.ts';
import { createWireLog } from './wire-log.ts';

describe('a host without its devices', () => {
  it('answers every command with a typed error', async () => {
    const clock = new VirtualClock();
    const host = createDeviceHost({
      devices: [],
      clock,
      openPort: async () => err(fail('device_missing')),
      push: () => undefined,
    });
    host.start();
    const missing = { ok: false, error: { code: 'device_missing' } };
    const { handlers } = host;
    expect(await runCall(hostCalls.reports, handlers.reports, null, undefined)).toEqual({ ok: true, value: [] });
    expect(
      await runCall(hostCalls['locker.open'], handlers['locker.open'], { compartment: 1 }, undefined),
    ).toMatchObject(missing);
    expect(await runCall(hostCalls['door.unlock'], handlers['door.unlock'], { holdMs: 1000 }, undefined)).toMatchObject(
      missing,
    );
    expect(await runCall(hostCalls['lights.set'], handlers['lights.set'], { on: true }, undefined)).toMatchObject(
      missing,
    );
    expect(
      await runCall(hostCalls['scanner.read'], handlers['scanner.read'], { waitMs: 500 }, undefined),
    ).toMatchObject(missing);
    expect(
      await runCall(hostCalls['id-reader.read'], handlers['id-reader.read'], { waitMs: 500 }, undefined),
    ).toMatchObject(missing);
    expect(await runCall(hostCalls['ups.test'], handlers['ups.test'], null, undefined)).toMatchObject(missing);
    const unknown = { ok: false, error: { code: 'not_found' } };
    for (const name of ['commands.cancel', 'device.restart'] as const) {
      expect(await runCall(hostCalls[name], handlers[name], { deviceId: 'x' }, undefined)).toMatchObject(unknown);
    }
    expect(
      await runCall(hostCalls['locker.open'], handlers['locker.open'], { compartment: 'one' }, undefined),
    ).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    await host.close();
  });

  it('says once, not at every try, that a port is missing; a held port is a matter of configuration', async () => {
    const clock = new VirtualClock();
    const news: string[] = [];
    const host = createDeviceHost({
      devices: [
        {
          driver: 'line-scanner',
          id: 'scanner',
          line: { port: '/dev/x', baudRate: 9600 },
          suffix: 'cr',
          encoding: 'utf8',
        },
      ],
      clock,
      openPort: async () => err(fail('device_busy', '/dev/x: locked')),
      push: (name, payload) => news.push(`${name} ${JSON.stringify(payload)}`),
    });
    host.start();
    await clock.advance(60_000);
    expect(news.map((one) => one.split(' ')[0])).toEqual(['ready', 'device.changed', 'device.error']);
    expect(news[2]).toContain('"action":"configuration"');
    await host.close();
    expect(clock.pending).toBe(0);
  });
});

/** A host with a simulated locker, in virtual time. */
function startLocker() {
  const clock = new VirtualClock();
  const carrier = createMemoryCarrier('/dev/locker');
  const news: { name: HostPushName; payload: unknown }[] = [];
  const settings = {
    driver: 'kerong-cu16',
    id: 'locker',
    sizes: ['small', 'large'],
    address: 0,
    hookBitSet: 'closed',
    infrared: false,
    unlockReply: 'none',
    pollMs: 200,
  } as const;
  const simulator = startLockerSimulator({ ...settings, sizes: [...settings.sizes], clock, carrier });
  const host = createDeviceHost({
    devices: [{ ...settings, sizes: [...settings.sizes], line: { port: '/dev/locker', baudRate: 19200 } }],
    clock,
    openPort: carrier.openPort,
    random: () => 0,
    push: (name, payload) => news.push({ name, payload: hostPushes[name].parse(payload) }),
  });
  host.start();
  const framesTold = () =>
    news.flatMap((one) => (one.name === 'wire.frames' ? (one.payload as { frames: WireFrame[] }).frames : []));
  return { clock, host, news, simulator, framesTold };
}

describe('the wire log', () => {
  it('tells frames in both directions while it is watched, and nothing otherwise', async () => {
    const { clock, host, news, simulator, framesTold } = startLocker();
    await clock.advance(1_000);
    expect(framesTold()).toEqual([]);
    await host.handlers['wire.watch']({ on: true }, undefined);
    simulator.fault({ kind: 'noise', bytes: 2 });
    await clock.advance(1_000);
    await host.handlers['wire.watch']({ on: false }, undefined);
    const count = framesTold().length;
    await clock.advance(1_000);
    expect(framesTold()).toHaveLength(count);
    expect(framesTold().slice(0, 3)).toMatchObject([
      { seq: 1, deviceId: 'locker', direction: 'out', kind: 'frame', hex: '02 00 30 03 35', text: 'get status' },
      { seq: 2, direction: 'in', kind: 'discarded', text: 'no frame' },
      { seq: 3, direction: 'in', kind: 'frame', hex: '02 00 35 03 00 00 00 03 3d', text: 'status: none open' },
    ]);
    const pushes = news.filter((one) => one.name === 'wire.frames');
    expect(pushes.length).toBeLessThanOrEqual(10);
    await host.close();
    expect(clock.pending).toBe(0);
  });

  it('keeps the newest 200 of one interval, and shows no secret', async () => {
    const clock = new VirtualClock();
    const told: WireFrame[][] = [];
    const log = createWireLog({ clock, push: (_, payload) => told.push((payload as { frames: WireFrame[] }).frames) });
    const entry = { deviceId: 'x', direction: 'in', kind: 'frame', bytes: new Uint8Array(300), text: 'read' } as const;
    log.take({ ...entry, secret: false });
    log.watch(true);
    for (let count = 0; count < 250; count++) log.take({ ...entry, secret: count % 2 === 0 });
    await clock.advance(1_000);
    const [frames = []] = told;
    expect([told.length, frames.length, frames[0]?.seq, frames.at(-1)?.seq]).toEqual([1, 200, 51, 250]);
    expect(frames[0]).toMatchObject({ hex: null, text: '300 bytes, masked' });
    expect(frames[1]?.hex).toHaveLength(128 * 3 - 1);
    expect(wireFrame.array().safeParse(frames).success).toBe(true);
  });
});

describe('a device that is started anew', () => {
  it('gives its port back first, tells its states again, and ends what was under way', async () => {
    const { clock, host, news, simulator } = startLocker();
    await clock.advance(1_000);
    simulator.stick(1, 'lock');
    const order = Promise.resolve(host.handlers['locker.open']({ compartment: 1 }, undefined));
    await clock.advance(100);
    const before = news.length;
    const both = Promise.all([1, 2].map(() => host.handlers['device.restart']({ deviceId: 'locker' }, undefined)));
    await clock.advance(5_000);
    expect(await both).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: undefined },
    ]);
    expect((await order).ok).toBe(false);
    const states = news
      .slice(before)
      .flatMap((one) => (one.name === 'device.changed' ? [one.payload as DeviceReport] : []));
    expect(states.map((one) => one.state)).toEqual(['starting', 'starting', 'online']);
    expect(states.every((one) => one.fault === null)).toBe(true);
    expect(news.slice(before).filter((one) => one.name === 'compartment.changed')).toHaveLength(2);
    await host.close();
    await clock.advance(10_000);
    expect(clock.pending).toBe(0);
  });
});
