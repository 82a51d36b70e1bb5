import type { CallInput, CallOutput } from '../../contracts/channel.ts';
import type { DeviceReport } from '../../contracts/device/device.ts';
import type { hostCalls } from '../../contracts/device/host.ts';
import { numberOf, type PrintDocument } from '../../contracts/device/print.ts';
import type { VisitFact } from '../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Id } from '../../contracts/ids.ts';
import { ok, type Result } from '../../contracts/result.ts';
import { type Clock, type Instant, instantOf } from '../../contracts/time.ts';
import type { BoothDatabase } from './booth-database.ts';
import type { Log } from './log.ts';
import type { OwnKind, Print, PrintLedger } from './print-ledger.ts';

type PrinterCall = 'printer.print' | 'printer.void' | 'printer.preview';
type OwnDocument = Extract<PrintDocument, { kind: OwnKind }>;

export interface PrintDeskOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: PrintLedger;
  readonly database: Pick<BoothDatabase, 'atomically'>;
  /** Writes a fact into the journal, in the transaction of the ledger's change. */
  readonly record: (visitId: Id | null, fact: VisitFact) => void;
  /** Facts are on disk. */
  readonly onRecorded: () => void;
  readonly call: <K extends PrinterCall>(
    name: K,
    input: CallInput<(typeof hostCalls)[K]>,
  ) => Promise<Result<CallOutput<(typeof hostCalls)[K]>, XiaowuError>>;
}

/** Printing as a transaction: on record before the first byte, valid by the printer's word, void otherwise. */
export interface PrintDesk {
  /** Voids what an earlier life of the booth began and did not see the end of. Once, before anything is printed. */
  start(): void;
  /** Prints a document. One whose number is valid already is printed as its next copy; a void number never again. */
  print(document: PrintDocument, visitId: Id | null): Promise<Result<{ printedAt: Instant }, XiaowuError>>;
  /** Gives a document its number and prints it. */
  printNew(
    kind: OwnKind,
    make: (number: string, at: Instant) => OwnDocument,
    visitId: Id | null,
  ): Promise<Result<{ number: string }, XiaowuError>>;
  /** Hears how the printer is: as soon as it can, it cuts off what broke off. */
  reported(devices: readonly DeviceReport[]): void;
}

export function createPrintDesk(options: PrintDeskOptions): PrintDesk {
  const { clock, log, ledger, database, record, onRecorded, call } = options;
  let last: Promise<unknown> = Promise.resolve();
  let isTidying = false;

  /** One job at a time: the ledger and the paper stay in the same order. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work);
    last = done;
    return done;
  }

  function ended(print: Print, failed: XiaowuError | null): void {
    database.atomically(() => {
      if (failed) ledger.voids(print, failed.code);
      else ledger.confirm(print);
      const fact = factOf(print, failed);
      if (fact) record(print.visitId, fact);
    });
    onRecorded();
  }

  async function endPieces(): Promise<Result<undefined, XiaowuError>> {
    for (const number of ledger.uncut()) {
      const cut = await call('printer.void', { number });
      if (!cut.ok) return cut;
      ledger.cutOff(number);
    }
    return ok(undefined);
  }

  async function printNow(document: PrintDocument, visitId: Id | null) {
    // Nothing is printed behind a piece of somebody else's slip; the number is not begun and stays good.
    const clean = await endPieces();
    if (!clean.ok) return clean;
    const begun = ledger.begin(document.kind, numberOf(document), visitId);
    if (!begun.ok) return begun;
    const result = await call('printer.print', { document, copy: begun.value.copy });
    ended(begun.value, result.ok ? null : result.error);
    return result;
  }

  return {
    start() {
      for (const print of ledger.begun()) {
        const detail = `${print.number} was being printed when the booth ended`;
        log({ level: 'warning', event: 'print.voided', detail });
        database.atomically(() => {
          ledger.voids(print, 'print_unconfirmed');
          if (print.visitId && print.kind === 'receipt' && print.copy === 0) {
            record(print.visitId, { type: 'receipt.failed', number: print.number, code: 'print_unconfirmed' });
          }
          record(print.visitId, { type: 'incident.raised', subject: 'printer', code: 'print_unconfirmed', detail });
        });
        onRecorded();
      }
    },
    print: (document, visitId) => inTurn(() => printNow(document, visitId)),
    printNew: (kind, make, visitId) =>
      inTurn(async () => {
        const number = ledger.nextNumber(kind);
        const printed = await printNow(make(number, instantOf(clock)), visitId);
        return printed.ok ? ok({ number }) : printed;
      }),
    reported(devices) {
      const isThere = devices.some(({ class: what, state }) => what === 'printer' && state === 'online');
      if (!isThere || isTidying || ledger.uncut().length === 0) return;
      isTidying = true;
      void inTurn(endPieces).finally(() => {
        isTidying = false;
      });
    },
  };
}

/** What the timeline says of a print that ended. Of a copy that failed it says nothing: the number stays as it was. */
function factOf({ kind, number, copy }: Print, failed: XiaowuError | null): VisitFact | null {
  if (kind === 'receipt' && copy === 0) {
    return failed ? { type: 'receipt.failed', number, code: failed.code } : { type: 'receipt.printed', number };
  }
  return failed ? null : { type: 'slip.printed', kind, number, copy };
}
