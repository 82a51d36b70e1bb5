import type { FrameRule, Verdict } from '../framing/frame-parser.ts';

/*
 * ESC/POS status and confirmation. Sources: Epson's ESC/POS reference (download4.epson.biz/sec_pubs/pos/reference_en/escpos)
 * and the TM-T88III manual, appendix G, for telling the printer's bytes apart. docs/devices/escpos-printer.md has all of them.
 */

/** DLE EOT n: 1 printer, 2 cause of offline, 3 cause of error, 4 paper. Answered at once, whatever the printer does. */
export type StatusNumber = 1 | 2 | 3 | 4;
export const STATUS_NUMBERS: readonly StatusNumber[] = [1, 2, 3, 4];

export function statusRequest(n: StatusNumber): Uint8Array {
  return Uint8Array.of(0x10, 0x04, n);
}

/** DLE DC4 fn 8: empties the receive and print buffers; answered by `37 25 00`. */
export const CLEAR_BUFFERS = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);
/** DLE ENQ 2: the older way, for a recoverable error only: empties the buffers and recovers. */
export const CLEAR_AND_RECOVER = Uint8Array.of(0x10, 0x05, 0x02);
/** ESC @ */
export const INITIALISE = Uint8Array.of(0x1b, 0x40);
/** GS r 1: the paper sensor's state, sent when everything before it has been processed: not in real time. */
export const TRANSMIT_PAPER_STATUS = Uint8Array.of(0x1d, 0x72, 0x01);
/** GS V 66 0: feeds to the cutter and cuts, leaving a corner. */
const FEED_AND_CUT = Uint8Array.of(0x1d, 0x56, 0x42, 0x00);
/** ESC d 5, ESC i: the older cut feeds nothing by itself; five lines are the 19 mm from the head to the knife. */
const FEED_THEN_OLD_CUT = Uint8Array.of(0x1b, 0x64, 5, 0x1b, 0x69);

export function cutCommand(cut: 'gs-v' | 'esc-i'): Uint8Array {
  return cut === 'gs-v' ? FEED_AND_CUT : FEED_THEN_OLD_CUT;
}

/** The ejector of KPM-210/216 and kin (manual, pages 76–77): GS e n. */
export const EJECTOR = {
  /** Draws back what nobody took. */
  retract: Uint8Array.of(0x1d, 0x65, 2),
  /** Shows the slip at the mouth and holds it. */
  present: Uint8Array.of(0x1d, 0x65, 3, 0),
  /** Throws out what still hangs there, before the next slip. */
  eject: Uint8Array.of(0x1d, 0x65, 5),
  status: Uint8Array.of(0x1d, 0x65, 6),
} as const;

export interface EjectorStatus {
  readonly nearEnd: boolean;
  /** Paper under the sensor inside the presenter. */
  readonly inPresenter: boolean;
  /** A slip at the mouth. */
  readonly atMouth: boolean;
  readonly moving: boolean;
  readonly error: boolean;
  readonly jammed: boolean;
}

/** Bit 1 is always 0, so a byte with it is something else: undefined. */
export function readEjectorStatus(byte: number): EjectorStatus | undefined {
  if (byte & 0x02) return undefined;
  return {
    nearEnd: (byte & 0x01) !== 0,
    inPresenter: (byte & 0x04) !== 0,
    atMouth: (byte & 0x08) !== 0,
    moving: (byte & 0x30) !== 0,
    error: (byte & 0x40) !== 0,
    jammed: (byte & 0x80) !== 0,
  };
}

export function ejectorStatusByte(status: EjectorStatus): number {
  const bits = [
    status.nearEnd,
    false,
    status.inPresenter,
    status.atMouth,
    status.moving,
    false,
    status.error,
    status.jammed,
  ];
  return bits.reduce((byte, bit, index) => byte | (bit ? 1 << index : 0), 0);
}

/** An answer to `TRANSMIT_PAPER_STATUS`: near end in bits 0–1, end in bits 2–3, nothing above. */
export function isPaperStatus(byte: number): boolean {
  return (byte & 0xf0) === 0x00;
}

const PROCESS_ID_CHARS = 4;

/** GS ( H fn 48: the printer sends the id back when everything before it has been printed. Four characters 20–7E. */
export function processIdRequest(id: string): Uint8Array {
  if (!/^[\x20-\x7e]{4}$/.test(id)) throw new Error(`process id must be ${PROCESS_ID_CHARS} printable characters`);
  return Uint8Array.from([0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(id, 'latin1')]);
}

