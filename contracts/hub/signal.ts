import { z } from 'zod';
import { trackRole } from '../domain/call.ts';
import { id } from '../ids.ts';

const MAX_SDP_CHARS = 200_000;

/** WebRTC signalling between two parties of a call. `roles` says, by transceiver mid, what each media line carries. */
export const signal = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('description'),
    type: z.enum(['offer', 'answer', 'rollback', 'pranswer']),
    sdp: z.string().max(MAX_SDP_CHARS),
    roles: z.record(z.string().max(16), trackRole),
    /** Whether the sender's microphone is off now; a change of it is said by itself. */
    muted: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('muted'), muted: z.boolean() }),
  z.strictObject({
    kind: z.literal('candidate'),
    /** Null marks the end of candidates. */
    candidate: z
      .strictObject({
        candidate: z.string().max(2000),
        sdpMid: z.string().max(64).nullable(),
        sdpMLineIndex: z.int().min(0).max(64).nullable(),
        usernameFragment: z.string().max(300).nullable(),
      })
      .nullable(),
  }),
]);
export type Signal = z.infer<typeof signal>;

export const signalOut = z.strictObject({ callId: id, toPartyId: id, signal });
export const signalIn = z.strictObject({ callId: id, fromPartyId: id, signal });
