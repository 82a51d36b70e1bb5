import type { ProfileOf } from '../../contracts/device/profile.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { delay, type Instant, instantOf } from '../../contracts/time.ts';
import { createDeviceRecord, type DriverContext, type PrinterDriver, unreachable } from '../driver.ts';
import { createPoller } from '../poller.ts';
import { encodeVoid } from './documents/encode.ts';
import { createPrinterLine } from './line.ts';
import { createMouth } from './mouth.ts';
import {
  CLEAR_AND_RECOVER,
  EJECTOR,
  isPaperStatus,
  type PrinterFrame,
  processIdRequest,
  TRANSMIT_PAPER_STATUS,
} from './protocol.ts';
import {
  fromAutoStatus,
  jammed,
  type PrinterReading,
  type PrinterStatus,
  readPrinterStatus,
  UNKNOWN_PRINTER,
} from './status.ts';

/** A long receipt takes about 3 s at the 150 mm/s of the slowest usual printers; the cutter another second. */
const PRINT_DEADLINE_MS = 20_000;
/** How often the printer is looked at while it prints: a roll that ends is known within this time. */
const PRINT_POLL_MS = 200;
const OFFLINE_POLL_MS = 2_000;
/** How often a blocked cutter is told to try again: it can only know by trying that somebody has freed it. */
const RECOVER_INTERVAL_MS = 10_000;
/** Process ids count 0001 to 9999, so that the echo of an earlier job is never taken for this one's. */
const PROCESS_IDS = 10_000;

type Printed = Promise<Result<{ printedAt: Instant }, XiaowuError>>;

