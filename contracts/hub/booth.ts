import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { deviceReport } from '../device/device.ts';
import { printDocument } from '../device/print.ts';
import { callAsk, waitChoice, waitRange, waitRevision, whyWaiting } from '../domain/call.ts';
import { catalogue } from '../domain/catalogue.ts';
import { language } from '../domain/language.ts';
import { agent, booth } from '../domain/people.ts';
import { boothFact } from '../domain/timeline.ts';
import { booking, entry, mailing, parcel, party, rating, receipt, visit, visitEnd } from '../domain/visit.ts';
import { xiaowuError } from '../errors.ts';
import { id, slug } from '../ids.ts';
import { technicianCalls, technicianView, technicianViewPushes } from '../technician/calls.ts';
import { diagnosticRecord } from '../technician/diagnostics.ts';
import { technicianKey, technicianPresence } from '../technician/mode.ts';
import { selfCheckReport } from '../technician/self-check.ts';
import { day, instant } from '../time.ts';
import { formCalls, formPushes, formSignCalls } from './form.ts';
import { pageRetake } from './page.ts';
import { iceServer, iceServersPush } from './relay.ts';
import { signalIn, signalOut } from './signal.ts';

/** Requests that a booth makes of the hub, namespace `/booth` of the socket, version 1. */
export const boothCalls = {
  /** Sent right after connecting: what the booth is and what it remembers. */
  hello: call(
    z.strictObject({ version: z.string().max(40), activeVisitId: id.nullable(), lastSeq: z.int().min(0) }),
    z.strictObject({
      booth,
      catalogue,
      /** Address under which phones reach the hub, without a trailing slash. */
      publicUrl: z.url(),
      iceServers: z.array(iceServer),
      now: instant,
      /** Highest fact the hub has stored for this booth. */
      storedSeq: z.int().min(0),
      /** The visit that the hub believes to be in this booth. */
      visit: visit.nullable(),
      /** Technicians who may open this booth at its screen, also with the network down. */
      technicians: z.array(technicianKey).max(200),
      /** Parcels that the hub believes to lie in this booth's locker. */
      parcels: z.array(parcel).max(48),
    }),
  ),
  /** Facts from the journal, in order. Repeats are dropped by id; the answer names the highest stored `seq`. */
  facts: call(
    z.strictObject({ facts: z.array(boothFact).min(1).max(100) }),
    z.strictObject({ storedSeq: z.int().min(0) }),
  ),
  devices: call(z.strictObject({ devices: z.array(deviceReport).max(40) }), nothing),
  /** A citizen without a phone begins at the screen; consent was given there. The id is made by the booth. */
  'visit.begin': call(
    z.strictObject({
      visitId: id,
      entry: entry.extract(['touch']),
      language,
      serviceId: slug.optional(),
      bundleId: slug.optional(),
    }),
    visit,
  ),
  'visit.get': call(z.strictObject({ visitId: id }), visit),
  'duty.get': call(
    nothing,
    z.strictObject({
      agentsOnDuty: z.int().min(0),
      departmentsOnDuty: z.array(slug),
      waiting: z.int().min(0),
      estimatedWaitSeconds: z.int().min(0),
    }),
  ),
  'call.request': call(z.strictObject({ visitId: id, departmentId: slug.optional() }), z.strictObject({ callId: id })),
  /** The citizen does not wait: a call back, a message, or an appointment at this booth. The request leaves the line. */
  'call.instead': call(
    z.discriminatedUnion('choice', [
      z.strictObject({ choice: z.literal('call-back'), callId: id, phone: z.string().regex(/^1[3-9]\d{9}$/) }),
      z.strictObject({
        choice: z.literal('message'),
        callId: id,
        phone: z.string().regex(/^1[3-9]\d{9}$/),
        text: z.string().min(1).max(1000),
      }),
      z.strictObject({ choice: z.literal('appointment'), callId: id, day, time: booking.shape.time }),
    ]),
    z.strictObject({
      /** Number of the follow-up, and until when it is owed. */
      followUp: z.strictObject({ number: z.string(), dueAt: instant }).optional(),
      booking: booking.optional(),
    }),
  ),
  /** Free hours of this booth for an appointment, the next days. */
  'slots.get': call(
    z.strictObject({ days: z.int().min(1).max(14) }),
    z.strictObject({ slots: z.array(z.strictObject({ day, time: booking.shape.time })).max(500) }),
  ),
  'call.cancel': call(z.strictObject({ callId: id }), nothing),
  'call.hangup': call(z.strictObject({ callId: id }), nothing),
  signal: call(signalOut, nothing),
  ...formCalls,
  ...formSignCalls,
  'mailing.give': call(z.strictObject({ visitId: id, mailing }), nothing),
  /** A receipt number and all that the slip says; the number counts only after `receipt.printed`. */
  'receipt.prepare': call(z.strictObject({ visitId: id }), receipt),
  'rating.give': call(z.strictObject({ visitId: id, caseId: id, level: rating.shape.level }), nothing),
  'visit.end': call(z.strictObject({ visitId: id, end: visitEnd }), visit),
  /** A finished self-check; a repeat of the same id changes nothing. */
  'self-check.give': call(selfCheckReport, nothing),
  /** A technician's step with its verdict; a later version of the same id replaces the earlier. */
  'diagnostics.give': call(z.strictObject({ records: z.array(diagnosticRecord).min(1).max(100) }), nothing),
  /** The code of somebody who takes a parcel out: which compartment, and what for. `token_invalid`, `token_used`, `token_expired`. */
  'courier.check': call(
    z.strictObject({ code: z.string().regex(/^\d{8}$/) }),
    z.strictObject({ purpose: z.enum(['collect', 'return']), parcel }),
  ),
  /** What the technician's page at the hub shows of this booth; sent on changes while somebody looks. */
  'technician.view': call(technicianView, nothing),
  'technician.wire': call(technicianViewPushes['technician.wire'], nothing),
} as const;

