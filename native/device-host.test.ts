import { describe, expect, it } from 'vitest';
import { runCall } from '../contracts/channel.ts';
import { hostCalls } from '../contracts/device/host.ts';
import { fail } from '../contracts/errors.ts';
import { err } from '../contracts/result.ts';
import { VirtualClock } from '../contracts/time.ts';
import { createDeviceHost } from './device-host.ts';

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
