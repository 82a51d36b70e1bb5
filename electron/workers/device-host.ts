import { z } from 'zod';
import { hostCalls } from '../../contracts/device/host.ts';
import { deviceProfile } from '../../contracts/device/profile.ts';
import { systemClock } from '../../contracts/time.ts';
import { createDeviceHost } from '../../native/device-host.ts';
import { openPort } from '../../native/transport/open-port.ts';
import { servePort } from '../booth/serve-port.ts';

/** Entry of the utility process that owns the serial ports: its one argument is the devices of the profile, as JSON. */
const { parentPort } = process;
const devices = z.array(deviceProfile).parse(JSON.parse(process.argv.at(-1) ?? ''));
const host = createDeviceHost({
  devices,
  clock: systemClock,
  openPort,
  push: (name, payload) => parentPort.postMessage({ kind: 'push', name, payload }),
});

servePort(
  {
    post: (message) => parentPort.postMessage(message),
    onMessage: (listener) => void parentPort.on('message', ({ data }) => listener(data)),
  },
  hostCalls,
  host.handlers,
  (error) => process.stderr.write(`${JSON.stringify({ event: 'device-host.defect', error })}\n`),
);
host.start();
