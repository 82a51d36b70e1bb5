import { describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { hexBytes, toHex } from '../framing/hex.ts';
import { createMemoryCarrier } from './carrier.ts';
import { FAULT_KINDS } from './commands.ts';
import { startLockerSimulator } from './locker.ts';
import type { WireFault, Wiring } from './types.ts';

const ASK = hexBytes('02 00 30 03 35');
const CLOSED = '02 00 35 03 00 00 00 03 3d';
const OPEN = '02 00 35 01 00 00 00 03 3b';

async function setUp(wiring: Wiring = {}) {
  const clock = new VirtualClock();
  const carrier = createMemoryCarrier();
  const locker = startLockerSimulator({
    driver: 'kerong-cu16',
    id: 'locker',
    sizes: ['small', 'small'],
    address: 0,
    hookBitSet: 'closed',
    infrared: false,
    unlockReply: 'none',
    pollMs: 100,
    clock,
    carrier,
    ...wiring,
  });
  const port = unwrap(await carrier.openPort({ path: carrier.path, baudRate: 19200 }));
  const heard: { atMs: number; hex: string }[] = [];
  const startMs = clock.nowMs();
  port.onData((bytes) => heard.push({ atMs: clock.nowMs() - startMs, hex: toHex(bytes) }));
  /** What comes back for one request, write by write. */
  const ask = async (fault: WireFault, forMs = 1_000) => {
    locker.fault(fault);
    heard.length = 0;
    await port.write(ASK);
    await clock.advance(forMs);
    return heard.map((one) => one.hex);
  };
  return { clock, carrier, locker, port, heard, ask };
}

describe('faults of the line', () => {
  it('are those that commands name', async () => {
    const { ask } = await setUp();
    for (const kind of FAULT_KINDS) await ask({ kind, delayMs: 1, pauseMs: 1, bytes: 1 } as WireFault);
    expect(FAULT_KINDS).toHaveLength(11);
  });

  it('leave answers out, or let them come late, in pieces or two at once', async () => {
    const { ask, heard } = await setUp();
    expect(await ask({ kind: 'none' })).toEqual([CLOSED]);
    expect(await ask({ kind: 'silent' })).toEqual([]);
    await ask({ kind: 'slow', delayMs: 700 });
    expect(heard.map((one) => one.atMs % 1_000)).toEqual([700]);
    const pieces = await ask({ kind: 'split', pauseMs: 10 });
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join(' ')).toBe(CLOSED);
    expect(await ask({ kind: 'merged' })).toEqual([]);
  });

  it('hold one answer back for the next, or send the old one first', async () => {
    const { clock, locker, port, heard, ask } = await setUp();
    await ask({ kind: 'merged' });
    locker.openDoor(2);
    await port.write(ASK);
    expect(heard.map((one) => one.hex)).toEqual([`${CLOSED} ${OPEN}`]);
    locker.closeDoor(2);
    expect(await ask({ kind: 'stale' })).toEqual([`${OPEN} ${CLOSED}`]);
    await clock.advance(0);
  });

  it('put noise before and into answers, turn a bit over, or let a neighbour answer', async () => {
    const { ask } = await setUp();
    const [before = ''] = await ask({ kind: 'noise', bytes: 3 });
    expect(before).toHaveLength(CLOSED.length + 9);
    expect(before.endsWith(CLOSED)).toBe(true);
    const [inside = ''] = await ask({ kind: 'noise-inside', bytes: 1 });
    expect(inside).toHaveLength(CLOSED.length + 3);
    expect(inside.startsWith('02') && inside.endsWith('3d')).toBe(true);
    const [flipped = ''] = await ask({ kind: 'bitflip' });
    const bits = Buffer.from(hexBytes(flipped)).map((byte, index) => byte ^ (hexBytes(CLOSED)[index] ?? 0));
    expect([...bits].filter((byte) => byte !== 0)).toHaveLength(1);
    expect(await ask({ kind: 'wrong-address' })).toEqual(['02 10 35 03 00 00 00 03 4d']);
  });

  it('are the same again for the same seed', async () => {
    const noise: WireFault = { kind: 'noise', bytes: 8 };
    const [first, second, other] = [await setUp({ seed: 5 }), await setUp({ seed: 5 }), await setUp({ seed: 6 })];
    const heard = await first.ask(noise);
    expect(await second.ask(noise)).toEqual(heard);
    expect(await other.ask(noise)).not.toEqual(heard);
  });

  it('let a board hang until its power was gone', async () => {
    const { carrier, locker, port, ask } = await setUp();
    expect(await ask({ kind: 'hang' })).toEqual([]);
    await port.write(hexBytes('02 00 31 03 36'));
    expect(locker.pulses).toEqual([]);
    locker.unplug();
    expect(await carrier.openPort({ path: '', baudRate: 9600 })).toMatchObject({ error: { code: 'device_missing' } });
    locker.plug();
    const again = unwrap(await carrier.openPort({ path: '', baudRate: 9600 }));
    await again.write(hexBytes('02 00 31 03 36'));
    expect(locker.pulses).toEqual([1]);
    expect(await carrier.openPort({ path: '', baudRate: 9600 })).toMatchObject({ error: { code: 'device_busy' } });
  });
});

it('lets bytes take the time that the line needs', async () => {
  const { ask, heard } = await setUp({ paceBaud: 9_600 });
  await ask({ kind: 'none' });
  // 5 bytes there and 9 back, 10 bits each.
  expect(heard[0]?.atMs).toBeCloseTo(14_000 / 960, 2);
});

it('keeps no more of what was heard than it is told to', async () => {
  const { locker, ask } = await setUp({ keepBytes: 100 });
  for (let round = 0; round < 100; round++) await ask({ kind: 'none' }, 0);
  expect(locker.received().length).toBeLessThan(200);
  expect(toHex(locker.received().subarray(-5))).toBe('02 00 30 03 35');
});
