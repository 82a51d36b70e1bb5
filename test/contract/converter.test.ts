import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hostPushes } from '../../contracts/device/host.ts';
import { unwrap } from '../../contracts/result.ts';
import { systemClock } from '../../contracts/time.ts';
import { createDeviceHost, type DeviceHost } from '../../native/device-host.ts';
import { createMemoryCarrier } from '../../native/simulators/carrier.ts';
import { type LockerSimulator, startSimulator } from '../../native/simulators/index.ts';
import { openPort } from '../../native/transport/open-port.ts';
import { settingsOf } from './bench.ts';

const NOTICED_MS = 3_000;

let converter: Server;
let port: number;
let sockets: Socket[];
let locker: LockerSimulator;
let host: DeviceHost;
let states: string[];
let looks: (() => void)[];

/** A converter of raw TCP in front of the simulated locker: one connection, bytes passed through. */
async function switchOn(carrier: ReturnType<typeof createMemoryCarrier>, at = 0): Promise<void> {
  converter = createServer(async (socket) => {
    sockets.push(socket);
    const line = await carrier.openPort({ path: carrier.path, baudRate: 19_200 });
    if (!line.ok) return socket.destroy();
    line.value.onData((bytes) => socket.write(bytes));
    socket.on('data', (bytes) => void line.value.write(bytes));
    socket.on('error', () => undefined);
    socket.on('close', () => void line.value.close());
  }).listen(at, '127.0.0.1');
  await once(converter, 'listening');
  port = (converter.address() as AddressInfo).port;
}

async function switchOff(): Promise<void> {
  const closed = once(converter, 'close');
  converter.close();
  for (const socket of sockets.splice(0)) socket.destroy();
  await closed;
}

/** Resolves when the host tells this state next, within the time that a technician is promised. */
function toldState(wanted: string): Promise<void> {
  const tooLate = new Error(`${wanted} was not told within ${NOTICED_MS} ms; told were ${states.join(', ')}`);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate), NOTICED_MS);
    const look = () => {
      if (states.at(-1) !== wanted) return;
      clearTimeout(timer);
      resolve();
    };
    looks.push(look);
    look();
  });
}

let carrier: ReturnType<typeof createMemoryCarrier>;

beforeEach(async () => {
  sockets = [];
  states = [];
  looks = [];
  carrier = createMemoryCarrier('/dev/behind-the-converter');
  const { line, ...settings } = settingsOf('kerong-cu16');
  locker = startSimulator<'kerong-cu16'>({ ...settings, carrier });
  await switchOn(carrier);
  host = createDeviceHost({
    devices: [{ ...settings, line: { ...line, port: `tcp://127.0.0.1:${port}` } }],
    clock: systemClock,
    openPort,
    push(name, payload) {
      if (name !== 'device.changed') return;
      states.push(hostPushes['device.changed'].parse(payload).state);
      for (const look of looks) look();
    },
  });
  host.start();
});
afterEach(async () => {
  await host.close();
  await locker.close();
  await switchOff();
});

it('drives a locker behind a TCP converter, and notices when that goes and comes back', async () => {
  await toldState('online');
  unwrap(await host.handlers['locker.open']({ compartment: 2 }, undefined));
  expect(locker.pulses).toEqual([2]);
  await switchOff();
  await toldState('noDevice');
  expect(await host.handlers['locker.open']({ compartment: 1 }, undefined)).toMatchObject({
    ok: false,
    error: { code: 'device_offline' },
  });
  await switchOn(carrier, port);
  await toldState('online');
  unwrap(await host.handlers['locker.open']({ compartment: 3 }, undefined));
  expect(locker.pulses).toEqual([2, 3]);
  expect(locker.violations).toEqual([]);
});
