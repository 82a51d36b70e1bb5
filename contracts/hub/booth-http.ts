import { z } from 'zod';
import { call } from '../channel.ts';
import { id } from '../ids.ts';

/**
 * HTTP of the booth below `/api/v1/booth`, `Authorization: Bearer` with a fresh booth token.
 * PUT /booth/visits/:visitId/files/:fileId — raw body of the still; the same id again is answered as stored.
 */
export const boothHttp = {
  putFile: call(
    z.strictObject({
      visitId: id,
      fileId: id,
      widthPx: z.coerce.number().int().min(1),
      heightPx: z.coerce.number().int().min(1),
    }),
    z.strictObject({ fileId: id, sha256: z.string() }),
  ),
} as const;

/** Largest file accepted from a camera or a phone, in bytes. */
export const MAX_FILE_BYTES = 20 * 1024 * 1024;
