/** Honeywell's serial commands: `docs/devices/honeywell-scanner.md`. */
import type { FrameRule } from '../framing/frame-parser.ts';
import type { ScannerDialect, ScannerReply } from './command.ts';

const SYN = 0x16;
const CR = 0x0d;
const ACK = 0x06;
const ENQ = 0x05;
const NAK = 0x15;

export const TRIGGER_ON = Uint8Array.of(SYN, 0x54, CR);
export const TRIGGER_OFF = Uint8Array.of(SYN, 0x55, CR);

/** Reading by command only; the `!` keeps it out of the flash, which bears few writes. */
export const SERIAL_TRIGGER_MENU = 'PAPHHF';

/** A menu command: `!` until the power goes, `.` for good. */
export function menuCommand(text: string, storage: '!' | '.'): Uint8Array {
  return Uint8Array.from([SYN, 0x4d, CR, ...Buffer.from(`${text}${storage}`, 'ascii')]);
}

const OUTCOMES: Readonly<Record<number, ScannerReply['outcome']>> = {
  [ACK]: 'done',
  [ENQ]: 'unknown',
  [NAK]: 'refused',
};
const STATUS_BYTES: Readonly<Record<ScannerReply['outcome'], number>> = {
  done: ACK,
  unknown: ENQ,
  refused: NAK,
  garbled: NAK,
};
/** `!`, `.`, `,` or `;` ends a reply, as it ended the command. */
const TERMINATORS = [0x21, 0x2e, 0x2c, 0x3b];
const MAX_REPLY_BYTES = 40;

const isMenuChar = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);

/** The command's text, a status byte, the terminator. */
export const menuReplyRule: FrameRule<ScannerReply> = {
  maxBytes: MAX_REPLY_BYTES,
  read(buffer) {
    for (const [index, byte] of buffer.entries()) {
      if (isMenuChar(byte) && index < MAX_REPLY_BYTES - 2) continue;
      const outcome = OUTCOMES[byte];
      if (!outcome || index === 0) return { kind: 'skip', length: index + 1 };
      const end = buffer[index + 1];
      if (end === undefined) return { kind: 'more' };
      if (!TERMINATORS.includes(end)) return { kind: 'skip', length: index + 1 };
      const about = Buffer.from(buffer.subarray(0, index)).toString('ascii');
      return { kind: 'frame', frame: { about, outcome }, length: index + 2 };
    }
    return { kind: 'more' };
  },
};

/** For simulators and tests. */
export function encodeMenuReply({ about, outcome }: ScannerReply, storage: '!' | '.'): Uint8Array {
  return Uint8Array.from([...Buffer.from(about, 'ascii'), STATUS_BYTES[outcome], storage.charCodeAt(0)]);
}

export const honeywellDialect: ScannerDialect = {
  replyRule: menuReplyRule,
  prepare: {
    name: 'read by command',
    request: menuCommand(SERIAL_TRIGGER_MENU, '!'),
    // Noise of letters may stand before the echo.
    isReply: (reply) => reply.about.endsWith(SERIAL_TRIGGER_MENU),
  },
  triggerOn: { name: 'trigger on', request: TRIGGER_ON, isReply: null },
  triggerOff: { name: 'trigger off', request: TRIGGER_OFF, isReply: null },
};
