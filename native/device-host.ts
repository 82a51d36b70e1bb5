import type { Handlers } from '../contracts/channel.ts';
import type { DeviceClass } from '../contracts/device/device.ts';
import type { hostCalls } from '../contracts/device/host.ts';
import type { DeviceProfile } from '../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../contracts/errors.ts';
import { err, ok, type Result } from '../contracts/result.ts';
import type { Clock } from '../contracts/time.ts';
import type { Driver, DriverContext, Push } from './driver.ts';
import { createDriver } from './drivers.ts';
import { encodeReceipt } from './printer/receipt.ts';
import type { OpenPort } from './transport/port.ts';

export interface DeviceHostOptions {
  /** From the booth's profile, ports already resolved (`loadProfile`). */
  readonly devices: readonly DeviceProfile[];
  readonly clock: Clock;
  /** `openSerialPort` in production. */
  readonly openPort: OpenPort;
  /** Takes every push of `contracts/device/host.ts`. Called for changes only. */
  readonly push: Push;
}

export interface DeviceHost {
  /** Opens the ports and begins to poll; pushes `ready` at once, and states as they become known. */
  start(): void;
  /** One handler for each call of `hostCalls`; run them with `runCall(hostCalls[name], handlers[name], input, undefined)`. */
  readonly handlers: Handlers<typeof hostCalls, undefined>;
  close(): Promise<void>;
}

/** All devices of one booth. Commands go to the first device of their class. */
export function createDeviceHost({ devices, clock, openPort, push }: DeviceHostOptions): DeviceHost {
  let closed = false;
  const context: DriverContext = {
    clock,
    openPort,
    // What closing does to a line is no news of the device.
    push: (name, payload) => {
      if (!closed) push(name, payload);
    },
  };
  const drivers = devices.map((profile) => createDriver(profile, context));
  const reports = () => drivers.map((driver) => driver.report());

  function find<C extends DeviceClass>(deviceClass: C): Result<Extract<Driver, { class: C }>, XiaowuError> {
    const found = drivers.find((driver) => driver.class === deviceClass);
    if (!found) return err(fail('device_missing', `the profile names no ${deviceClass}`));
    return ok(found as Extract<Driver, { class: C }>);
  }

  return {
    start() {
      push('ready', { devices: reports() });
      for (const driver of drivers) driver.start();
    },
    handlers: {
      reports: () => ok(reports()),
      async 'door.unlock'({ holdMs }) {
        const door = find('door');
        return door.ok ? door.value.unlock(holdMs) : door;
      },
      async 'lights.set'({ on }) {
        const door = find('door');
        return door.ok ? door.value.setLights(on) : door;
      },
      async 'locker.open'({ compartment }) {
        const locker = find('locker');
        return locker.ok ? locker.value.open(compartment) : locker;
      },
      async 'printer.print'({ receipt }) {
        const printer = find('printer');
        if (!printer.ok) return printer;
        return printer.value.print(encodeReceipt(receipt, printer.value.paperWidthMm));
      },
    },
    async close() {
      closed = true;
      await Promise.all(drivers.map((driver) => driver.close()));
    },
  };
}
