import type { DeviceClass } from '../../contracts/device/device.ts';
import { type Clock, systemClock } from '../../contracts/time.ts';
import { createPtyCarrier } from './carrier.ts';
import { createPace } from './pace.ts';
import { createRandom } from './random.ts';
import type { Simulator, WireFault, Wiring } from './types.ts';
import { createFaultyLine } from './wire-faults.ts';

const DEFAULT_WAIT_MS = 10_000;

/** Give it the simulator's own options, spread: it takes its `Wiring` out of them. */
export interface BaseOptions<C extends DeviceClass> extends Wiring {
  readonly class: C;
  readonly id: string;
  /** Bytes of the host, as they arrive. */
  onBytes(bytes: Uint8Array): void;
  /** The cable was pulled or the power cut: what the machine had half heard is gone. */
  onUnplug?(): void;
  /** The same answer from a neighbour on the bus, with its right checksum; devices without addresses have none. */
  readdress?(bytes: Uint8Array): Uint8Array;
}

/** What all simulators share: the carrier, the record of what was heard, the faults of the wire, waiting without sleeping. */
export interface Base<C extends DeviceClass> {
  /** The public half, to be spread into the simulator. */
  readonly simulator: Simulator<C>;
  readonly clock: Clock;
  /** Answers the host, through the fault that is set. */
  reply(bytes: Uint8Array): void;
  complain(violation: string): void;
  /** Something physical changed: whoever waits looks again. */
  changed(): void;
}

export function createBase<C extends DeviceClass>(options: BaseOptions<C>): Base<C> {
  const clock = options.clock ?? systemClock;
  const carrier = options.carrier ?? createPtyCarrier(options.linkPath);
  const heard = createRecord(options.keepBytes ?? Number.POSITIVE_INFINITY);
  const violations: string[] = [];
  const listeners = new Set<() => void>();
  const condition = { fault: 'none' as WireFault['kind'], plugged: false, heardBytes: 0, saidBytes: 0 };
  const pace = createPace(clock, options.paceBaud, (bytes) => {
    condition.saidBytes += bytes.length;
    carrier.write(bytes);
  });
  const line = createFaultyLine({
    clock,
    random: createRandom(options.seed ?? 1),
    write: pace.send,
    readdress: options.readdress,
  });

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  const setFault = (fault: WireFault) => {
    line.set(fault);
    condition.fault = fault.kind;
    changed();
  };

  const plug = () => {
    condition.plugged = true;
    carrier.plug((bytes) => {
      heard.add(bytes);
      condition.heardBytes += bytes.length;
      pace.heard(bytes.length);
      if (!line.isDeaf) options.onBytes(bytes);
      changed();
    });
  };

  plug();

  const simulator: Simulator<C> = {
    class: options.class,
    id: options.id,
    path: carrier.path,
    received: heard.all,
    violations,
    condition,
    fault: setFault,
    unplug() {
      if (!carrier.keepsPath) throw new Error('unplug needs linkPath: a tty that comes back has another name');
      carrier.unplug();
      condition.plugged = false;
      options.onUnplug?.();
      changed();
    },
    plug() {
      // Power that comes back is the cure of whatever hangs.
      if (line.isDeaf) setFault({ kind: 'none' });
      plug();
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    waitFor(predicate, timeoutMs = DEFAULT_WAIT_MS) {
      // Made here, so that its stack names the test that waits and not the timer.
      const tooLate = new Error(`${options.id}: waited ${timeoutMs} ms in vain for ${predicate}`);
      return new Promise((resolve, reject) => {
        if (predicate()) return resolve();
        const timer = setTimeout(() => {
          listeners.delete(look);
          reject(tooLate);
        }, timeoutMs);
        const look = () => {
          if (!predicate()) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve();
        };
        listeners.add(look);
      });
    },
    async close() {
      carrier.unplug();
      listeners.clear();
    },
  };

  return {
    simulator,
    clock,
    reply: line.reply,
    complain: (violation) => violations.push(violation),
    changed,
  };
}

/** The last bytes that were heard, and at least `keep` of them. */
function createRecord(keep: number) {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    add(bytes: Uint8Array): void {
      parts.push(Buffer.from(bytes));
      length += bytes.length;
      if (length < 2 * keep) return;
      const rest = Buffer.concat(parts).subarray(length - keep);
      parts = [Buffer.from(rest)];
      length = rest.length;
    },
    all: () => Buffer.concat(parts),
  };
}