/** Orders of the hub to a booth; each has an answer, so that an order refused is known at once. */
export const boothOrders = {
  /** Consent was given on the phone: open the door for this visit. The answer says that the order is taken, not that the door is open. */
  'door.open': call(z.strictObject({ visit }), nothing),
  /** Take a full-resolution still with the document camera and upload it. */
  'still.take': call(z.strictObject({ visitId: id, requestId: id }), z.strictObject({ fileId: id })),
  /** A page is wanted once more: the citizen is told why. The answer says that the screen shows it. */
  'page.retake': call(pageRetake, nothing),
  /** Ask the citizen whether the locker may open. Answered at once; agreement and what follows come as facts. */
  'locker.ask': call(z.strictObject({ visitId: id, parcel, agent }), nothing),
  /** Print a one-time notice; the answer says that the printer confirmed its end. */
  'notice.print': call(
    z.strictObject({ visitId: id, document: printDocument }),
    z.strictObject({ printedAt: instant }),
  ),
  /** The agent has finished: the booth goes on to receipt and ratings. */
  'visit.close': call(z.strictObject({ visitId: id }), nothing),
  /** Something that a technician does from the hub; `name` is of `technicianCalls`, and the booth checks input and leave. */
  'technician.call': call(
    z.strictObject({
      by: technicianPresence,
      name: z.enum(Object.keys(technicianCalls) as [keyof typeof technicianCalls, ...(keyof typeof technicianCalls)[]]),
      input: z.unknown().optional(),
    }),
    z.unknown().optional(),
  ),
  /** Somebody at the hub begins or ends to look at this booth: views are sent only meanwhile. */
  'technician.watch': call(z.strictObject({ on: z.boolean() }), nothing),
  /** A rotating sign that a phone has used the code shown, so that the screen can show another. */
  'code.used': call(z.strictObject({ boothId: slug }), nothing),
} as const;

/** News for a booth, without an answer. */
export const boothPushes = {
  'visit.changed': z.strictObject({ visit }),
  ...formPushes,
  'call.waiting': z.strictObject({
    callId: id,
    place: z.int().min(1),
    /** Null when nobody who could answer is on duty. */
    estimatedWaitSeconds: z.int().min(0).nullable(),
    range: waitRange.optional(),
    why: whyWaiting.optional(),
    /** Why the estimate is another than before. */
    revision: waitRevision.optional(),
    /** What can be done instead of waiting; empty while the wait is short. */
    choices: z.array(waitChoice),
  }),
  'call.ringing': z.strictObject({
    callId: id,
    agent,
    /** True when it is the first agent of the call. */ first: z.boolean(),
  }),
  /** The agent who was asked last did not take the call; whoever is asked next comes with another `call.ringing`. */
  'call.ring-over': z.strictObject({ callId: id, agentId: id }),
  /** Who is in the call, the booth itself included, and who is being asked; lower `rev` than one already seen is old news. */
  'call.parties': z.strictObject({
    callId: id,
    rev: z.int().min(0),
    parties: z.array(party).max(8),
    asks: z.array(callAsk).max(4),
  }),
  'call.ended': z.strictObject({
    callId: id,
    reason: z.enum(['hangup', 'cancelled', 'no-agent', 'completed', 'lost', 'left']),
  }),
  'call.failed': z.strictObject({ callId: id, error: xiaowuError }),
  /** In place of those of `hello`, some minutes before they expire. */
  'ice.servers': iceServersPush,
  signal: signalIn,
} as const;
