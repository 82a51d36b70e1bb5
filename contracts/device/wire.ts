import { z } from 'zod';
import { slug } from '../ids.ts';
import { instant } from '../time.ts';

/**
 * One frame on a device's line, as a technician sees it. What a card, a code or a printed text holds is masked where it is
 * taken, in the device host: `hex` is then null and `text` says how many bytes there were.
 */
export const wireFrame = z.strictObject({
  /** Counts up per life of the device host. */
  seq: z.int().min(1),
  at: instant,
  deviceId: slug,
  direction: z.enum(['out', 'in']),
  /** `discarded`: bytes that belong to no frame. */
  kind: z.enum(['frame', 'discarded']),
  /** At most 128 bytes, as manuals print them. */
  hex: z.string().max(400).nullable(),
  /** What it means, e.g. `get status`, `status 1–6 closed`. */
  text: z.string().max(200),
});
export type WireFrame = z.infer<typeof wireFrame>;
