import iconv from 'iconv-lite';
import type { ProfileOf } from '../../contracts/device/profile.ts';

type Settings = Pick<ProfileOf<'line-scanner'>, 'suffix' | 'encoding'>;

/** The longest code that counts: a QR code holds at most 2,953 bytes (version 40, level L). */
export const MAX_CODE_BYTES = 3_000;

const SUFFIXES = { cr: [0x0d], lf: [0x0a], crlf: [0x0d, 0x0a], none: [] } as const;

export function encodeScan(text: string, { suffix, encoding }: Settings): Uint8Array {
  return Uint8Array.from([...iconv.encode(text, encoding), ...SUFFIXES[suffix]]);
}

/** The text of a code, without the characters that end or frame a line. */
export function decodeScan(bytes: Uint8Array, encoding: Settings['encoding']): string {
  return iconv.decode(Buffer.from(bytes), encoding).replace(/^[\r\n]+|[\r\n]+$/g, '');
}

export type ScanEvent =
  | { readonly kind: 'code'; readonly bytes: Uint8Array }
  /** More than any code holds: the scanner talks rubbish, usually at another baud rate. */
  | { readonly kind: 'too-long'; readonly length: number };

/** Gathers the bytes of a scanner into codes: at the suffix, or when the line falls silent. */
export function createScanParser({ suffix }: Pick<Settings, 'suffix'>) {
  const end = SUFFIXES[suffix];
  let buffer: number[] = [];
  let overflow = 0;

  const finish = (): ScanEvent[] => {
    const bytes = buffer;
    const lost = overflow;
    buffer = [];
    overflow = 0;
    if (lost > 0) return [{ kind: 'too-long', length: bytes.length + lost }];
    return bytes.length > 0 ? [{ kind: 'code', bytes: Uint8Array.from(bytes) }] : [];
  };

  return {
    push(bytes: Uint8Array): ScanEvent[] {
      const events: ScanEvent[] = [];
      for (const byte of bytes) {
        if (buffer.length < MAX_CODE_BYTES + end.length) buffer.push(byte);
        else overflow += 1;
        const ended = end.length > 0 && end.every((want, index) => buffer.at(index - end.length) === want);
        if (!ended) continue;
        buffer.length -= end.length;
        events.push(...finish());
      }
      return events;
    },
    /** The line fell silent. */
    flush: finish,
    get pending() {
      return buffer.length;
    },
  };
}
