import { z } from 'zod';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';

/** Why a self-check ran. */
export const selfCheckTrigger = z.enum(['start', 'hourly', 'before-door', 'technician']);
export type SelfCheckTrigger = z.infer<typeof selfCheckTrigger>;

/**
 * One named result. `name` is `device.<id>`, `camera.face`, `camera.document`, `microphone`, `speaker`, `network.hub`,
 * `network.signalling`, `network.relay` (there is none), `network.relay-udp`, `-tcp`, `-tls`,
 * `network.bandwidth`, `disk`, `memory` or `clock`; with `code` it names the fault, e.g. `camera_black`.
 */
export const selfCheckResult = z.strictObject({
  name: z.string().regex(/^[a-z]+(\.[a-z0-9-]+)?$/),
  outcome: z.enum(['ok', 'warning', 'failed', 'skipped']),
  /** Null when `ok`. */
  code: z.string().max(40).nullable(),
  /** What was measured or why it was skipped, for a technician. */
  detail: z.string().max(300),
  durationMs: z.number().min(0),
});
export type SelfCheckResult = z.infer<typeof selfCheckResult>;

export const selfCheckReport = z.strictObject({
  id,
  boothId: slug,
  trigger: selfCheckTrigger,
  at: instant,
  durationMs: z.number().min(0),
  results: z.array(selfCheckResult).max(60),
});
export type SelfCheckReport = z.infer<typeof selfCheckReport>;
