/**
 * Newland's unified commands: `docs/devices/newland-scanner.md`.
 *
 *     command  7E 01 30 30 30 30 | # or @ | text          | 3B 03
 *     reply    02 01 30 30 30 30 | # or @ | text | status | 3B 03
 */
import type { FrameRule } from '../framing/frame-parser.ts';
import type { ScannerDialect, ScannerReply } from './command.ts';

const ADDRESS = [0x30, 0x30, 0x30, 0x30] as const;
const COMMAND_HEAD = [0x7e, 0x01, ...ADDRESS] as const;
const REPLY_HEAD = [0x02, 0x01, ...ADDRESS] as const;
const TAIL = [0x3b, 0x03] as const;

/** `#` until the power goes, `@` for good. */
export type Storage = '#' | '@';

export interface UnifiedCommand {
  readonly storage: Storage;
  readonly text: string;
}
export interface UnifiedReply extends ScannerReply {
  readonly storage: Storage;
}

const OUTCOMES: Readonly<Record<number, ScannerReply['outcome']>> = { 6: 'done', 5: 'unknown', 21: 'refused' };
const STATUS_BYTES: Readonly<Record<ScannerReply['outcome'], number>> = {
  done: 0x06,
  unknown: 0x05,
  refused: 0x15,
  garbled: 0x15,
};

/** A format command of the scanner's manual has 24 characters; nothing longer is used. */
const MAX_TEXT_CHARS = 100;
const MAX_FRAME_BYTES = REPLY_HEAD.length + 1 + MAX_TEXT_CHARS + 1 + TAIL.length;

export function encodeUnified({ storage, text }: UnifiedCommand): Uint8Array {
  return Uint8Array.from([...COMMAND_HEAD, ...Buffer.from(`${storage}${text}`, 'ascii'), ...TAIL]);
}

export function encodeUnifiedReply({ storage, about, outcome }: UnifiedReply): Uint8Array {
  const text = Buffer.from(`${storage}${about}`, 'ascii');
  return Uint8Array.from([...REPLY_HEAD, ...text, STATUS_BYTES[outcome], ...TAIL]);
}

/** Finds head and tail, and gives what stands between them to `read`. */
function rule<F>(head: readonly number[], read: (storage: Storage, inner: Uint8Array) => F | undefined): FrameRule<F> {
  return {
    maxBytes: MAX_FRAME_BYTES,
    read(buffer) {
      for (const [index, byte] of head.entries()) {
        if (index >= buffer.length) return { kind: 'more' };
        if (buffer[index] !== byte) return { kind: 'skip', length: 1 };
      }
      const [semicolon, etx] = TAIL;
      for (let at = head.length + 1; at + 1 < buffer.length; at++) {
        if (buffer[at] !== semicolon || buffer[at + 1] !== etx) continue;
        const storage = String.fromCharCode(buffer[head.length] ?? 0);
        if (storage !== '#' && storage !== '@') return { kind: 'skip', length: 1 };
        const frame = read(storage, buffer.subarray(head.length + 1, at));
        return frame ? { kind: 'frame', frame, length: at + 2 } : { kind: 'skip', length: 1 };
      }
      return buffer.length >= MAX_FRAME_BYTES ? { kind: 'skip', length: 1 } : { kind: 'more' };
    },
  };
}

/** Printable ASCII, or undefined: a byte turned over must not pass for a command. */
function textOf(bytes: Uint8Array): string | undefined {
  const isText = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
  return isText ? Buffer.from(bytes).toString('ascii') : undefined;
}

export const unifiedCommandRule: FrameRule<UnifiedCommand> = rule(COMMAND_HEAD, (storage, inner) => {
  const text = textOf(inner);
  return text === undefined ? undefined : { storage, text };
});

export const unifiedReplyRule: FrameRule<UnifiedReply> = rule(REPLY_HEAD, (storage, inner) => {
  const outcome = OUTCOMES[inner.at(-1) ?? 0];
  const about = textOf(inner.subarray(0, -1));
  return outcome && about !== undefined ? { storage, about, outcome } : undefined;
});

const command = (name: string, text: string) => ({
  name,
  request: encodeUnified({ storage: '#', text }),
  isReply: (reply: ScannerReply) => reply.about === text,
});

export const unifiedDialect: ScannerDialect = {
  replyRule: unifiedReplyRule,
  prepare: command('read by command', 'SCNMOD0'),
  triggerOn: command('trigger on', 'SCNTRG1'),
  triggerOff: command('trigger off', 'SCNTRG0'),
};
