import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { compartmentSize } from '../device/device.ts';
import { catalogue } from '../domain/catalogue.ts';
import { readField } from '../domain/paper.ts';
import { agent, booth, presence } from '../domain/people.ts';
import { timelineEntry } from '../domain/timeline.ts';
import { caseState, parcel, party, visit, visitCase } from '../domain/visit.ts';
import { id, slug } from '../ids.ts';
import { instant } from '../time.ts';
import { iceServer, iceServersPush } from './relay.ts';
import { signalIn, signalOut } from './signal.ts';

/** A call that waits for this agent to say yes. */
export const offer = z.strictObject({
  offerId: id,
  callId: id,
  visit,
  booth,
  /** Set when a colleague invites into a running call. */
  invitedBy: agent.optional(),
  /** Why this agent: the matching department, language, region. */
  because: z.string().max(200),
  expiresAt: instant,
});
export type Offer = z.infer<typeof offer>;

/** One colleague as the desk shows them. */
export const colleague = z.strictObject({ agent, presence });

/** Requests of an agent's desk, namespace `/agent`, version 1. */
export const agentCalls = {
  /** All that the desk shows at first: also used after a reload to come back into a running call. */
  hello: call(
    nothing,
    z.strictObject({
      agent,
      presence,
      catalogue,
      colleagues: z.array(colleague),
      iceServers: z.array(iceServer),
      now: instant,
      call: z
        .strictObject({ callId: id, visit, booth, parties: z.array(party), timeline: z.array(timelineEntry) })
        .nullable(),
      today: z.array(
        z.strictObject({
          visitId: id,
          visitNumber: z.string(),
          boothName: z.string(),
          startedAt: instant,
          caseCount: z.int().min(0),
          state: z.string(),
        }),
      ),
    }),
  ),
  'presence.set': call(
    z.strictObject({ presence: presence.extract(['available', 'break', 'offline']) }),
    z.strictObject({ presence }),
  ),
  'offer.accept': call(
    z.strictObject({ offerId: id }),
    z.strictObject({ callId: id, visit, booth, parties: z.array(party), timeline: z.array(timelineEntry) }),
  ),
  'offer.decline': call(z.strictObject({ offerId: id, reason: z.string().max(80) }), nothing),
  'call.invite': call(z.strictObject({ callId: id, departmentId: slug }), z.strictObject({ offered: z.boolean() })),
  'call.leave': call(z.strictObject({ callId: id }), nothing),
  signal: call(signalOut, nothing),
  /** The desk decoded its first frame of a party: goes into the timeline. */
  'call.first-frame': call(z.strictObject({ callId: id, fromPartyId: id, role: z.enum(['face', 'paper']) }), nothing),
  'still.take': call(z.strictObject({ visitId: id }), z.strictObject({ fileId: id })),
  'paper.confirm': call(
    z.strictObject({
      visitId: id,
      fileId: id,
      fields: z.array(readField.omit({ confidence: true, rule: true, box: true, confirmed: true })),
    }),
    nothing,
  ),
  'case.open': call(z.strictObject({ visitId: id, serviceId: slug }), visitCase),
  'case.form': call(z.strictObject({ caseId: id, form: z.record(slug, z.string().max(500)) }), visitCase),
  'case.paper': call(
    z.strictObject({
      caseId: id,
      requiredPaperId: slug,
      state: z.enum(['shown', 'uploaded', 'accepted', 'refused', 'missing']),
      fileId: id.optional(),
      reason: z.string().max(500).optional(),
    }),
    visitCase,
  ),
  'case.note': call(z.strictObject({ caseId: id, note: z.string().max(2000) }), visitCase),
  /** `accepted` and `completed` need the prerequisites' outcomes; `completed` issues the outcome document to the phone. */
  'case.set': call(
    z.strictObject({ caseId: id, state: caseState.exclude(['open']), reason: z.string().max(500).optional() }),
    visitCase,
  ),
  /** The smallest free compartment of at least this size is given; `small`, for an envelope, when left out. */
  'locker.ask': call(z.strictObject({ visitId: id, caseId: id.optional(), size: compartmentSize.optional() }), parcel),
  'visit.close': call(z.strictObject({ visitId: id }), nothing),
  'wrapup.end': call(nothing, z.strictObject({ presence })),
} as const;

/** News for a desk. */
export const agentPushes = {
  'offer.new': offer,
  'offer.gone': z.strictObject({ offerId: id, reason: z.enum(['expired', 'accepted', 'declined', 'cancelled']) }),
  'presence.changed': z.strictObject({ presence }),
  colleagues: z.strictObject({ colleagues: z.array(colleague) }),
  'visit.changed': z.strictObject({ visit }),
  'timeline.added': timelineEntry,
  'call.parties': z.strictObject({ callId: id, parties: z.array(party).max(8) }),
  'call.inviting': z.strictObject({
    callId: id,
    departmentId: slug,
    agent: agent.nullable(),
    state: z.enum(['ringing', 'accepted', 'missed', 'nobody']),
  }),
  'call.ended': z.strictObject({
    callId: id,
    reason: z.enum(['hangup', 'cancelled', 'no-agent', 'completed', 'lost', 'left']),
  }),
  'queue.changed': z.strictObject({
    waiting: z.array(
      z.strictObject({
        callId: id,
        boothName: z.string(),
        departmentId: slug.optional(),
        sinceSeconds: z.int().min(0),
      }),
    ),
  }),
  /** In place of those of `hello`, some minutes before they expire. */
  'ice.servers': iceServersPush,
  signal: signalIn,
} as const;
