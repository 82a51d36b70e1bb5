/** A device host alone in its process, as the booth's utility process is; tells its share of a core and serves on. */
import { fileURLToPath } from 'node:url';
import type { DeviceProfile } from '../../../../contracts/device/profile.ts';
import { unwrap } from '../../../../contracts/result.ts';
import { systemClock } from '../../../../contracts/time.ts';
import { createDeviceHost, type DeviceHost } from '../../../../native/device-host.ts';
import { loadProfile } from '../../../../native/profile.ts';
import { openPort } from '../../../../native/transport/open-port.ts';

const WINDOW_MS = 4_000;
const WINDOWS = 5;
/** A device host runs for months: its code is compiled by many quick polls first, as in `../../spine/hub-round-trip.ts`. */
const WARM_UP_MS = 20_000;
const WARM_UP_POLL_MS = 20;
/** Ports are opened, buffers cleared. */
const SETTLE_MS = 5_000;

const profilesDir = fileURLToPath(new URL('../../../../resources/profiles', import.meta.url));
const { devices } = unwrap(await loadProfile({ nameOrPath: 'demo', profilesDir, env: process.env }));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function startHost(ofDevices: readonly DeviceProfile[]): DeviceHost {
  const host = createDeviceHost({ devices: ofDevices, clock: systemClock, openPort, push: () => undefined });
  host.start();
  return host;
}

const quick = devices.map((device) => ('pollMs' in device ? { ...device, pollMs: WARM_UP_POLL_MS } : device));
const warm = startHost(quick);
await pause(WARM_UP_MS);
await warm.close();

const host = startHost(devices);
await pause(SETTLE_MS);
const reports = unwrap(await host.handlers.reports(undefined, undefined));
const notOnline = reports.filter(({ state }) => state !== 'online').map(({ id, state }) => `${id} ${state}`);
if (notOnline.length > 0) throw new Error(`not idle: ${notOnline.join(', ')}`);

const shares: number[] = [];
for (let window = 0; window < WINDOWS; window++) {
  const before = process.cpuUsage();
  const startMs = performance.now();
  await pause(WINDOW_MS);
  const used = process.cpuUsage(before);
  shares.push((used.user + used.system) / 1000 / (performance.now() - startMs));
}
console.log(JSON.stringify({ shares }));
