import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { createVirtualBench, type VirtualBench } from './virtual-bench.ts';

describe('a door on a bad line, in virtual time', () => {
  let virtual: VirtualBench<'modbus-door'>;
  afterEach(() => virtual.close());

  async function start() {
    virtual = createVirtualBench('modbus-door');
    await virtual.until(() => virtual.report().state === 'online');
    return virtual;
  }
  const order = () => Promise.resolve(virtual.host.handlers['door.unlock']({ holdMs: 5_000 }, undefined));

  it.each([
    ['late replies', { kind: 'slow', delayMs: 250 }],
    ['frames in pieces', { kind: 'split', pauseMs: 15 }],
    ['two replies at once', { kind: 'merged' }],
    ['old replies in front', { kind: 'stale' }],
  ] as const)('opens through %s', async (_, fault) => {
    const { simulator, until, settle } = await start();
    simulator.fault(fault);
    const result = order();
    await until(() => simulator.lock === 'unlocked');
    simulator.openLeaf();
    unwrap(await settle(result));
    simulator.fault({ kind: 'none' });
    await until(() => simulator.lock === 'locked');
    expect(simulator.violations).toEqual([]);
  });

  it.each([
    ['no reply', { kind: 'silent' }],
    ['a board that hangs', { kind: 'hang' }],
    ['flipped bits', { kind: 'bitflip' }],
    ['noise inside frames', { kind: 'noise-inside', bytes: 3 }],
    ['answers of a neighbour', { kind: 'wrong-address' }],
  ] as const)('is offline within 5 s by %s, and comes back by itself', async (_, fault) => {
    const { simulator, until, report, told } = await start();
    simulator.fault(fault);
    await until(() => report().state === 'offline', 5_000);
    expect(report().status).toMatchObject({ leaf: 'unknown', presence: 'unknown' });
    simulator.fault({ kind: 'none' });
    await until(() => report().state === 'online', 5_000);
    expect(told('door.changed')).toHaveLength(1);
  });

  it('does not believe an old reply that says open', async () => {
    const { simulator, until, settle, report } = await start();
    simulator.openLeaf('inside');
    await until(() => report().status.class === 'door' && (report().status as { leaf: string }).leaf === 'open');
    simulator.fault({ kind: 'stale' });
    await virtual.clock.advance(1_000);
    simulator.closeLeaf();
    expect(await settle(order())).toMatchObject({ ok: false, error: { code: 'not_opened' } });
  });

  it('locks again when nobody waits any more', async () => {
    const { host, simulator, until, settle } = await start();
    const result = order();
    await until(() => simulator.lock === 'unlocked');
    await host.handlers['commands.cancel']({ deviceId: 'door' }, undefined);
    expect(await settle(result)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(simulator.lock).toBe('locked');
  });
});
