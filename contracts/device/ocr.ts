import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { paperKind, paperReading } from '../domain/paper.ts';
import { id } from '../ids.ts';

/** The largest still that is read, in bytes; a 20-megapixel JPEG at high quality stays below it. */
export const MAX_STILL_BYTES = 20 * 1024 * 1024;

/** Requests that main makes of the OCR worker, in the envelope `portMessage`. */
export const ocrCalls = {
  /**
   * Reads one still. Without `kind` the kind is recognised. `unsupported_type`, `too_large`, `unreadable_image` speak of
   * the image, `ocr_failed` of the engine, `cancelled` of a release while it was read.
   */
  read: call(
    z.strictObject({
      fileId: id,
      bytes: z.instanceof(Uint8Array),
      mimeType: z.string().max(100),
      kind: paperKind.optional(),
    }),
    paperReading,
  ),
  /** Makes the engine ready ahead of the first reading; answers when it is. */
  warm: call(nothing, nothing),
  /** Gives the engine's memory back at once; the next reading makes a new one. */
  release: call(nothing, nothing),
} as const;
