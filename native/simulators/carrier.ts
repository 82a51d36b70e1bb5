import { fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { createMemoryPair } from '../transport/memory-port.ts';
import type { OpenPort, Port } from '../transport/port.ts';
import { linkPty, openPty, type Pty, unlinkPty } from './pty.ts';

/** What joins a simulated device to its host. */
export interface Carrier {
  /** Where a host opens it. */
  readonly path: string;
  /** Whether the path is the same after the cable was pulled and plugged in again. */
  readonly keepsPath: boolean;
  plug(onBytes: (bytes: Uint8Array) => void): void;
  /** Gives a host that has it open the end of its port. */
  unplug(): void;
  write(bytes: Uint8Array): void;
}

/** A tty that any program opens like a serial port. `linkPath` is a link to it that stays when the tty's name changes. */
export function createPtyCarrier(linkPath?: string): Carrier {
  let pty: Pty | null = null;
  let path = linkPath ?? '';
  return {
    get path() {
      return path;
    },
    keepsPath: linkPath !== undefined,
    plug(onBytes) {
      if (pty) return;
      pty = openPty(onBytes);
      if (linkPath) linkPty(linkPath, pty.path);
      else path = pty.path;
    },
    unplug() {
      if (linkPath) unlinkPty(linkPath);
      pty?.close();
      pty = null;
    },
    write: (bytes) => pty?.write(bytes),
  };
}

export interface MemoryCarrier extends Carrier {
  /** Opens the device's other end: give it to the host. One holder at a time, as with a tty. */
  readonly openPort: OpenPort;
}

/** Bytes within this process and within one turn of it: for virtual time, and for very many of them. */
export function createMemoryCarrier(path = 'memory'): MemoryCarrier {
  let onBytes: ((bytes: Uint8Array) => void) | null = null;
  let device: Port | null = null;
  return {
    path,
    keepsPath: true,
    plug(listener) {
      onBytes = listener;
    },
    unplug() {
      onBytes = null;
      void device?.close();
    },
    write: (bytes) => void device?.write(bytes),
    async openPort() {
      if (!onBytes) return err(fail('device_missing', `${path}: not plugged in`));
      if (device) return err(fail('device_busy', `${path}: held`));
      const pair = createMemoryPair(path);
      device = pair.device;
      pair.device.onData((bytes) => onBytes?.(bytes));
      pair.device.onClose(() => {
        if (device === pair.device) device = null;
      });
      return ok(pair.host);
    },
  };
}
