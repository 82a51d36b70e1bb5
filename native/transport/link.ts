import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, type Result } from '../../contracts/result.ts';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { LineSettings, OpenPort, Port } from './port.ts';

/** First wait after a port was lost or refused: a replugged adaptor needs about this long to appear. */
export const RECONNECT_FIRST_MS = 500;
/** Longest wait for a port that is there and refuses. */
const RECONNECT_MAX_MS = 8_000;
/** How often a missing port is looked for: it costs nearly nothing, and whoever plugs a cable in sees it at once. */
export const MISSING_LOOK_MS = 1_000;
/** Waits differ by up to this part, so that the devices of a hub that comes back do not all knock at once. */
const JITTER = 0.25;

export interface LinkOptions {
  readonly line: LineSettings;
  readonly openPort: OpenPort;
  readonly clock: Clock;
  /** From 0 up to 1; `Math.random` unless given. */
  readonly random?: () => number;
  onUp(): void;
  /** The port was lost or could not be opened; tries go on by themselves. */
  onDown(error: XiaowuError): void;
  onData(bytes: Uint8Array): void;
}

/** A port that is opened again whenever it is lost, with growing pauses. */
export interface Link {
  start(): void;
  readonly isUp: boolean;
  /** How often the port was lost and found again. */
  readonly reconnects: number;
  write(bytes: Uint8Array): Promise<Result<void, XiaowuError>>;
  /** Closes the port and opens it anew: the cure for a line that takes no more bytes. It is news only when that fails. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export function createLink(options: LinkOptions): Link {
  const { line, openPort, clock, random = Math.random } = options;
  let port: Port | null = null;
  let retry: Timer | null = null;
  let refusals = 0;
  let reconnects = 0;
  let lost = false;
  let ended = false;
  let restarting = false;

  const retryLater = (error: XiaowuError) => {
    if (ended) return;
    const growing = Math.min(RECONNECT_FIRST_MS * 2 ** refusals, RECONNECT_MAX_MS);
    refusals += 1;
    const waitMs = error.code === 'device_missing' ? Math.min(growing, MISSING_LOOK_MS) : growing;
    retry?.cancel();
    retry = clock.after(waitMs * (1 - JITTER * random()), () => void connect());
  };

  function failed(error: XiaowuError): void {
    options.onDown(error);
    retryLater(error);
  }

  async function connect(): Promise<void> {
    const opened = await openPort(line);
    if (ended) {
      if (opened.ok) await opened.value.close();
      return;
    }
    if (!opened.ok) return failed(opened.error);
    const fresh = opened.value;
    port = fresh;
    refusals = 0;
    fresh.onData(options.onData);
    fresh.onClose((reason) => {
      if (port !== fresh) return;
      port = null;
      if (ended || restarting) return;
      lost = true;
      failed(fail('device_missing', `${line.path}: ${reason}`));
    });
    if (port !== fresh) return;
    if (lost) reconnects += 1;
    lost = false;
    options.onUp();
  }

  return {
    start: () => void connect(),
    get isUp() {
      return port !== null;
    },
    get reconnects() {
      return reconnects;
    },
    async write(bytes) {
      return port ? port.write(bytes) : err(fail('device_offline', `${line.path}: not open`));
    },
    async restart() {
      if (!port || restarting) return;
      restarting = true;
      await port.close();
      port = null;
      restarting = false;
      if (!ended) await connect();
    },
    async close() {
      ended = true;
      retry?.cancel();
      await port?.close();
      port = null;
    },
  };
}