/** An ESC/POS printer. A job is done when the printer itself said that it came to the end, and not before. */
export function createPrinterDriver(profile: ProfileOf<'escpos-printer'>, context: DriverContext): PrinterDriver {
  const { clock, push } = context;
  const hasEjector = profile.taken === 'ejector-status';
  const paper = { paperWidthMm: profile.paperWidthMm, cut: profile.cut };
  const mouth = createMouth(clock, push);
  let last: Promise<unknown> = Promise.resolve();
  let jobNumber = 0;
  /** The job on paper, and whether it has come to its end. */
  let awaited: { isEnd(frame: PrinterFrame): boolean; ended: boolean } | null = null;
  /** Bytes of a job may lie in the printer's buffer: they must never come out for the next citizen. */
  let buffered = true;
  /** The number of a job that broke off on the paper: its piece is marked and cut off before anything else is printed. */
  let unfinished: string | null = null;
  /** The paper was cut behind the last job since this driver began: no piece of an earlier life can hang there. */
  let knownClean = false;
  let recoveredAtMs = Number.NEGATIVE_INFINITY;
  let supply: 'full' | 'low' | 'out' | null = null;

  const line = createPrinterLine({
    profile,
    context,
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
      if (frame.kind === 'auto-status') note(readPrinterStatus(fromAutoStatus(frame.bytes)));
    },
  });
  const record = createDeviceRecord<PrinterStatus>(
    { id: profile.id, model: `ESC/POS ${profile.paperWidthMm} mm`, port: profile.line.port },
    { class: 'printer', paperWidthMm: profile.paperWidthMm, confirm: profile.confirm, takenSensor: hasEjector },
    UNKNOWN_PRINTER,
    line.statistics,
    context,
  );
  const poller = createPoller(
    clock,
    () => (record.state === 'offline' ? OFFLINE_POLL_MS : profile.pollMs),
    () =>
      exclusively(async () => {
        const seen = await look();
        if (seen.ok) await tidy(seen.value);
      }),
  );

  function lose(error: XiaowuError): void {
    mouth.forget();
    record.set({ ...unreachable(error), status: UNKNOWN_PRINTER });
  }

  function note({ state, fault, status }: PrinterReading): void {
    record.set({ state, fault, status: { ...status, slip: mouth.slip } });
    const level = status.paper;
    if (level !== 'full' && level !== 'low' && level !== 'out') return;
    // A full roll is no news at the start.
    if (level !== (supply ?? 'full')) {
      push('device.threshold', { deviceId: profile.id, supply: 'paper', level, at: instantOf(clock) });
    }
    supply = level;
  }

  async function readStatus(): Promise<Result<PrinterReading, XiaowuError>> {
    const bytes = await line.status();
    if (!bytes.ok) {
      if (line.isUp) lose(bytes.error);
      return bytes;
    }
    const reading = readPrinterStatus(bytes.value);
    note(reading);
    return ok(reading);
  }

  /** The whole printer, the ejector included: that one answers only while nothing waits in the buffer. */
  async function look(): Promise<Result<PrinterReading, XiaowuError>> {
    const seen = await readStatus();
    if (!seen.ok || !hasEjector || seen.value.hindrance || buffered) return seen;
    const ejector = await line.ejectorStatus();
    if (!ejector.ok) return seen;
    if (mouth.saw(ejector.value)) await retract();
    const reading = ejector.value.jammed ? jammed(seen.value) : seen.value;
    note(reading);
    return ok(reading);
  }

  async function retract(): Promise<void> {
    const sent = await line.send('retract', EJECTOR.retract);
    if (!sent.ok) return;
    mouth.retracted();
    push('device.error', {
      deviceId: profile.id,
      code: 'not_taken',
      cause: 'nobody took the slip; it was drawn back',
      action: 'clear',
      at: instantOf(clock),
    });
  }

  /** Removes what the last job left, as far as the printer's state lets it. */
  async function tidy({ hindrance }: PrinterReading): Promise<void> {
    if (buffered) buffered = !(await line.clear()).ok;
    if (hindrance === 'cutter_error' && clock.nowMs() - recoveredAtMs >= RECOVER_INTERVAL_MS) {
      recoveredAtMs = clock.nowMs();
      await line.send('recover', CLEAR_AND_RECOVER);
    }
    if (!hindrance && unfinished !== null) await endPiece(unfinished);
  }

  /** Marks the piece of a job that broke off as void and cuts it off; with an ejector nobody gets it at all. */
  async function endPiece(number: string): Printed {
    const bytes = [...encodeVoid(number, paper), ...(hasEjector ? EJECTOR.retract : [])];
    const ended = await confirmed('void', Uint8Array.from(bytes));
    if (ended.ok) unfinished = null;
    return ended;
  }

  async function ready(): Promise<Result<undefined, XiaowuError>> {
    const before = await look();
    if (!before.ok) return before;
    if (before.value.hindrance) return err(fail(before.value.hindrance, before.value.fault?.cause));
    await tidy(before.value);
    return unfinished === null
      ? ok(undefined)
      : err(fail('print_unconfirmed', 'an earlier piece could not be cut off'));
  }

  async function print(document: Uint8Array, number: string): Printed {
    const free = await ready();
    if (!free.ok) return free;
    if (mouth.slip === 'presented') await retract();
    const bytes = hasEjector ? Uint8Array.from([...document, ...EJECTOR.present]) : document;
    const result = await confirmed('print', bytes);
    if (!result.ok) {
      unfinished = number;
      buffered = !(await line.clear()).ok;
    }
    return result;
  }

  /** Sends bytes and waits for the printer's word that they are on paper. */
  async function confirmed(name: string, bytes: Uint8Array): Printed {
    const { marker, isEnd } = endMarker();
    const job = { isEnd, ended: false };
    awaited = job;
    buffered = true;
    const written = await line.sendSecret(name, Uint8Array.from([...bytes, ...marker]));
    const result = written.ok ? await waitEnd(job) : written;
    awaited = null;
    buffered = !result.ok;
    if (result.ok) knownClean = true;
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

  async function waitEnd(job: { readonly ended: boolean }): Printed {
    const deadlineMs = clock.nowMs() + PRINT_DEADLINE_MS;
    for (;;) {
      const seen = await readStatus();
      // The echo outweighs a status: a roll may end right behind the last line.
      if (job.ended) return ok({ printedAt: instantOf(clock) });
      if (seen.ok && seen.value.hindrance) return err(fail(seen.value.hindrance, seen.value.fault?.cause));
      if (!line.isUp || clock.nowMs() >= deadlineMs) {
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
    ...paper,
    start: line.start,
    report: record.report,
    cancel: () => undefined,
    print: (document, number) => exclusively(() => print(document, number)),
    voidPiece: (number) =>
      exclusively(async () => {
        if (!knownClean) unfinished ??= number;
        const free = await ready();
        return free.ok ? ok({ cutAt: instantOf(clock) }) : free;
      }),
    async close() {
      poller.stop();
      await line.close();
    },
  };
}