export type PrinterFrame =
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'process-id'; readonly id: string }
  | { readonly kind: 'cleared' }
  | { readonly kind: 'auto-status'; readonly bytes: Uint8Array }
  | { readonly kind: 'transmitted'; readonly byte: number }
  | { readonly kind: 'ejector'; readonly status: EjectorStatus }
  | { readonly kind: 'flow' };

const BLOCK_HEADER = 0x37;
const PROCESS_ID = 0x22;
const CLEARED = 0x25;
const XON = 0x11;
const XOFF = 0x13;
const AUTO_STATUS_BYTES = 4;
const PROCESS_ID_BYTES = 7;
const CLEARED_BYTES = 3;

const isAutoStatusRest = (byte: number) => (byte & 0x90) === 0x00;

export const printerFrameRule: FrameRule<PrinterFrame> = createPrinterFrameRule(() => false);

/**
 * How the printer's bytes are told apart. An ejector's status byte looks like many others, so it is only taken for one
 * while `expectsEjector` says that it was asked for.
 */
export function createPrinterFrameRule(expectsEjector: () => boolean): FrameRule<PrinterFrame> {
  return {
    maxBytes: PROCESS_ID_BYTES,
    read(buffer) {
      const first = buffer[0] ?? 0;
      const status = expectsEjector() ? readEjectorStatus(first) : undefined;
      if (status) return { kind: 'frame', frame: { kind: 'ejector', status }, length: 1 };
      if (first === BLOCK_HEADER) return readBlock(buffer);
      if (first === XON || first === XOFF) return { kind: 'frame', frame: { kind: 'flow' }, length: 1 };
      if ((first & 0x93) === 0x12) return { kind: 'frame', frame: { kind: 'status', byte: first }, length: 1 };
      if ((first & 0x93) === 0x10) return readAutoStatus(buffer);
      if ((first & 0x90) === 0x00) return { kind: 'frame', frame: { kind: 'transmitted', byte: first }, length: 1 };
      return { kind: 'skip', length: 1 };
    },
  };
}

function readAutoStatus(buffer: Uint8Array): Verdict<PrinterFrame> {
  const rest = buffer.subarray(1, AUTO_STATUS_BYTES);
  if (!rest.every(isAutoStatusRest)) return { kind: 'skip', length: 1 };
  if (rest.length < AUTO_STATUS_BYTES - 1) return { kind: 'more' };
  const bytes = Uint8Array.from(buffer.subarray(0, AUTO_STATUS_BYTES));
  return { kind: 'frame', frame: { kind: 'auto-status', bytes }, length: AUTO_STATUS_BYTES };
}

/** What a frame of the printer says, for the wire log. */
export function printerWords(frame: PrinterFrame): string {
  switch (frame.kind) {
    case 'status':
      return `status ${frame.byte.toString(2).padStart(8, '0')}`;
    case 'process-id':
      return `printed to its end: ${frame.id}`;
    case 'cleared':
      return 'buffers are empty';
    case 'auto-status':
      return 'status by itself';
    case 'transmitted':
      return 'paper status';
    case 'ejector':
      return frame.status.atMouth ? 'a slip at the mouth' : 'no slip at the mouth';
    case 'flow':
      return 'flow control';
  }
}

function readBlock(buffer: Uint8Array): Verdict<PrinterFrame> {
  const identifier = buffer[1];
  if (identifier === undefined) return { kind: 'more' };
  if (identifier === CLEARED) {
    if (buffer.length < CLEARED_BYTES) return { kind: 'more' };
    if (buffer[CLEARED_BYTES - 1] !== 0) return { kind: 'skip', length: 1 };
    return { kind: 'frame', frame: { kind: 'cleared' }, length: CLEARED_BYTES };
  }
  if (identifier !== PROCESS_ID) return { kind: 'skip', length: 1 };
  const id = buffer.subarray(2, PROCESS_ID_BYTES - 1);
  if (!id.every((byte) => byte >= 0x20 && byte <= 0x7e)) return { kind: 'skip', length: 1 };
  if (buffer.length < PROCESS_ID_BYTES) return { kind: 'more' };
  if (buffer[PROCESS_ID_BYTES - 1] !== 0) return { kind: 'skip', length: 1 };
  return {
    kind: 'frame',
    frame: { kind: 'process-id', id: Buffer.from(id).toString('latin1') },
    length: PROCESS_ID_BYTES,
  };
}
