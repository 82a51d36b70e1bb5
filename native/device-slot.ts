import type { DeviceProfile } from '../contracts/device/profile.ts';
import type { Driver, DriverContext } from './driver.ts';
import { createDriver } from './drivers.ts';

/** The place of one device in the host: its driver can be thrown away and made anew while everything else goes on. */
export interface DeviceSlot {
  readonly id: string;
  readonly driver: Driver;
  /** Gives the port back, makes the driver anew with the same profile, starts it. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export function createDeviceSlot(profile: DeviceProfile, context: DriverContext): DeviceSlot {
  let closed = false;
  let current = makeDriver();
  /** Restarts go one after the other, so that no two drivers ever want the same port. */
  let restarting: Promise<void> = Promise.resolve();

  /** A driver whose words count until it is let go: what closing does to a line is no news of the device. */
  function makeDriver(): { readonly driver: Driver; end(): Promise<void> } {
    let ended = false;
    const driver = createDriver(profile, {
      ...context,
      push: (name, payload) => {
        if (!ended) context.push(name, payload);
      },
    });
    return {
      driver,
      end() {
        ended = true;
        return driver.close();
      },
    };
  }

  async function replace(): Promise<void> {
    await current.end();
    if (closed) return;
    current = makeDriver();
    context.push('device.changed', current.driver.report());
    current.driver.start();
  }

  return {
    id: profile.id,
    get driver() {
      return current.driver;
    },
    restart() {
      restarting = restarting.then(replace);
      return restarting;
    },
    async close() {
      closed = true;
      await restarting;
      await current.end();
    },
  };
}
