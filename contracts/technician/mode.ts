import { z } from 'zod';
import { instant } from '../time.ts';

/** Who works on the booth, and from where. */
export const technicianPresence = z.strictObject({
  technicianId: z.string().max(64),
  displayName: z.string().max(60),
  from: z.enum(['booth', 'hub']),
});
export type TechnicianPresence = z.infer<typeof technicianPresence>;

/**
 * The hand-over between citizen's screen and technician, in the words of XFS4IoT's VendorMode: a request waits until the
 * booth is free, and the way out closes what was opened. Never kept over a restart: a booth starts `inactive`.
 */
export const technicianMode = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('inactive') }),
  z.strictObject({
    phase: z.literal('requested'),
    by: technicianPresence,
    since: instant,
    /** `visit`: waits for its end. `consent`: the citizen is being asked. */
    waitingFor: z.enum(['visit', 'consent']),
  }),
  z.strictObject({
    phase: z.literal('active'),
    by: technicianPresence,
    since: instant,
    /** The citizen agreed and stays: no camera, no microphone, nothing that opens or prints. */
    duringVisit: z.boolean(),
    /** Ends by itself then, unless something is done. */
    idleAt: instant,
  }),
  z.strictObject({ phase: z.literal('exiting'), by: technicianPresence }),
]);
export type TechnicianMode = z.infer<typeof technicianMode>;

/** A technician as the booth must know them to let them in with the network down. Comes with the hub's `hello`. */
export const technicianKey = z.strictObject({
  technicianId: z.string().max(64),
  displayName: z.string().max(60),
  /** Argon2id hash of the PIN, in PHC form. */
  pinHash: z.string().max(200),
  /** Secret of the one-time codes (RFC 6238: SHA-1, 6 digits, 30 s), base32. */
  totpSecret: z.string().regex(/^[A-Z2-7]{16,64}$/),
});
export type TechnicianKey = z.infer<typeof technicianKey>;

export const pin = z.string().regex(/^\d{6}$/);
export const oneTimeCode = z.string().regex(/^\d{6}$/);
