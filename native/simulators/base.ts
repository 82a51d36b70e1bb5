import type { DeviceClass } from '../../contracts/device/device.ts';
import { type Clock, systemClock } from '../../contracts/time.ts';
import { linkPty, openPty, type Pty, unlinkPty } from './pty.ts';
import type { Simulator, WireFault } from './types.ts';

const DEFAULT_WAIT_MS = 10_000;

export interface BaseOptions<C extends DeviceClass> {
  readonly class: C;
  readonly id: string;
  readonly clock?: Clock;
  readonly linkPath?: string;
  /** Bytes of the host, as they arrive. */
  onBytes(bytes: Uint8Array): void;
}

/** What all simulators share: the pty, the record of what was heard, the faults of the wire, and waiting without sleeping. */
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
  const { linkPath } = options;
  const heard: Buffer[] = [];
  const violations: string[] = [];
  const listeners = new Set<() => void>();
  const random = createRandom(1);
  let fault: WireFault = { kind: 'none' };
  let pty: Pty | null = null;

  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  const plug = () => {
    if (pty) return;
    pty = openPty((bytes) => {
      heard.push(Buffer.from(bytes));
      options.onBytes(bytes);
      changed();
    });
    if (linkPath) linkPty(linkPath, pty.path);
  };

  const unplug = () => {
    if (linkPath) unlinkPty(linkPath);
    pty?.close();
    pty = null;
  };

  plug();
  const firstPath = (pty as Pty | null)?.path ?? '';

  const simulator: Simulator<C> = {
    class: options.class,
    id: options.id,
    path: linkPath ?? firstPath,
    received: () => Buffer.concat(heard),
    violations,
    fault(next) {
      fault = next;
    },
    unplug() {
      if (!linkPath) throw new Error('unplug needs linkPath: a tty that comes back has another name');
      unplug();
      changed();
    },
    plug() {
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
      unplug();
      listeners.clear();
    },
  };

  return {
    simulator,
    clock,
    reply(bytes) {
      switch (fault.kind) {
        case 'none':
          pty?.write(bytes);
          break;
        case 'silent':
          break;
        case 'slow':
          clock.after(fault.delayMs, () => pty?.write(bytes));
          break;
        case 'noise':
          pty?.write(Uint8Array.from({ length: fault.bytes }, () => random(256)));
          pty?.write(bytes);
          break;
        case 'bitflip': {
          const flipped = Uint8Array.from(bytes);
          const at = random(flipped.length);
          flipped[at] = (flipped[at] ?? 0) ^ (1 << random(8));
          pty?.write(flipped);
        }
      }
    },
    complain: (violation) => violations.push(violation),
    changed,
  };
}

/** Numbers below `limit`, the same ones in every run: a fault that a test found can be found again. (Numerical Recipes' LCG.) */
function createRandom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
