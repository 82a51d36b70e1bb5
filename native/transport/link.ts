import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { LineSettings, OpenPort, Port } from './port.ts';

/** First wait after a port was lost or refused: a replugged adaptor needs about this long to appear. */
export const RECONNECT_FIRST_MS = 500;
/** Longest wait between two tries: a technician who replugs a cable sees it return within this time. */
const RECONNECT_MAX_MS = 8_000;

export interface LinkOptions {
  readonly line: LineSettings;
  readonly openPort: OpenPort;
  readonly clock: Clock;
  onUp(): void;
  /** The port was lost or could not be opened; tries go on by themselves. */
  onDown(error: XiaowuError): void;
  onData(bytes: Uint8Array): void;
}

/** A port that is opened again whenever it is lost, with growing pauses. */
export interface Link {
  start(): void;
  readonly isUp: boolean;
  write(bytes: Uint8Array): Promise<Result<void, XiaowuError>>;
  /** Closes the port and opens it anew: the cure for a line that takes no more bytes. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export function createLink(options: LinkOptions): Link {
  const { line, openPort, clock } = options;
  let port: Port | null = null;
  let retry: Timer | null = null;
  let waitMs = RECONNECT_FIRST_MS;
  let ended = false;

  const retryLater = () => {
    if (ended) return;
    retry?.cancel();
    retry = clock.after(waitMs, () => void connect());
    waitMs = Math.min(waitMs * 2, RECONNECT_MAX_MS);
  };

  async function connect(): Promise<void> {
    const opened = await openPort(line);
    if (ended) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) {
      options.onDown(opened.error);
      retryLater();
      return;
    }
    const fresh = opened.value;
    port = fresh;
    waitMs = RECONNECT_FIRST_MS;
    fresh.onData(options.onData);
    fresh.onClose((reason) => {
      if (port !== fresh) return;
      port = null;
      if (ended) return;
      options.onDown(fail('device_missing', `${line.path}: ${reason}`));
      retryLater();
    });
    if (port === fresh) options.onUp();
  }

  return {
    start: () => void connect(),
    get isUp() {
      return port !== null;
    },
    async write(bytes) {
      return port ? port.write(bytes) : err(fail('device_offline', `${line.path}: not open`));
    },
    async restart() {
      await port?.close();
    },
    async close() {
      ended = true;
      retry?.cancel();
      await port?.close();
      port = null;
    },
  };
}
