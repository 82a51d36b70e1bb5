import type { XiaowuError } from '../../contracts/errors.ts';
import type { Result } from '../../contracts/result.ts';

/** Where a device is connected and how fast it talks. Always 8 data bits, no parity, 1 stop bit. */
export interface LineSettings {
  readonly path: string;
  readonly baudRate: number;
}

type Unsubscribe = () => void;

/**
 * One open line to a device, whatever carries it. A port that closed stays closed: open another one.
 */
export interface Port {
  readonly path: string;
  /** Resolves when the last byte has left the machine; fails with `device_offline` when the port is closed or breaks. */
  write(bytes: Uint8Array): Promise<Result<void, XiaowuError>>;
  onData(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** Called once, with the reason in plain words, when the port closes for whatever cause. */
  onClose(listener: (reason: string) => void): Unsubscribe;
  close(): Promise<void>;
}

/**
 * Opens a port for this process alone. Fails with `device_missing` when there is no such port, with `device_busy` when
 * another process holds it, with `device_error` otherwise.
 */
export type OpenPort = (line: LineSettings) => Promise<Result<Port, XiaowuError>>;
