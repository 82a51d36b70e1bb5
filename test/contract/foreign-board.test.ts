/**
 * A stranger with a board of another brand: the profiles below were written from `docs/devices/` alone, and no line of code
 * knows these boards.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceReport } from '../../contracts/device/device.ts';
import { hostPushes } from '../../contracts/device/host.ts';
import { unwrap } from '../../contracts/result.ts';
import { systemClock } from '../../contracts/time.ts';
import { createDeviceHost, type DeviceHost } from '../../native/device-host.ts';
import { loadProfile } from '../../native/profile.ts';
import { createMemoryCarrier, type MemoryCarrier } from '../../native/simulators/carrier.ts';
import { type LockerSimulator, startSimulator } from '../../native/simulators/index.ts';
import { openPort } from '../../native/transport/open-port.ts';

const booth = {
  screen: { widthPx: 1920, heightPx: 1080, pxPerMm: 3.2, fullscreen: true },
  cameras: { face: '', document: '' },
};

/** 18 locks, DIP switches at 5, contacts that close when a door opens, bytes the other way round, no answer to an unlock. */
const GOLDEN_LOCK = {
  driver: 'locker-8a',
  id: 'locker',
  line: { port: '$LOCKER_PORT', baudRate: 9600 },
  board: 5,
  sizes: Array<'small'>(18).fill('small'),
  contactClosedWhen: 'open',
  locks1To8: 'first',
  pulseSeconds: 2,
  unlockReply: 'none',
  pollMs: 100,
} as const;

/** CU16 frames at 115200 behind a converter, address 3, hooks wired the other way, an answer to an unlock, no infrared. */
const NORTH_LOCK = {
  driver: 'kerong-cu16',
  id: 'locker',
  line: { port: '$LOCKER_PORT', baudRate: 115200 },
  address: 3,
  sizes: ['large', 'small', 'small', 'small'],
  hookBitSet: 'open',
  infrared: false,
  unlockReply: 'status',
  pollMs: 100,
} as const;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Starts a booth's devices as the booth does: from a profile in a file, ports from the environment. */
async function startBooth(device: object, port: string) {
  const folder = await mkdtemp(join(tmpdir(), 'xiaowu-foreign-'));
  const nameOrPath = join(folder, 'other-brand.json');
  await writeFile(nameOrPath, JSON.stringify({ name: 'other brand', ...booth, devices: [device] }));
  const profile = unwrap(await loadProfile({ nameOrPath, profilesDir: folder, env: { LOCKER_PORT: port } }));
  const looks = new Set<() => void>();
  const host = createDeviceHost({
    devices: profile.devices,
    clock: systemClock,
    openPort,
    push(name, payload) {
      hostPushes[name].parse(payload);
      for (const look of [...looks]) look();
    },
  });
  host.start();
  cleanUps.push(async () => {
    await host.close();
    await rm(folder, { recursive: true });
  });
  const report = async () => unwrap(await host.handlers.reports(undefined, undefined))[0] as DeviceReport;
  return {
    host,
    report,
    doors: async () => {
      const { status } = await report();
      return status.class === 'locker' ? status.compartments.map(({ door }) => door) : [];
    },
    async until(holds: () => Promise<boolean>): Promise<void> {
      if (await holds()) return;
      await new Promise<void>((resolve) => {
        const look = () =>
          void holds().then((yes) => {
            if (!yes) return;
            looks.delete(look);
            resolve();
          });
        looks.add(look);
      });
    },
  };
}

/** A converter in transparent mode: bytes of the socket to the board, and back. */
async function startConverter(carrier: MemoryCarrier): Promise<string> {
  const server: Server = createServer(async (socket) => {
    const port = unwrap(await carrier.openPort({ path: carrier.path, baudRate: 115200 }));
    port.onData((bytes) => void socket.write(bytes));
    socket.on('data', (bytes) => void port.write(bytes));
    socket.on('close', () => void port.close());
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return `tcp://127.0.0.1:${address.port}`;
}

async function useBoard(
  { host, doors, until }: Awaited<ReturnType<typeof startBooth>> & { host: DeviceHost },
  board: LockerSimulator,
  compartment: number,
): Promise<void> {
  const doorIs = (door: string) => until(async () => (await doors())[compartment - 1] === door);
  await doorIs('closed');
  expect(new Set(await doors())).toEqual(new Set(['closed']));
  unwrap(await host.handlers['locker.open']({ compartment }, undefined));
  expect(board.pulses).toEqual([compartment]);
  await doorIs('open');
  expect((await doors()).filter((door) => door === 'open')).toHaveLength(1);
  board.closeDoor(compartment);
  await doorIs('closed');
  // Pulled open by its key: the sensors are in the right order, too.
  board.openDoor(2);
  await until(async () => (await doors())[1] === 'open');
  expect(board.violations).toEqual([]);
}

describe('a board of another brand', () => {
  it('with 8A frames works by its profile', async () => {
    const { line: _line, ...facts } = GOLDEN_LOCK;
    const board = startSimulator<'locker-8a'>({ ...facts, sizes: [...facts.sizes] });
    cleanUps.push(() => board.close());
    await useBoard(await startBooth(GOLDEN_LOCK, board.path), board, 11);
  });

  it('with CU16 frames at 115200 behind a converter works by its profile', async () => {
    const { line: _line, ...facts } = NORTH_LOCK;
    const carrier = createMemoryCarrier('north-lock');
    const board = startSimulator<'kerong-cu16'>({ ...facts, sizes: [...facts.sizes], carrier });
    cleanUps.push(() => board.close());
    await useBoard(await startBooth(NORTH_LOCK, await startConverter(carrier)), board, 4);
  });

  it('with the polarity of the example shows closed doors as open, as the page says', async () => {
    const { line: _line, ...facts } = GOLDEN_LOCK;
    const board = startSimulator<'locker-8a'>({ ...facts, sizes: [...facts.sizes] });
    cleanUps.push(() => board.close());
    const { until, doors } = await startBooth({ ...GOLDEN_LOCK, contactClosedWhen: 'locked' }, board.path);
    await until(async () => (await doors()).every((door) => door === 'open'));
    expect(board.pulses).toEqual([]);
  });
});
