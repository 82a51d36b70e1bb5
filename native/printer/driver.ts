import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type PrinterDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { createCommandQueue } from '../transport/command-queue.ts';
import {
  CLEAR_AND_RECOVER,
  CLEAR_BUFFERS,
  FEED_AND_CUT,
  INITIALISE,
  isPaperStatus,
  type PrinterFrame,
  printerFrameRule,
  processIdRequest,
  STATUS_NUMBERS,
  statusRequest,
  TRANSMIT_PAPER_STATUS,
} from './protocol.ts';
import {
  type PrinterReading,
  type PrinterStatus,
  readPrinterStatus,
  type StatusBytes,
  UNKNOWN_PRINTER,
} from './status.ts';

/** Real-time answers come within a character's time plus processing; no maker gives a figure. */
const STATUS_TIMEOUT_MS = 500;
const STATUS_ATTEMPTS = 3;
/** A long receipt takes about 3 s at the 150 mm/s of the slowest usual printers; the cutter another second. */
const PRINT_DEADLINE_MS = 20_000;
/** How often the printer is looked at while it prints: a roll that ends is known within this time. */
const PRINT_POLL_MS = 200;
const OFFLINE_POLL_MS = 2_000;
/** How often a blocked cutter is told to try again: it can only know by trying that somebody has freed it. */
const RECOVER_INTERVAL_MS = 10_000;
/** Process ids count 0001 to 9999, so that the echo of an earlier job is never taken for this one's. */
const PROCESS_IDS = 10_000;

