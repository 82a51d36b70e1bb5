import type { Clock } from '../../contracts/time.ts';
import type { Checksum } from '../framing/checksum.ts';
import { createFrameParser, type FrameRule } from '../framing/frame-parser.ts';
import { toHex } from '../framing/hex.ts';
import type { LockerName } from '../locker/boards.ts';
import type { Cabinet } from './locker-cabinet.ts';
import type { SimulatorOptions } from './types.ts';

/** What a simulated board is given. */
export interface BoardWorld {
  readonly cabinet: Cabinet;
  readonly clock: Clock;
  reply(bytes: Uint8Array): void;
  complain(violation: string): void;
}

/** The electronics of a locker: bytes in, pulses and answers out. */
export interface BoardMachine {
  take(bytes: Uint8Array): void;
  /** The power was cut. */
  reset(): void;
}

export interface BoardKind<D extends LockerName> {
  start(options: SimulatorOptions<D>, world: BoardWorld): BoardMachine;
  /** The same answer from a neighbour on the bus. */
  readdress(bytes: Uint8Array): Uint8Array;
}

/** Hears requests as its rule finds them, and complains of everything else. */
export function createEars<F>(
  rule: FrameRule<F>,
  world: Pick<BoardWorld, 'complain'>,
  obey: (frame: F) => void,
): BoardMachine {
  let parser = createFrameParser(rule);
  return {
    take(bytes) {
      for (const event of parser.push(bytes)) {
        if (event.kind === 'frame') obey(event.frame);
        else world.complain(`no request: ${toHex(event.bytes)}`);
      }
    },
    reset() {
      parser = createFrameParser(rule);
    },
  };
}

/** The same bytes with another address at this place, and the right checksum. */
export function readdressed(
  bytes: Uint8Array,
  at: number,
  next: (address: number) => number,
  checksum: Checksum,
): Uint8Array {
  const length = bytes.length - checksum(bytes).length;
  const body = Uint8Array.from(bytes.subarray(0, length));
  body[at] = next(body[at] ?? 0);
  return Uint8Array.from([...body, ...checksum(body)]);
}
