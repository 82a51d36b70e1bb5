import type { DeviceStatistics } from '../../contracts/device/device.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Timer } from '../../contracts/time.ts';
import type { DriverContext } from '../driver.ts';
import { createLink } from '../transport/link.ts';
import type { ScannerCommand, ScannerDialect, ScannerReply } from './command.ts';
import type { ScannerProfile } from './dialect.ts';

/** Settings that are kept in flash may take 5 s; those of this driver are not, and are answered at once. */
const REPLY_TIMEOUT_MS = 800;
const ATTEMPTS = 2;
/** Bytes that a line does not take within this time, it will not take. */
const WRITE_TIMEOUT_MS = 2_000;

export interface ScanLineOptions {
  readonly profile: ScannerProfile;
  readonly dialect: ScannerDialect | null;
  readonly context: DriverContext;
  onUp(): void;
  onDown(error: XiaowuError): void;
  /** Whatever is no reply to a command. */
  onCode(bytes: Uint8Array): void;
}

/** The line of a scanner, on which replies to commands and codes come in one stream without a frame around the codes. */
export interface ScanLine {
  start(): void;
  readonly isUp: boolean;
  /** `device_no_reply` after two tries, `device_error` when the scanner refuses. */
  tell(command: ScannerCommand): Promise<Result<undefined, XiaowuError>>;
  countBadFrame(): void;
  statistics(): DeviceStatistics;
  close(): Promise<void>;
}

interface Waiting {
  isReply(reply: ScannerReply): boolean;
  settle(result: Result<ScannerReply, XiaowuError>): void;
}

export function createScanLine({ profile, dialect, context, onUp, onDown, onCode }: ScanLineOptions): ScanLine {
  const { clock } = context;
  const { port: path, baudRate } = profile.line;
  const counts = { commands: 0, retries: 0, failures: 0, badFrames: 0 };
  let replies = 0;
  let roundTripSumMs = 0;
  let pending: Uint8Array = new Uint8Array(0);
  let waiting: Waiting | null = null;
  let tail: Promise<unknown> = Promise.resolve();

  const link = createLink({
    line: { path, baudRate },
    openPort: context.openPort,
    clock,
    random: context.random,
    onUp,
    onDown(error) {
      pending = new Uint8Array(0);
      waiting?.settle(err(fail('device_offline', error.detail)));
      onDown(error);
    },
    onData,
  });

  function log(direction: 'out' | 'in', bytes: Uint8Array, text: string, secret = false): void {
    context.wire({ deviceId: profile.id, direction, kind: 'frame', bytes, text, secret });
  }

  function dropRubbish(bytes: Uint8Array): void {
    counts.badFrames += 1;
    // It may be a piece of a code.
    const kind = 'discarded';
    context.wire({ deviceId: profile.id, direction: 'in', kind, bytes, text: 'no reply', secret: true });
  }

  function onData(bytes: Uint8Array): void {
    const joined = new Uint8Array(pending.length + bytes.length);
    joined.set(pending);
    joined.set(bytes, pending.length);
    pending = joined;
    takeReplies();
    if (waiting || pending.length === 0) return;
    const code = pending;
    pending = new Uint8Array(0);
    log('in', code, 'code', true);
    onCode(code);
  }

  /** Takes replies from the front of what came: while one is awaited, and one that comes late or twice. */
  function takeReplies(): void {
    if (!dialect) return;
    while (pending.length > 0) {
      const verdict = dialect.replyRule.read(pending, false);
      if (verdict.kind === 'frame') {
        log('in', pending.slice(0, verdict.length), `${verdict.frame.about} ${verdict.frame.outcome}`.trim());
        pending = pending.slice(verdict.length);
        if (waiting?.isReply(verdict.frame)) waiting.settle(ok(verdict.frame));
      } else if (!waiting) return;
      else if (verdict.kind === 'skip' || pending.length > dialect.replyRule.maxBytes) {
        const length = verdict.kind === 'skip' ? verdict.length : 1;
        dropRubbish(pending.slice(0, length));
        pending = pending.slice(length);
      } else return;
    }
  }

  async function write(command: ScannerCommand): Promise<Result<void, XiaowuError>> {
    log('out', command.request, command.name);
    let timer: Timer | undefined;
    const late = new Promise<Result<void, XiaowuError>>((resolve) => {
      timer = clock.after(WRITE_TIMEOUT_MS, () => {
        void link.restart();
        resolve(err(fail('device_no_reply', `${path}: takes no bytes`)));
      });
    });
    const written = await Promise.race([link.write(command.request), late]);
    timer?.cancel();
    return written;
  }

  async function attempt(command: ScannerCommand): Promise<Result<ScannerReply, XiaowuError>> {
    const { isReply } = command;
    if (!isReply) {
      const written = await write(command);
      return written.ok ? ok({ about: command.name, outcome: 'done' }) : written;
    }
    let timer: Timer | undefined;
    let sentAtMs = clock.nowMs();
    const result = await new Promise<Result<ScannerReply, XiaowuError>>((resolve) => {
      const settle = (outcome: Result<ScannerReply, XiaowuError>) => {
        // Not later than this: what follows a reply is a code.
        waiting = null;
        resolve(outcome);
      };
      waiting = { isReply, settle };
      void write(command).then((written) => {
        if (!written.ok) return settle(written);
        sentAtMs = clock.nowMs();
        timer = clock.after(REPLY_TIMEOUT_MS, () =>
          settle(err(fail('device_no_reply', `${path}: no reply to ${command.name}`))),
        );
      });
    });
    timer?.cancel();
    if (!result.ok) {
      if (pending.length > 0) dropRubbish(pending);
      pending = new Uint8Array(0);
      return result;
    }
    replies += 1;
    roundTripSumMs += Math.max(0, clock.nowMs() - sentAtMs);
    return result;
  }

  async function perform(command: ScannerCommand): Promise<Result<undefined, XiaowuError>> {
    counts.commands += 1;
    let error = fail('device_no_reply', `${path}: the scanner got ${command.name} broken`);
    for (let tried = 1; tried <= ATTEMPTS; tried++) {
      if (tried > 1) counts.retries += 1;
      const reply = await attempt(command);
      if (!reply.ok) {
        error = reply.error;
        if (error.code !== 'device_no_reply') break;
      } else if (reply.value.outcome === 'done') return ok(undefined);
      else if (reply.value.outcome !== 'garbled') {
        error = fail('device_error', `the scanner calls ${command.name} ${reply.value.outcome}`);
        break;
      }
    }
    counts.failures += 1;
    return err(error);
  }

  return {
    start: () => link.start(),
    get isUp() {
      return link.isUp;
    },
    tell(command) {
      const done = tail.then(() => perform(command));
      tail = done;
      return done;
    },
    countBadFrame() {
      counts.badFrames += 1;
    },
    statistics: () => ({
      ...counts,
      reconnects: link.reconnects,
      meanRoundTripMs: replies === 0 ? null : roundTripSumMs / replies,
    }),
    async close() {
      waiting?.settle(err(fail('device_offline', `${path}: closed`)));
      await link.close();
    },
  };
}
