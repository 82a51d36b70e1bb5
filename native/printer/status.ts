import type { DeviceState, DeviceStatus } from '../../contracts/device/device.ts';
import type { ErrorCode } from '../../contracts/errors.ts';
import type { Fault } from '../driver.ts';

export type PrinterStatus = Extract<DeviceStatus, { class: 'printer' }>;

/** The answers to DLE EOT 1 to 4, in this order. */
export type StatusBytes = readonly [printer: number, offline: number, error: number, paper: number];

export interface PrinterReading {
  readonly status: PrinterStatus;
  readonly state: DeviceState;
  readonly fault: Fault | null;
  /** Why nothing can be printed now; null when it can. */
  readonly hindrance: Extract<ErrorCode, 'paper_out' | 'cover_open' | 'cutter_error' | 'device_error'> | null;
}

/* Bits after Epson's TM-T88 manual, page 44 (DLE EOT n). */
const IS_OFFLINE = 0x08;
const COVER_OPEN = 0x04;
const STOPPED_BY_PAPER_END = 0x20;
const CUTTER_ERROR = 0x08;
const UNRECOVERABLE = 0x20;
const PAPER_NEAR_END = 0x0c;
const PAPER_END = 0x60;

/** What the four status bytes say, the worst first. Lack of paper is a matter of people, hence `userError`. */
export function readPrinterStatus([printer, offline, error, paper]: StatusBytes): PrinterReading {
  const coverOpen = (offline & COVER_OPEN) !== 0;
  const cutterError = (error & CUTTER_ERROR) !== 0;
  const paperOut = (paper & PAPER_END) !== 0 || (offline & STOPPED_BY_PAPER_END) !== 0;
  const paperLow = (paper & PAPER_NEAR_END) !== 0;
  const status: PrinterStatus = {
    class: 'printer',
    // While the cover is open the paper sensor looks at nothing.
    paper: coverOpen ? 'unknown' : paperOut ? 'out' : paperLow ? 'low' : 'full',
    cover: coverOpen ? 'open' : 'closed',
    cutter: cutterError ? 'error' : 'ok',
    slip: 'unknown',
  };
  const down = (
    hindrance: NonNullable<PrinterReading['hindrance']>,
    state: DeviceState,
    cause: string,
    action: Fault['action'],
  ): PrinterReading => ({ status, state, hindrance, fault: { code: hindrance, cause, action } });

  if (error & UNRECOVERABLE) return down('device_error', 'hardwareError', 'unrecoverable error', 'maintenance');
  if (cutterError) return down('cutter_error', 'hardwareError', 'the cutter is blocked', 'clear');
  if (coverOpen) return down('cover_open', 'userError', 'the cover is open', 'clear');
  if (paperOut) return down('paper_out', 'userError', 'the paper is at its end', 'clear');
  if (printer & IS_OFFLINE) return down('device_error', 'offline', 'the printer says that it is offline', 'reset');
  return { status, state: 'online', fault: null, hindrance: null };
}

/* Bits of automatic status after the TM-T88III manual, pages 316–320. */
const AUTO_OFFLINE = 0x08;
const AUTO_COVER_OPEN = 0x20;
const AUTO_CUTTER_ERROR = 0x08;
const AUTO_UNRECOVERABLE = 0x20;
const AUTO_NEAR_END = 0x03;
const AUTO_PAPER_END = 0x0c;
/** Bits that are always set in an answer to DLE EOT. */
const STATUS_BASE = 0x12;

/** What a printer says by itself (GS a), in the words of the four answers to DLE EOT. */
export function fromAutoStatus([first = 0, second = 0, third = 0]: Uint8Array): StatusBytes {
  const coverOpen = (first & AUTO_COVER_OPEN) !== 0;
  const paperOut = (third & AUTO_PAPER_END) !== 0;
  return [
    STATUS_BASE | (first & AUTO_OFFLINE ? IS_OFFLINE : 0),
    STATUS_BASE | (coverOpen ? COVER_OPEN : 0) | (paperOut ? STOPPED_BY_PAPER_END : 0),
    STATUS_BASE | (second & AUTO_CUTTER_ERROR ? CUTTER_ERROR : 0) | (second & AUTO_UNRECOVERABLE ? UNRECOVERABLE : 0),
    STATUS_BASE | (third & AUTO_NEAR_END ? PAPER_NEAR_END : 0) | (paperOut ? PAPER_END : 0),
  ];
}

/** The same printer with paper jammed in its ejector: nothing can be printed until somebody has pulled it out. */
export function jammed(reading: PrinterReading): PrinterReading {
  return {
    status: { ...reading.status, paper: 'jammed' },
    state: 'hardwareError',
    fault: { code: 'device_error', cause: 'paper is jammed in the ejector', action: 'clear' },
    hindrance: 'device_error',
  };
}

export const UNKNOWN_PRINTER: PrinterStatus = {
  class: 'printer',
  paper: 'unknown',
  cover: 'unknown',
  cutter: 'unknown',
  slip: 'unknown',
};
