import type { DeviceStatistics } from '../../contracts/device/device.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type Clock, delay, type Timer } from '../../contracts/time.ts';
import { createFrameParser, type FrameRule } from '../framing/frame-parser.ts';
import { createLink } from './link.ts';
import type { LineSettings, OpenPort } from './port.ts';

/** A pause this long inside a frame ends it. USB adaptors deliver in batches up to 16 ms apart, hence well above. */
export const INTER_BYTE_TIMEOUT_MS = 60;
/** After a missing reply, how long late bytes are thrown away, so that they never pass for the next reply. */
export const LATE_BYTES_MS = 120;
/** A start bit, 8 data bits and a stop bit. */
const BITS_PER_BYTE = 10;
/** Slack for a write beyond the time its bytes need on the line; a printer may hold the line for this long. */
const WRITE_SLACK_MS = 5_000;

/** One request to a device, with what counts as its reply. */
export interface Command<F, T> {
  readonly name: string;
  readonly request: Uint8Array;
  /** Undefined when the frame is not the reply to this request. Null: the device answers nothing, done when written. */
  readonly reply: ((frame: F) => T | undefined) | null;
  readonly timeoutMs: number;
  /** How often the request may be sent in all. 1 for whatever must not happen twice. */
  readonly attempts: number;
}

export interface CommandQueueOptions<F> {
  readonly line: LineSettings;
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly rule: FrameRule<F>;
  /** Silence that the device needs between a reply and the next request. */
  readonly gapMs: number;
  onUp(): void;
  onDown(error: XiaowuError): void;
  /** A whole frame that no request waits for. */
  onFrame(frame: F): void;
}

/** The one speaker on a line: requests go one at a time, in order, each with a deadline and its retries. */
export interface CommandQueue<F> {
  start(): void;
  readonly isUp: boolean;
  /** Fails with `device_offline` without a port, `device_no_reply` after the last attempt. */
  run<T>(command: Command<F, T>): Promise<Result<T, XiaowuError>>;
  statistics(): DeviceStatistics;
  close(): Promise<void>;
}

export function createCommandQueue<F>(options: CommandQueueOptions<F>): CommandQueue<F> {
  const { clock, line, gapMs } = options;
  const parser = createFrameParser(options.rule);
  const counts = { commands: 0, retries: 0, failures: 0, badFrames: 0, reconnects: 0 };
  let replies = 0;
  let roundTripSumMs = 0;
  let tail: Promise<unknown> = Promise.resolve();
  let waiting: { take(frame: F): boolean; lost(error: XiaowuError): void } | null = null;
  let deaf = false;
  let silence: Timer | null = null;

  const handle = (events: ReturnType<typeof parser.push>) => {
    for (const event of events) {
      if (event.kind === 'discarded') counts.badFrames += 1;
      else if (!deaf && !waiting?.take(event.frame)) options.onFrame(event.frame);
    }
  };

  const link = createLink({
    line,
    openPort: options.openPort,
    clock,
    onUp: () => {
      handle(parser.flush());
      options.onUp();
    },
    onDown: (error) => {
      waiting?.lost(fail('device_offline', error.detail));
      options.onDown(error);
    },
    onData: (bytes) => {
      silence?.cancel();
      handle(parser.push(bytes));
      if (parser.pending > 0) silence = clock.after(INTER_BYTE_TIMEOUT_MS, () => handle(parser.flush()));
    },
  });

  /** Writes with a deadline: a line that takes no bytes is closed and opened anew. */
  async function write(bytes: Uint8Array): Promise<Result<void, XiaowuError>> {
    const limitMs = (bytes.length * BITS_PER_BYTE * 1000) / line.baudRate + WRITE_SLACK_MS;
    let timer: Timer | undefined;
    const late = new Promise<Result<void, XiaowuError>>((resolve) => {
      timer = clock.after(limitMs, () => {
        void link.restart();
        resolve(err(fail('device_no_reply', `${line.path}: takes no bytes`)));
      });
    });
    const result = await Promise.race([link.write(bytes), late]);
    timer?.cancel();
    return result;
  }

  async function attempt<T>(command: Command<F, T>): Promise<Result<T, XiaowuError>> {
    const { reply } = command;
    if (!reply) {
      const written = await write(command.request);
      return written.ok ? ok(undefined as T) : written;
    }
    let timer: Timer | undefined;
    let answered = false;
    let sentAtMs = clock.nowMs();
    // Listening starts before the first byte leaves, so that no reply can be missed.
    const result = await new Promise<Result<T, XiaowuError>>((resolve) => {
      const settle = (outcome: Result<T, XiaowuError>) => {
        answered = true;
        resolve(outcome);
      };
      waiting = {
        take(frame) {
          const value = reply(frame);
          if (value === undefined) return false;
          settle(ok(value));
          return true;
        },
        lost: (error) => settle(err(error)),
      };
      void write(command.request).then((written) => {
        if (!written.ok) return settle(written);
        // A quick device answers before the system says that all is written.
        if (answered) return;
        sentAtMs = clock.nowMs();
        timer = clock.after(command.timeoutMs, () =>
          settle(err(fail('device_no_reply', `${line.path}: no reply to ${command.name}`))),
        );
      });
    });
    timer?.cancel();
    waiting = null;
    if (result.ok) {
      replies += 1;
      roundTripSumMs += clock.nowMs() - sentAtMs;
    }
    return result;
  }

  async function discardLateBytes(): Promise<void> {
    deaf = true;
    await delay(clock, LATE_BYTES_MS);
    handle(parser.flush());
    deaf = false;
  }

  async function perform<T>(command: Command<F, T>): Promise<Result<T, XiaowuError>> {
    counts.commands += 1;
    for (let tried = 1; ; tried++) {
      if (!link.isUp) {
        counts.failures += 1;
        return err(fail('device_offline', `${line.path}: not open`));
      }
      const result = await attempt(command);
      if (result.ok) {
        if (gapMs > 0) await delay(clock, gapMs);
        return result;
      }
      if (result.error.code === 'device_no_reply' && command.reply) await discardLateBytes();
      if (result.error.code !== 'device_no_reply' || tried >= command.attempts) {
        counts.failures += 1;
        return result;
      }
      counts.retries += 1;
    }
  }

  return {
    start: () => link.start(),
    get isUp() {
      return link.isUp;
    },
    run(command) {
      const done = tail.then(() => perform(command));
      tail = done;
      return done;
    },
    statistics: () => ({ ...counts, meanRoundTripMs: replies === 0 ? null : roundTripSumMs / replies }),
    async close() {
      silence?.cancel();
      waiting?.lost(fail('device_offline', `${line.path}: closed`));
      await link.close();
    },
  };
}
