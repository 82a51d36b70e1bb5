import type { DeviceStatistics } from '../../contracts/device/device.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { type Clock, delay, type Timer } from '../../contracts/time.ts';
import type { DriverContext } from '../driver.ts';
import { createFrameParser, type FrameEvent, type FrameRule } from '../framing/frame-parser.ts';
import { createLink } from './link.ts';
import type { LineSettings, OpenPort } from './port.ts';
import { inTurn } from './turns.ts';
import { createWireTap, type Said } from './wire-tap.ts';

/** A pause this long inside a frame ends it. USB adaptors deliver in batches up to 16 ms apart, hence well above. */
export const INTER_BYTE_TIMEOUT_MS = 60;
/** After a missing reply, how long late bytes are thrown away, so that they never pass for the next reply. */
export const LATE_BYTES_MS = 120;
/** Rubbish instead of a reply, and then silence for this long: the reply came and was broken, none will follow. */
export const BROKEN_REPLY_MS = 100;
/** A start bit, 8 data bits and a stop bit. */
const BITS_PER_BYTE = 10;
/** Slack for a write beyond the time its bytes need on the line; a printer may hold the line for this long. */
const WRITE_SLACK_MS = 5_000;
/** A converter whose cable was pulled looks connected: after this many missing replies its connection is made anew. */
const SILENT_COMMANDS_UNTIL_RECONNECT = 3;

/** One request to a device, with what counts as its reply. */
export interface Command<F, T> {
  readonly name: string;
  readonly request: Uint8Array;
  /** Undefined when the frame is not the reply to this request. Null: the device answers nothing, done when written. */
  readonly reply: ((frame: F) => T | undefined) | null;
  readonly timeoutMs: number;
  /** How often the request may be sent in all. 1 for whatever must not happen twice. */
  readonly attempts: number;
  /** The line stays open this long for a second reply, and the last one counts: for answers that may be preceded by an old one. */
  readonly settleMs?: number;
  /** Withdraws the request, with `cancelled`, as long as it was not sent. */
  readonly signal?: AbortSignal;
  /** A request that could not be sent within this time is withdrawn, with `timeout`. */
  readonly sendWithinMs?: number;
  /** The request holds what must not be in a log. */
  readonly secret?: boolean;
}

export interface CommandQueueOptions<F> {
  readonly line: LineSettings;
  readonly openPort: OpenPort;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly rule: FrameRule<F>;
  /** Silence that the device needs between what was on the line last and the next request. */
  readonly gapMs: number;
  /** A pause inside a frame that ends it; `INTER_BYTE_TIMEOUT_MS` unless given. */
  readonly interByteMs?: number;
  /** For the technician's wire log: whose line it is, and where its frames go. */
  readonly deviceId?: string;
  readonly wire?: DriverContext['wire'];
  /** What a frame means, for that log. */
  inWords?(frame: F): string | Said;
  /** Rubbish on this line may be a piece of what must not be in a log. */
  readonly secretRubbish?: boolean;
  onUp(): void;
  onDown(error: XiaowuError): void;
  /** A whole frame that no request waits for. */
  onFrame(frame: F): void;
}

/** The one speaker on a line: requests go one at a time, in order, each with a deadline and its retries. */
export interface CommandQueue<F> {
  start(): void;
  readonly isUp: boolean;
  /**
   * Fails with `device_offline` without a port, `device_no_reply` after the last attempt, `cancelled` or `timeout` when
   * it was withdrawn before it was sent.
   */
  run<T>(command: Command<F, T>): Promise<Result<T, XiaowuError>>;
  /** Closes the port and opens it anew, for devices that come to themselves by it. */
  reopen(): Promise<void>;
  statistics(): DeviceStatistics;
  close(): Promise<void>;
}

interface Waiting<F> {
  take(frame: F): boolean;
  /** Bytes came, whatever they are. */
  heard(): void;
  /** They are no frame. */
  rubbish(): void;
  lost(error: XiaowuError): void;
}

