import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { hexBytes } from '../framing/hex.ts';
import type { Port } from '../transport/port.ts';
import { openSerialPort } from '../transport/serial-port.ts';
import { obey } from './commands.ts';
import {
  type AnySimulator,
  type DoorSimulator,
  type LockerSimulator,
  type PrinterSimulator,
  startSimulator,
  startVisitor,
} from './index.ts';

const started: AnySimulator[] = [];
let port: Port | null = null;

async function hangUp(): Promise<void> {
  await port?.close();
  port = null;
}

afterEach(async () => {
  await hangUp();
  for (const simulator of started.splice(0)) await simulator.close();
});

function keep<S extends AnySimulator>(simulator: S): S {
  started.push(simulator);
  return simulator;
}

const startLocker = (clock?: VirtualClock): LockerSimulator =>
  keep(
    startSimulator<'kerong-cu16'>({
      driver: 'kerong-cu16',
      id: 'locker',
      address: 0,
      sizes: ['small', 'small', 'medium', 'large'],
      hookBitSet: 'closed',
      infrared: true,
      unlockReply: 'none',
      pollMs: 100,
      clock,
    }),
  );
const startPrinter = (clock?: VirtualClock): PrinterSimulator =>
  keep(
    startSimulator<'escpos-printer'>({
      driver: 'escpos-printer',
      id: 'printer',
      paperWidthMm: 80,
      confirm: 'process-id',
      taken: 'none',
      cut: 'gs-v',
      pollMs: 1000,
      clock,
    }),
  );
const startDoor = (clock?: VirtualClock): DoorSimulator =>
  keep(
    startSimulator<'modbus-door'>({
      driver: 'modbus-door',
      id: 'door',
      unit: 1,
      lockCoil: 0,
      lightsCoil: 1,
      leafInput: 0,
      presenceInput: 1,
      leafClosedWhen: 1,
      presentWhen: 1,
      unlockedWhen: 1,
      pollMs: 100,
      clock,
    }),
  );

async function send(simulator: AnySimulator, text: string): Promise<void> {
  port ??= unwrap(await openSerialPort({ path: simulator.path, baudRate: 9600 }));
  const before = simulator.received().length;
  const bytes = hexBytes(text);
  unwrap(await port.write(bytes));
  await simulator.waitFor(() => simulator.received().length === before + bytes.length);
}

describe('strictness', () => {
  it('the locker complains of a wrong checksum, an unknown command and a lock it has not', async () => {
    const locker = startLocker();
    await send(locker, '02 00 31 03 37');
    expect(locker.pulses).toEqual([]);
    expect(locker.violations[0]).toContain('no request');
    await send(locker, '02 00 50 03 55');
    expect(locker.violations.at(-1)).toContain('unknown command 50');
    await send(locker, '02 0F 31 03 45');
    expect(locker.violations.at(-1)).toContain('lock 16');
  });

  it('the locker complains of two pulses at once', async () => {
    const locker = startLocker(new VirtualClock());
    await send(locker, '02 00 31 03 36 02 01 31 03 37');
    expect(locker.pulses).toEqual([1, 2]);
    expect(locker.violations).toEqual(['pulses of locks 1 and 2 within 0 ms']);
  });

  it.each([
    ['Chinese bytes outside Chinese mode', '1B 40 D6 D0 0A', 'outside Chinese mode'],
    ['a four-byte character', '1C 26 81 39 EE 39 0A', 'four-byte'],
    ['a cut inside a line', '41 1D 56 42 00', 'inside a line'],
    ['an unknown command', '1B 7A 00', 'unknown command ESC 7a'],
    ['a line that is too long', `${'41 '.repeat(49)}0A`, 'over the end of the line'],
  ])('the printer complains of %s', async (_, bytes, complaint) => {
    const printer = startPrinter();
    await send(printer, bytes);
    expect(printer.violations.join()).toContain(complaint);
  });

  it('the door complains of functions and addresses that it has not', async () => {
    const door = startDoor();
    await send(door, '01 01 00 00 00 09 FC 0C');
    expect(door.violations.at(-1)).toContain('read of 9 from 0');
  });
});

describe('the visitor', () => {
  it('comes in, posts something, and leaves with the slip', async () => {
    const clock = new VirtualClock();
    const [door, locker, printer] = [startDoor(clock), startLocker(clock), startPrinter(clock)];
    const visitor = startVisitor({ clock, door, locker, printer });
    await send(door, '01 05 00 00 FF 00 8C 3A');
    await clock.advance(1_500);
    expect(door.leaf).toBe('open');
    await clock.advance(5_000);
    expect([door.leaf, door.presence]).toEqual(['closed', 'present']);

    await hangUp();
    await send(locker, '02 01 31 03 37');
    await clock.advance(10_000);
    expect(locker.compartments()[1]).toEqual({ compartment: 2, door: 'closed', item: 'present' });

    await hangUp();
    await send(printer, '1B 40 41 0A 1D 56 42 00');
    await clock.advance(120_000);
    expect([door.leaf, door.presence]).toEqual(['closed', 'absent']);
    visitor.stop();
  });
});

describe('commands in one line', () => {
  it('do physical things', async () => {
    const all = [startLocker(), startPrinter(), startDoor()];
    await obey('locker open 2', all);
    await obey('locker put 2', all);
    expect(await obey('locker state', all)).toMatchObject({
      compartments: expect.arrayContaining([{ compartment: 2, door: 'open', item: 'present' }]),
    });
    await obey('printer paper out', all);
    await expect(obey('door open', all)).rejects.toThrow('locked');
    await obey('door push', all);
    expect(await obey('door state', all)).toMatchObject({ leaf: 'open' });
  });

  it('say what is wrong with them', async () => {
    const all = [startLocker()];
    await expect(obey('toaster on', all)).rejects.toThrow('no device toaster');
    await expect(obey('locker dance 1', all)).rejects.toThrow('say one of open, close');
    await expect(obey('locker open x', all)).rejects.toThrow('x is no number');
    await expect(obey('locker close 9', all)).rejects.toThrow('no compartment 9');
  });
});
