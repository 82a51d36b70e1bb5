import type { Clock } from '../../contracts/time.ts';
import type { Random } from './random.ts';
import type { WireFault } from './types.ts';

export interface FaultyLine {
  set(fault: WireFault): void;
  /** The device is hung: it hears nothing either. */
  readonly isDeaf: boolean;
  /** Sends an answer through the fault that is set. */
  reply(bytes: Uint8Array): void;
}

export interface FaultyLineOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly write: (bytes: Uint8Array) => void;
  /** The same answer from a neighbour on the bus, with its right checksum; devices without addresses have none. */
  readonly readdress?: (bytes: Uint8Array) => Uint8Array;
}

/** How the answers of a device go wrong on their way, the same way again for the same random numbers. */
export function createFaultyLine({ clock, random, write, readdress }: FaultyLineOptions): FaultyLine {
  let fault: WireFault = { kind: 'none' };
  let previous: Uint8Array | null = null;
  let held: Uint8Array | null = null;

  const randomBytes = (count: number) => Uint8Array.from({ length: count }, () => random(256));

  /** What leaves now; null when nothing does. */
  function distort(bytes: Uint8Array): Uint8Array | null {
    switch (fault.kind) {
      case 'none':
        return bytes;
      case 'silent':
      case 'hang':
        return null;
      case 'slow':
        clock.after(fault.delayMs, () => write(bytes));
        return null;
      case 'noise':
        return join(randomBytes(fault.bytes), bytes);
      case 'noise-inside': {
        const at = 1 + random(Math.max(1, bytes.length - 1));
        return join(bytes.subarray(0, at), randomBytes(fault.bytes), bytes.subarray(at));
      }
      case 'bitflip': {
        const flipped = Uint8Array.from(bytes);
        const at = random(flipped.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << random(8));
        return flipped;
      }
      case 'split':
        sendPieces(bytes, fault.pauseMs);
        return null;
      case 'merged': {
        const both = held && join(held, bytes);
        held = held ? null : bytes;
        return both;
      }
      case 'wrong-address':
        return readdress ? readdress(bytes) : null;
      case 'stale':
        return previous ? join(previous, bytes) : bytes;
    }
  }

  function sendPieces(bytes: Uint8Array, pauseMs: number): void {
    if (bytes.length === 0) return;
    const length = 1 + random(Math.max(1, bytes.length - 1));
    write(bytes.subarray(0, length));
    if (length < bytes.length) clock.after(pauseMs, () => sendPieces(bytes.subarray(length), pauseMs));
  }

  return {
    set(next) {
      if (next.kind === 'wrong-address' && !readdress) throw new Error('this device has no address');
      fault = next;
      held = null;
    },
    get isDeaf() {
      return fault.kind === 'hang';
    },
    reply(bytes) {
      const now = distort(bytes);
      if (now) write(now);
      previous = bytes;
    },
  };
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
