import { toHex } from '../framing/hex.ts';
import { PAPER } from '../printer/encoder.ts';
import { createEscposMachine } from '../printer/interpreter.ts';
import { linesOf, type Mark } from '../printer/marks.ts';
import { CLEAR_BUFFERS, ejectorStatusByte } from '../printer/protocol.ts';
import { createBase } from './base.ts';
import { makeSlip } from './slip.ts';
import type { PrinterSimulator, SimulatorOptions, Slip } from './types.ts';

/** TM-T88III: bytes beyond this are lost. */
const RECEIVE_BUFFER_BYTES = 4_096;

const DLE = 0x10;
const EOT = 0x04;
const ENQ = 0x05;
const DC4 = 0x14;
/** Bits that are always set in an answer to DLE EOT. */
const STATUS_BASE = 0x12;
const EJECT_RETRACT = 2;
const EJECT_PRESENT = 3;
const EJECT_OUT = 5;
const EJECT_STATUS = 6;

/** An ESC/POS printer with its roll, cover and cutter. Real-time commands are obeyed as they arrive, all others in order. */
export function startPrinterSimulator(options: SimulatorOptions<'escpos-printer'>): PrinterSimulator {
  const { columns, dots } = PAPER[options.paperWidthMm];
  const msPerLine = options.msPerLine ?? 0;
  const slips: Slip[] = [];
  let paper: 'full' | 'low' | 'out' = 'full';
  let linesLeft = Number.POSITIVE_INFINITY;
  let coverOpen = false;
  let jammed = false;
  let cutterError = false;
  let arriving: number[] = [];
  let buffer: number[] = [];
  let marks: Mark[] = [];
  let raw: number[] = [];
  let resting = false;
  let cut = false;
  const hasEjector = options.taken === 'ejector-status';
  const retracted: Slip[] = [];
  /** Where the last slip is that the ejector holds. */
  let held: 'nowhere' | 'inside' | 'mouth' = 'nowhere';
  let paperJam = false;

  const base = createBase({
    ...options,
    class: 'printer',
    onBytes(bytes) {
      arriving.push(...bytes);
      obeyRealTime();
      work();
    },
    onUnplug() {
      arriving = [];
    },
  });

  const machine = createEscposMachine({
    columns,
    complain: base.complain,
    send: base.reply,
    onMark(mark) {
      marks.push(mark);
      if (mark.kind !== 'feed') linesLeft -= 1;
      if (linesLeft <= 0) paper = 'out';
      if (msPerLine > 0) rest();
    },
    onCut() {
      if (jammed) cutterError = true;
      else cut = true;
    },
    onEjector,
  });

  const isOffline = () => coverOpen || cutterError || paper === 'out';

  function rest(): void {
    resting = true;
    base.clock.after(msPerLine, () => {
      resting = false;
      work();
      base.changed();
    });
  }

  function work(): void {
    while (!resting && !isOffline() && buffer.length > 0) {
      const length = machine.step(buffer);
      if (length === 0) return;
      raw.push(...buffer.slice(0, length));
      buffer = buffer.slice(length);
      if (cut) fallSlip();
    }
  }

  function fallSlip(): void {
    cut = false;
    slips.push(makeSlip(marks, raw, dots));
    marks = [];
    raw = [];
    if (!hasEjector) return;
    if (held === 'mouth') base.complain('a slip is printed behind one that still hangs at the mouth');
    held = 'inside';
  }

  function onEjector(command: number): void {
    if (!hasEjector) {
      base.complain(`GS e ${command}: this printer has no ejector`);
      return;
    }
    if (command === EJECT_PRESENT) {
      if (held === 'inside') held = 'mouth';
    } else if (command === EJECT_RETRACT) {
      const slip = slips.at(-1);
      if (held !== 'nowhere' && slip) retracted.push(slip);
      held = 'nowhere';
    } else if (command === EJECT_OUT) {
      held = 'nowhere';
    } else if (command === EJECT_STATUS) {
      base.reply(Uint8Array.of(ejectorByte()));
    } else base.complain(`GS e ${command}`);
  }

  const ejectorByte = () =>
    ejectorStatusByte({
      nearEnd: paper === 'low',
      inPresenter: held === 'inside',
      atMouth: held === 'mouth',
      moving: false,
      error: paperJam,
      jammed: paperJam,
    });

  /** Takes the real-time commands out of what arrives; all else waits in the receive buffer. */
  function obeyRealTime(): void {
    while (arriving.length > 0) {
      const length = realTimeCommand();
      if (length === null) return;
      if (length > 0) {
        arriving = arriving.slice(length);
        continue;
      }
      const [byte = 0] = arriving;
      arriving = arriving.slice(1);
      if (buffer.length < RECEIVE_BUFFER_BYTES) buffer.push(byte);
      else if (base.simulator.violations.at(-1) !== 'the receive buffer overflows') {
        base.complain('the receive buffer overflows');
      }
    }
  }

  /** Length of the command at the start of what arrives; 0 when there is none, null when it is not all there yet. */
  function realTimeCommand(): number | null {
    const [first, second, n] = arriving;
    if (first !== DLE) return 0;
    if (second === undefined) return null;
    if (second === EOT || second === ENQ) {
      if (n === undefined) return null;
      if (second === EOT) base.reply(Uint8Array.of(statusByte(n)));
      else recover(n);
      return 3;
    }
    if (second === DC4) {
      if (arriving.length < CLEAR_BUFFERS.length) return null;
      const command = Uint8Array.from(arriving.slice(0, CLEAR_BUFFERS.length));
      if (toHex(command) !== toHex(CLEAR_BUFFERS)) base.complain(`unknown command ${toHex(command)}`);
      clearBuffers();
      if (!jammed) cutterError = false;
      base.reply(Uint8Array.of(0x37, 0x25, 0x00));
      return CLEAR_BUFFERS.length;
    }
    // Not a real-time command: it may be a length or a dot pattern inside another one.
    return 0;
  }

  function recover(n: number): void {
    if (n !== 1 && n !== 2) base.complain(`DLE ENQ ${n}`);
    if (!cutterError) return;
    if (n === 2) clearBuffers();
    if (!jammed) cutterError = false;
  }

  function clearBuffers(): void {
    buffer = [];
    machine.clear();
  }

  function statusByte(n: number): number {
    switch (n) {
      case 1:
        return STATUS_BASE | (isOffline() ? 0x08 : 0);
      case 2:
        return STATUS_BASE | (coverOpen ? 0x04 : 0) | (paper === 'out' ? 0x20 : 0) | (cutterError ? 0x40 : 0);
      case 3:
        return STATUS_BASE | (cutterError ? 0x08 : 0);
      case 4:
        return STATUS_BASE | (paper === 'full' ? 0 : 0x0c) | (paper === 'out' ? 0x60 : 0);
      default:
        base.complain(`DLE EOT ${n}`);
        return STATUS_BASE;
    }
  }

  const act = (change: () => void) => {
    change();
    work();
    base.changed();
  };

  return {
    ...base.simulator,
    parts: () => ({
      paper,
      cover: coverOpen ? 'open' : 'closed',
      cutter: jammed ? 'jammed' : 'free',
      slip: held === 'mouth',
    }),
    setPaper: (next) =>
      act(() => {
        paper = next;
        linesLeft = next === 'out' ? 0 : Number.POSITIVE_INFINITY;
      }),
    endPaperAfter: (lines) =>
      act(() => {
        linesLeft = lines;
      }),
    openCover: () =>
      act(() => {
        coverOpen = true;
      }),
    closeCover: () =>
      act(() => {
        coverOpen = false;
      }),
    jamCutter: () =>
      act(() => {
        jammed = true;
      }),
    clearCutter: () =>
      act(() => {
        jammed = false;
      }),
    tear: () =>
      act(() => {
        if (held === 'mouth') held = 'nowhere';
      }),
    jamPaper: () =>
      act(() => {
        paperJam = true;
      }),
    clearPaper: () =>
      act(() => {
        paperJam = false;
      }),
    losePower: () =>
      act(() => {
        arriving = [];
        clearBuffers();
      }),
    slips: () => slips,
    retracted: () => retracted,
    uncut: () => linesOf(marks).filter((line) => line.length > 0),
  };
}
