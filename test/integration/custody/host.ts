import { z } from 'zod';
import { hostCalls } from '../../../contracts/device/host.ts';
import { deviceProfile } from '../../../contracts/device/profile.ts';
import { systemClock } from '../../../contracts/time.ts';
import { servePort } from '../../../electron/booth/serve-port.ts';
import { createDeviceHost } from '../../../native/device-host.ts';
import { openSerialPort } from '../../../native/transport/serial-port.ts';

/** The device host as a process of its own, over Node's message port instead of Electron's. */
const devices = z.array(deviceProfile).parse(JSON.parse(process.argv.at(-1) ?? ''));
const post = (message: unknown) => void process.send?.(message);
const host = createDeviceHost({
  devices,
  clock: systemClock,
  openPort: openSerialPort,
  push: (name, payload) => post({ kind: 'push', name, payload }),
});
servePort({ post, onMessage: (listener) => void process.on('message', listener) }, hostCalls, host.handlers, (error) =>
  console.error(error),
);
process.on('disconnect', () => process.exit(0));
host.start();