export function createCommandQueue<F>(options: CommandQueueOptions<F>): CommandQueue<F> {
  const { clock, line, gapMs, interByteMs = INTER_BYTE_TIMEOUT_MS } = options;
  const parser = createFrameParser(options.rule);
  const tap = createWireTap(options);
  const turns = inTurn(clock);
  const counts = { commands: 0, retries: 0, failures: 0, badFrames: 0 };
  let replies = 0;
  let roundTripSumMs = 0;
  let waiting: Waiting<F> | null = null;
  let deaf = false;
  let silence: Timer | null = null;
  let lastTrafficMs = Number.NEGATIVE_INFINITY;
  let silentInARow = 0;

  const handle = (events: FrameEvent<F>[]) => {
    for (const event of events) {
      tap.heard(event);
      if (event.kind === 'discarded') {
        counts.badFrames += 1;
        waiting?.rubbish();
      } else if (!deaf && !waiting?.take(event.frame)) options.onFrame(event.frame);
    }
  };

  const link = createLink({
    line,
    openPort: options.openPort,
    clock,
    random: options.random,
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
      lastTrafficMs = clock.nowMs();
      waiting?.heard();
      handle(parser.push(bytes));
      if (parser.pending > 0) silence = clock.after(interByteMs, () => handle(parser.flush()));
    },
  });

  /** Writes with a deadline: a line that takes no bytes is closed and opened anew. */
  async function write<T>({ request, name, secret }: Command<F, T>): Promise<Result<void, XiaowuError>> {
    const limitMs = (request.length * BITS_PER_BYTE * 1000) / line.baudRate + WRITE_SLACK_MS;
    let timer: Timer | undefined;
    const late = new Promise<Result<void, XiaowuError>>((resolve) => {
      timer = clock.after(limitMs, () => {
        void link.restart();
        resolve(err(fail('device_no_reply', `${line.path}: takes no bytes`)));
      });
    });
    tap.sent(request, { text: name, secret: secret ?? false });
    const result = await Promise.race([link.write(request), late]);
    timer?.cancel();
    lastTrafficMs = clock.nowMs();
    return result;
  }

  async function attempt<T>(command: Command<F, T>): Promise<Result<T, XiaowuError>> {
    const { reply, settleMs = 0 } = command;
    const restMs = lastTrafficMs + gapMs - clock.nowMs();
    if (restMs > 0) await delay(clock, restMs);
    if (!reply) {
      const written = await write(command);
      return written.ok ? ok(undefined as T) : written;
    }
    const timers: Timer[] = [];
    let latest: { value: T } | null = null;
    let broken: Timer | null = null as Timer | null;
    let over = false;
    let sentAtMs = clock.nowMs();
    let repliedAtMs = sentAtMs;
    // Listening starts before the first byte leaves, so that no reply can be missed.
    const result = await new Promise<Result<T, XiaowuError>>((resolve) => {
      const settle = (outcome: Result<T, XiaowuError>) => {
        over = true;
        resolve(outcome);
      };
      const giveUp = (why: string) => settle(err(fail('device_no_reply', `${line.path}: ${why} to ${command.name}`)));
      const expectNoMore = () => {
        broken?.cancel();
        broken = clock.after(BROKEN_REPLY_MS, () => latest || giveUp('only a broken reply'));
      };
      waiting = {
        take(frame) {
          if (over) return false;
          const value = reply(frame);
          if (value === undefined) return false;
          if (!latest && settleMs > 0)
            timers.push(clock.after(settleMs, () => settle(ok((latest as { value: T }).value))));
          latest = { value };
          repliedAtMs = clock.nowMs();
          if (settleMs === 0) settle(ok(value));
          return true;
        },
        heard: () => broken && expectNoMore(),
        rubbish: () => latest || expectNoMore(),
        lost: (error) => settle(err(error)),
      };
      void write(command).then((written) => {
        if (!written.ok) return settle(written);
        // A quick device answers before the system says that all is written.
        if (over) return;
        sentAtMs = clock.nowMs();
        timers.push(clock.after(command.timeoutMs, () => latest || giveUp('no reply')));
      });
    });
    for (const timer of timers) timer.cancel();
    broken?.cancel();
    waiting = null;
    if (result.ok) {
      replies += 1;
      roundTripSumMs += Math.max(0, repliedAtMs - sentAtMs);
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
        if (command.reply) silentInARow = 0;
        return result;
      }
      if (result.error.code === 'device_no_reply' && command.reply) await afterSilence();
      if (result.error.code !== 'device_no_reply' || tried >= command.attempts) {
        counts.failures += 1;
        return result;
      }
      counts.retries += 1;
    }
  }

  async function afterSilence(): Promise<void> {
    await discardLateBytes();
    silentInARow += 1;
    if (!line.path.startsWith('tcp:') || silentInARow < SILENT_COMMANDS_UNTIL_RECONNECT) return;
    silentInARow = 0;
    await link.restart();
  }

  return {
    start: () => link.start(),
    get isUp() {
      return link.isUp;
    },
    run: (command) => turns(command, () => perform(command)),
    reopen: () => link.restart(),
    statistics: () => ({
      ...counts,
      reconnects: link.reconnects,
      meanRoundTripMs: replies === 0 ? null : roundTripSumMs / replies,
    }),
    async close() {
      silence?.cancel();
      waiting?.lost(fail('device_offline', `${line.path}: closed`));
      await link.close();
    },
  };
}
