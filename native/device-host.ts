import type { Handlers } from '../contracts/channel.ts';
import type { DeviceClass } from '../contracts/device/device.ts';
import type { hostCalls } from '../contracts/device/host.ts';
import { numberOf } from '../contracts/device/print.ts';
import type { DeviceProfile } from '../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../contracts/errors.ts';
import { err, ok, type Result } from '../contracts/result.ts';
import type { Clock } from '../contracts/time.ts';
import { createDeviceSlot, type DeviceSlot } from './device-slot.ts';
import type { Driver, Push } from './driver.ts';
import { encodeJob } from './printer/documents/encode.ts';
import { previewJob } from './printer/preview.ts';
import type { OpenPort } from './transport/port.ts';
import { createWireLog } from './wire-log.ts';

export interface DeviceHostOptions {
  /** From the booth's profile, ports already resolved (`loadProfile`). */
  readonly devices: readonly DeviceProfile[];
  readonly clock: Clock;
  /** `openPort` of `transport/open-port.ts` in production. */
  readonly openPort: OpenPort;
  /** From 0 up to 1, for waits that must differ; `Math.random` unless given. */
  readonly random?: () => number;
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
export function createDeviceHost({ devices, clock, openPort, random, push }: DeviceHostOptions): DeviceHost {
  const wireLog = createWireLog({ clock, push });
  const slots = devices.map((profile) =>
    createDeviceSlot(profile, { clock, openPort, random, push, wire: wireLog.take }),
  );
  const reports = () => slots.map((slot) => slot.driver.report());

  function find<C extends DeviceClass>(deviceClass: C): Result<Extract<Driver, { class: C }>, XiaowuError> {
    const found = slots.find((slot) => slot.driver.class === deviceClass);
    if (!found) return err(fail('device_missing', `the profile names no ${deviceClass}`));
    return ok(found.driver as Extract<Driver, { class: C }>);
  }

  function slotOf(deviceId: string): Result<DeviceSlot, XiaowuError> {
    const found = slots.find((slot) => slot.id === deviceId);
    return found ? ok(found) : err(fail('not_found', `the profile names no device ${deviceId}`));
  }

  return {
    start() {
      push('ready', { devices: reports() });
      for (const slot of slots) slot.driver.start();
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
      async 'printer.print'(job) {
        const printer = find('printer');
        return printer.ok ? printer.value.print(encodeJob(job, printer.value), numberOf(job.document)) : printer;
      },
      async 'printer.void'({ number }) {
        const printer = find('printer');
        return printer.ok ? printer.value.voidPiece(number) : printer;
      },
      async 'printer.preview'(job) {
        const printer = find('printer');
        return printer.ok ? ok(previewJob(job, printer.value)) : printer;
      },
      async 'scanner.read'({ waitMs }) {
        const scanner = find('scanner');
        return scanner.ok ? scanner.value.read(waitMs) : scanner;
      },
      async 'id-reader.read'({ waitMs }) {
        const reader = find('id-reader');
        return reader.ok ? reader.value.read(waitMs) : reader;
      },
      async 'ups.test'() {
        const ups = find('ups');
        return ups.ok ? ups.value.test() : ups;
      },
      async 'commands.cancel'({ deviceId }) {
        const slot = slotOf(deviceId);
        if (!slot.ok) return slot;
        slot.value.driver.cancel();
        return ok(undefined);
      },
      async 'device.restart'({ deviceId }) {
        const slot = slotOf(deviceId);
        if (!slot.ok) return slot;
        await slot.value.restart();
        return ok(undefined);
      },
      async 'wire.watch'({ on }) {
        wireLog.watch(on);
        return ok(undefined);
      },
    },
    async close() {
      wireLog.watch(false);
      await Promise.all(slots.map((slot) => slot.close()));
    },
  };
}
