import type { CompartmentState } from '../../contracts/device/device.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';
import type { DriverContext } from '../driver.ts';
import type { CommandQueue } from '../transport/command-queue.ts';

/**
 * Public code on real boards waits up to 1 s. A longer wait than needed is safer than a shorter one: no reply carries a
 * number, so one that comes after its deadline could pass for the answer to the next request.
 */
export const STATUS_TIMEOUT_MS = 1_000;
/** With the deadline above: a board that falls silent is known to be so after 2.3 s. */
export const STATUS_ATTEMPTS = 2;
/** Boards need a pause after a command before they hear the next. */
export const COMMAND_GAP_MS = 25;

/** What a board is given: the driver's context, and whom to tell of its port. */
export interface BoardContext extends DriverContext {
  onUp(): void;
  onDown(error: XiaowuError): void;
}

/** A family of lock boards, as the one locker driver sees it: bytes below, compartments above. */
export interface LockerBoard {
  readonly model: string;
  readonly itemSensor: boolean;
  /** The board's line; the driver starts and closes it. */
  readonly queue: Pick<CommandQueue<never>, 'start' | 'isUp' | 'statistics' | 'close'>;
  /**
   * What the sensors say now, one entry for each compartment. `settleMs`: the line is listened to for so long behind the
   * reply, and the last reply counts. Fails with `device_error` when the board refuses.
   */
  readStatus(options: { readonly settleMs: number }): Promise<Result<CompartmentState[], XiaowuError>>;
  /** Has one lock pulsed, once; never again by itself, whatever becomes of the reply. */
  pulse(compartment: number): Promise<Result<unknown, XiaowuError>>;
  /** The port is open (again): what the board must be told before anything else is owed from now on. */
  connected?(): void;
}