export function createPrinterDriver(profile: ProfileOf<'escpos-printer'>, context: DriverContext): PrinterDriver {
  const { clock } = context;
  let last: Promise<unknown> = Promise.resolve();
  let jobNumber = 0;
  /** The job on paper, and whether it has come to its end. */
  let awaited: { isEnd(frame: PrinterFrame): boolean; ended: boolean } | null = null;
  /** Bytes of a job may lie in the printer's buffer: they must never come out for the next citizen. */
  let buffered = true;
  /** A job broke off on the paper: its piece is cut off before anything else is printed. */
  let unfinished = false;
  let recoveredAtMs = Number.NEGATIVE_INFINITY;

  const queue = createCommandQueue<PrinterFrame>({
    line: { path: profile.line.port, baudRate: profile.line.baudRate },
    openPort: context.openPort,
    clock,
    rule: printerFrameRule,
    gapMs: 0,
    onUp() {
      buffered = true;
      poller.start();
    },
    onDown(error) {
      poller.stop();
      lose(error);
    },
    onFrame(frame) {
      if (awaited?.isEnd(frame)) awaited.ended = true;
    },
  });
  const record = createDeviceRecord<PrinterStatus>(
    { id: profile.id, model: `ESC/POS ${profile.paperWidthMm} mm`, port: profile.line.port },
    {
      class: 'printer',
      paperWidthMm: profile.paperWidthMm,
      confirm: profile.confirm,
      takenSensor: profile.taken !== 'none',
    },
    UNKNOWN_PRINTER,
    queue.statistics,
    context,
  );
  const poller = createPoller(
    clock,
    () => (record.state === 'offline' ? OFFLINE_POLL_MS : profile.pollMs),
    () =>
      exclusively(async () => {
        const seen = await readStatus();
        if (seen.ok) await tidy(seen.value);
      }),
  );

  function lose(error: XiaowuError): void {
    record.set({ ...unreachable(error), status: UNKNOWN_PRINTER });
  }

  async function readStatus(): Promise<Result<PrinterReading, XiaowuError>> {
    const bytes: number[] = [];
    for (const n of STATUS_NUMBERS) {
      const answer = await queue.run({
        name: `status ${n}`,
        request: statusRequest(n),
        reply: (frame) => (frame.kind === 'status' ? frame.byte : undefined),
        timeoutMs: STATUS_TIMEOUT_MS,
        attempts: STATUS_ATTEMPTS,
      });
      if (!answer.ok) {
        if (queue.isUp) lose(answer.error);
        return answer;
      }
      bytes.push(answer.value);
    }
    const reading = readPrinterStatus(bytes as unknown as StatusBytes);
    record.set({ state: reading.state, fault: reading.fault, status: reading.status });
    return ok(reading);
  }

  /** Removes what the last job left, as far as the printer's state lets it. */
  async function tidy({ hindrance }: PrinterReading): Promise<void> {
    if (buffered) await clear();
    if (hindrance === 'cutter_error' && clock.nowMs() - recoveredAtMs >= RECOVER_INTERVAL_MS) {
      recoveredAtMs = clock.nowMs();
      await send('recover', CLEAR_AND_RECOVER);
    }
    if (!hindrance && unfinished) unfinished = !(await send('cut off', FEED_AND_CUT)).ok;
  }

  /** Empties the printer's buffers. A model that does not know the newer command stays silent and gets the older one. */
  async function clear(): Promise<void> {
    const cleared = await queue.run({
      name: 'clear buffers',
      request: CLEAR_BUFFERS,
      reply: (frame) => (frame.kind === 'cleared' ? true : undefined),
      timeoutMs: STATUS_TIMEOUT_MS,
      attempts: 1,
    });
    if (!cleared.ok) await send('recover', CLEAR_AND_RECOVER);
    const initialised = await send('initialise', INITIALISE);
    buffered = !initialised.ok;
  }

  function send(name: string, request: Uint8Array): Promise<Result<undefined, XiaowuError>> {
    return queue.run<undefined>({ name, request, reply: null, timeoutMs: 0, attempts: 1 });
  }

  async function print(document: Uint8Array): ReturnType<PrinterDriver['print']> {
    const before = await readStatus();
    if (!before.ok) return before;
    if (before.value.hindrance) return err(fail(before.value.hindrance, before.value.fault?.cause));
    await tidy(before.value);

    const { marker, isEnd } = endMarker();
    const job = { isEnd, ended: false };
    awaited = job;
    buffered = true;
    const written = await send('print', Uint8Array.from([...document, ...marker]));
    const result = written.ok ? await waitEnd(job) : written;
    awaited = null;
    buffered = !result.ok;
    unfinished = !result.ok;
    if (!result.ok) await clear();
    return result;
  }

  /** What is sent behind a document, and how its echo is known: the printer says it when all before it was printed. */
  function endMarker(): { marker: Uint8Array; isEnd(frame: PrinterFrame): boolean } {
    if (profile.confirm === 'status') {
      return {
        marker: TRANSMIT_PAPER_STATUS,
        isEnd: (frame) => frame.kind === 'transmitted' && isPaperStatus(frame.byte),
      };
    }
    jobNumber = (jobNumber + 1) % PROCESS_IDS;
    const id = String(jobNumber).padStart(4, '0');
    return { marker: processIdRequest(id), isEnd: (frame) => frame.kind === 'process-id' && frame.id === id };
  }

  async function waitEnd(job: { readonly ended: boolean }): ReturnType<PrinterDriver['print']> {
    const deadlineMs = clock.nowMs() + PRINT_DEADLINE_MS;
    for (;;) {
      const seen = await readStatus();
      // The echo outweighs a status: a roll may end right behind the last line.
      if (job.ended) return ok({ printedAt: instantOf(clock) });
      if (seen.ok && seen.value.hindrance) return err(fail(seen.value.hindrance, seen.value.fault?.cause));
      if (!queue.isUp || clock.nowMs() >= deadlineMs) {
        return err(fail('print_unconfirmed', seen.ok ? 'no echo of the end of the print' : seen.error.detail));
      }
      await delay(clock, PRINT_POLL_MS);
    }
  }

  /** One at a time: a job, or a look at the printer. A job looks for itself. */
  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done;
    return done;
  }

  return {
    class: 'printer',
    paperWidthMm: profile.paperWidthMm,
    start: () => queue.start(),
    report: record.report,
    cancel: () => undefined,
    print: (document) => exclusively(() => print(document)),
    async close() {
      poller.stop();
      await queue.close();
    },
  };
}
