import { expect, it } from 'vitest';
import { ok } from '../../contracts/result.ts';
import { createMemoryPair } from './memory-port.ts';
import { createOpenPort, type ListedPort } from './open-port.ts';

const CH340 = { vendorId: '1a86', productId: '7523' };
const FTDI = { vendorId: '0403', productId: '6001' };

function setUp(listed: ListedPort[]) {
  const opened: string[] = [];
  const open =
    (carrier: string) =>
    async ({ path }: { path: string }) => {
      opened.push(`${carrier} ${path}`);
      return ok(createMemoryPair(path).host);
    };
  const openPort = createOpenPort({ listPorts: async () => listed, openSerial: open('serial'), openTcp: open('tcp') });
  return { opened, openPort: (path: string) => openPort({ path, baudRate: 9600 }) };
}

it('opens each form of a port by its carrier', async () => {
  const { opened, openPort } = setUp([{ path: '/dev/ttyUSB3', ...CH340 }]);
  for (const path of ['/dev/ttyS0', 'COM3', 'tcp://10.0.0.9:5000', 'usb:1A86:7523']) await openPort(path);
  expect(opened).toEqual(['serial /dev/ttyS0', 'serial COM3', 'tcp tcp://10.0.0.9:5000', 'serial /dev/ttyUSB3']);
});

it('finds an adaptor again under another path', async () => {
  const listed: ListedPort[] = [{ path: '/dev/ttyUSB0', ...FTDI, serialNumber: 'A10K' }, { path: '/dev/ttyS0' }];
  const { opened, openPort } = setUp(listed);
  await openPort('usb:0403:6001:a10k');
  listed[0] = { path: '/dev/ttyUSB7', ...FTDI, serialNumber: 'A10K' };
  await openPort('usb:0403:6001:a10k');
  expect(opened).toEqual(['serial /dev/ttyUSB0', 'serial /dev/ttyUSB7']);
});

it('says that an adaptor is missing, and asks for a serial number when two fit', async () => {
  const { openPort } = setUp([
    { path: '/dev/ttyUSB0', ...FTDI, serialNumber: 'A' },
    { path: '/dev/ttyUSB1', ...FTDI, serialNumber: 'B' },
  ]);
  expect(await openPort('usb:1a86:7523')).toMatchObject({ ok: false, error: { code: 'device_missing' } });
  expect(await openPort('usb:0403:6001:c')).toMatchObject({ ok: false, error: { code: 'device_missing' } });
  expect(await openPort('usb:0403:6001')).toMatchObject({
    ok: false,
    error: { code: 'device_busy', detail: expect.stringContaining('/dev/ttyUSB1 serial B') },
  });
  expect((await openPort('usb:0403:6001:b')).ok).toBe(true);
});
