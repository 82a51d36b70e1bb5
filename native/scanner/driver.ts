import { fail } from '../../contracts/errors.ts';
import { err, ok } from '../../contracts/result.ts';
import { instantOf, type Timer } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type ScannerDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import type { ScannerDialect } from './command.ts';
import { dialectOf, modelOf, type ScannerProfile } from './dialect.ts';
import { createScanParser, decodeScan, type ScanEvent } from './protocol.ts';
import { createScanLine } from './scan-line.ts';

const MAX_TEXT_CHARS = 4_000;
/** Scanners may be set to no suffix; silence this long ends a code. A USB adaptor pauses for up to 16 ms. */
const SILENCE_ENDS_CODE_MS = 60;
/** How often a scanner that reads on command is asked whether it is there, and told again how to read. */
const CHECK_MS = 1_000;
/** Scanners give up looking by themselves, most after 5 s: while a code is wanted they are told again. */
const TRIGGER_AGAIN_MS = 4_000;

type ReadResult = Awaited<ReturnType<ScannerDriver['read']>>;

/**
 * Scanners that send what they read. One that reads by itself cannot be asked anything, so it is online while its port
 * is; one that reads on command is asked every second, and looks for a code only while somebody wants one.
 */
export function createScannerDriver(profile: ScannerProfile, context: DriverContext): ScannerDriver {
  const { clock, push } = context;
  const dialect = dialectOf(profile);
  const parser = createScanParser(profile);
  let lastScanAt: string | null = null;
  let silence: Timer | null = null;
  /** Ends the wait of whoever wants a code. */
  let endReading: ((result: ReadResult) => void) | null = null;

  const line = createScanLine({
    profile,
    dialect,
    context,
    onUp() {
      if (dialect) poller.start();
      else goOnline();
    },
    onDown(error) {
      poller.stop();
      forgetCode();
      endReading?.(err(fail('device_offline', error.detail)));
      record.set({ ...unreachable(error), status: { class: 'scanner', lastScanAt } });
    },
    onCode(bytes) {
      // What a scanner sends unasked, although it reads on command, was meant for whoever stood here before.
      if (dialect && !endReading) return;
      silence?.cancel();
      handle(parser.push(bytes));
      if (parser.pending > 0) silence = clock.after(SILENCE_ENDS_CODE_MS, () => handle(parser.flush()));
    },
  });
  const record = createDeviceRecord(
    { id: profile.id, model: modelOf(profile), port: profile.line.port },
    { class: 'scanner', trigger: dialect !== null },
    { class: 'scanner', lastScanAt: null as string | null },
    line.statistics,
    context,
  );
  const poller = createPoller(clock, () => CHECK_MS, check);

  function goOnline(): void {
    record.set({ state: 'online', fault: null, status: { class: 'scanner', lastScanAt } });
  }

  function forgetCode(): void {
    silence?.cancel();
    parser.flush();
  }

  async function check(): Promise<void> {
    // A scanner that looks for a code must not be told to do something else.
    if (!dialect || endReading) return;
    const told = await line.tell(dialect.prepare);
    const status = { class: 'scanner' as const, lastScanAt };
    if (told.ok) goOnline();
    else if (told.error.code === 'device_error') {
      const fault = { code: 'device_error', cause: told.error.detail ?? '', action: 'configuration' as const };
      record.set({ state: 'hardwareError', fault, status });
    } else if (line.isUp) record.set({ ...unreachable(told.error), status });
  }

  function handle(events: ScanEvent[]): void {
    for (const event of events) {
      const text = event.kind === 'code' ? decodeScan(event.bytes, profile.encoding) : '';
      if (event.kind === 'too-long' || text.length > MAX_TEXT_CHARS) {
        line.countBadFrame();
        push('device.error', {
          deviceId: profile.id,
          code: 'bad_frame',
          cause: event.kind === 'too-long' ? `${event.length} bytes without an end` : 'text too long',
          action: 'configuration',
          at: instantOf(clock),
        });
      } else if (text.length > 0) take(text);
    }
  }

  /** A code that somebody waits for is theirs alone; any other is told to all. */
  function take(text: string): void {
    if (dialect && !endReading) return;
    lastScanAt = instantOf(clock);
    goOnline();
    if (endReading) endReading(ok({ text, readAt: lastScanAt }));
    else push('code.scanned', { text, at: lastScanAt });
  }

  async function read(waitMs: number): Promise<ReadResult> {
    if (endReading) return err(fail('device_busy', `${profile.id}: a code is awaited already`));
    if (!line.isUp) return err(fail('device_offline', `${profile.id}: not open`));
    forgetCode();
    let giveUp: Timer | null = null;
    const code = new Promise<ReadResult>((resolve) => {
      endReading = resolve;
      giveUp = clock.after(waitMs, () => resolve(err(fail('timeout', 'no code was shown'))));
    });
    const stopTrigger = dialect ? keepTriggered(dialect) : null;
    const result = await code;
    endReading = null;
    (giveUp as Timer | null)?.cancel();
    forgetCode();
    stopTrigger?.(result.ok);
    return result;
  }

  /** Lets the scanner look for a code until told to stop; a read has stopped it by itself. */
  function keepTriggered({ triggerOn, triggerOff }: ScannerDialect): (wasRead: boolean) => void {
    let timer: Timer | null = null;
    let stopped = false;
    const pull = async () => {
      const told = await line.tell(triggerOn);
      if (stopped) return;
      if (!told.ok) endReading?.(told);
      else timer = clock.after(TRIGGER_AGAIN_MS, () => void pull());
    };
    void pull();
    return (wasRead) => {
      stopped = true;
      timer?.cancel();
      if (!wasRead && line.isUp) void line.tell(triggerOff);
    };
  }

  return {
    class: 'scanner',
    start: () => line.start(),
    report: record.report,
    cancel: () => endReading?.(err(fail('cancelled'))),
    read,
    async close() {
      poller.stop();
      endReading?.(err(fail('cancelled')));
      forgetCode();
      await line.close();
    },
  };
}
