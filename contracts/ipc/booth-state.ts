import { z } from 'zod';
import { compartmentSize } from '../device/device.ts';
import { callAsk, waitChoice, waitRange, waitRevision, whyWaiting } from '../domain/call.ts';
import { bundle, department, service } from '../domain/catalogue.ts';
import { language } from '../domain/language.ts';
import { agent, booth } from '../domain/people.ts';
import { booking, mailing, parcel, party, visit } from '../domain/visit.ts';
import { xiaowuError } from '../errors.ts';
import { iceServer } from '../hub/relay.ts';
import { id } from '../ids.ts';
import { technicianMode } from '../technician/mode.ts';
import { day, instant } from '../time.ts';
import { boothFunction } from './booth-function.ts';

/** Where the citizen is on their way. The screen follows from this alone (`renderer/booth/state/screen.ts`). */
export const boothStep = z.enum([
  /** Main is still joining its parts. */
  'starting',
  /** Nobody here: welcome and the code for the phone. */
  'welcome',
  /** The touch entry: consent is being asked. */
  'consent',
  /** A visit is admitted; the door is being opened, seen open, and waits for the citizen. */
  'entering',
  /** Inside: one big button calls a person. */
  'ready',
  /** The call is on its way: place, estimate, who is being asked. */
  'calling',
  'in-call',
  /** The citizen does not wait: what was agreed in place of the call, with its number and until when it is owed. */
  'agreed',
  /** The call ended without an end of the visit: call again, or finish. */
  'after-call',
  /** Mailing details are typed on the screen. */
  'mailing',
  'printing',
  'rating',
  'goodbye',
  /** After a restart in the middle of a visit: go on or end. */
  'resume',
  /** Everything is being wiped; the door is watched until the booth is empty. */
  'leaving',
  /** A courier or a citizen with a one-time code takes a parcel out. */
  'courier',
  /** A technician works on the booth. */
  'technician',
]);
export type BoothStep = z.infer<typeof boothStep>;

/** What an agent asks of the citizen; rises as a card from below. */
export const ask = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('locker'), parcel, agent }),
  /** A technician at the hub wants to look at the booth while this visit is on. */
  z.strictObject({ kind: z.literal('technician'), displayName: z.string().max(60) }),
]);
export type Ask = z.infer<typeof ask>;

/** How far the locker has come, by its sensor; null when nothing goes on. */
export const lockerProgress = z.strictObject({
  parcel,
  phase: z.enum(['opening', 'open', 'closed', 'failed']),
  error: xiaowuError.optional(),
});

export type { BoothFunction } from './booth-function.ts';

/** A parcel being taken out with a one-time code. */
export const courierProgress = z.strictObject({
  phase: z.enum(['code', 'checking', 'opening', 'open', 'done', 'failed']),
  compartment: z.int().min(1).max(48).nullable(),
  parcelNumber: z.string().max(20).nullable(),
  error: xiaowuError.optional(),
  /** Until then no code is taken, after wrong ones. */
  waitUntil: instant.optional(),
});

/** What the citizen does instead of waiting, and how far it has come; the place in the line is kept until it is agreed. */
export const insteadProgress = z.strictObject({
  choice: waitChoice,
  phase: z.enum(['choosing', 'sending', 'agreed']),
  /** Free hours for an appointment; null until the hub has told. */
  slots: z.array(z.strictObject({ day, time: booking.shape.time })).nullable(),
  /** Why the hub has refused; what was typed stays. */
  error: xiaowuError.optional(),
  followUp: z.strictObject({ number: z.string(), dueAt: instant }).optional(),
  booking: booking.optional(),
});

export const boothState = z.strictObject({
  step: boothStep,
  language,
  booth: booth.nullable(),
  /** The hub answers. */
  online: z.boolean(),
  visit: visit.nullable(),
  /** Address in the code for the phone, and until when it is good; null while offline. */
  checkin: z.strictObject({ url: z.string(), validUntil: instant }).nullable(),
  duty: z
    .strictObject({
      agentsOnDuty: z.int(),
      departmentsOnDuty: z.array(z.string()),
      waiting: z.int(),
      estimatedWaitSeconds: z.int(),
    })
    .nullable(),
  door: z.strictObject({
    lock: z.enum(['locked', 'unlocked', 'unknown']),
    leaf: z.enum(['open', 'closed', 'unknown']),
    presence: z.enum(['present', 'absent', 'unknown']),
  }),
  call: z
    .strictObject({
      callId: id,
      place: z.int().min(1).nullable(),
      estimatedWaitSeconds: z.int().min(0).nullable(),
      range: waitRange.optional(),
      why: whyWaiting.nullable(),
      /** Why the estimate is another than before; null when it is the first. */
      revision: waitRevision.nullable(),
      choices: z.array(waitChoice),
      ringing: agent.nullable(),
      rev: z.int(),
      parties: z.array(party),
      asks: z.array(callAsk),
    })
    .nullable(),
  instead: insteadProgress.nullable(),
  /** How the last call of this visit ended when nobody here ended it; null otherwise, and from the next call on. */
  callEnd: z.enum(['lost', 'no-agent']).nullable(),
  ask: ask.nullable(),
  locker: lockerProgress.nullable(),
  print: z
    .strictObject({ phase: z.enum(['preparing', 'printing', 'printed', 'failed']), error: xiaowuError.optional() })
    .nullable(),
  /** Sizes of the locker's compartments in their order, for drawings; empty while no locker has told. */
  lockerSizes: z.array(compartmentSize).max(48),
  /** How far taking out a parcel has come; null unless the step is `courier`. */
  courier: courierProgress.nullable(),
  technician: technicianMode,
  /** Functions that cannot be used now, with the text that tells the citizen why, and ids of devices or media that cause it. */
  withdrawn: z.array(z.strictObject({ function: boothFunction, messageKey: z.string(), causes: z.array(z.string()) })),
  /** When idle, the instant at which the visit ends by itself unless somebody touches; null when no warning is due. */
  timeoutAt: instant.nullable(),
  notice: z.strictObject({ messageKey: z.string(), tone: z.enum(['info', 'warning', 'error']) }).nullable(),
  /** Counts changes of what `booth.setup` tells, such as fresh relay credentials: the screen then asks for it anew. */
  setupRev: z.int().min(0),
  /** Counts how often the machine woke from sleep or its clock jumped: open devices are then looked after. */
  wakes: z.int().min(0),
});
export type BoothState = z.infer<typeof boothState>;

/** 留言, as `call.instead` takes it. */
const messageText = z.string().min(1).max(1000);

/** What the citizen does at the screen. */
export const boothIntent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('begin') }),
  z.strictObject({ type: z.literal('consent'), agreed: z.boolean() }),
  z.strictObject({ type: z.literal('language'), language }),
  z.strictObject({ type: z.literal('call'), departmentId: z.string().max(63).optional() }),
  z.strictObject({ type: z.literal('cancel-call') }),
  z.strictObject({ type: z.literal('hang-up') }),
  /** A choice instead of waiting is looked at; the place in the line stays. */
  z.strictObject({ type: z.literal('open-instead'), choice: waitChoice }),
  z.strictObject({ type: z.literal('close-instead') }),
  z.strictObject({
    type: z.literal('give-instead'),
    given: z.discriminatedUnion('choice', [
      z.strictObject({ choice: z.literal('call-back'), phone: mailing.shape.phone }),
      z.strictObject({ choice: z.literal('message'), phone: mailing.shape.phone, text: messageText }),
      z.strictObject({ choice: z.literal('appointment'), day, time: booking.shape.time }),
    ]),
  }),
  z.strictObject({ type: z.literal('answer-ask'), agreed: z.boolean() }),
  z.strictObject({ type: z.literal('open-mailing') }),
  z.strictObject({ type: z.literal('give-mailing'), mailing }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('finish') }),
  z.strictObject({ type: z.literal('rate'), caseId: id, level: z.int().min(1).max(5) }),
  z.strictObject({ type: z.literal('skip-rating') }),
  z.strictObject({ type: z.literal('resume'), goOn: z.boolean() }),
  z.strictObject({ type: z.literal('leave') }),
  z.strictObject({ type: z.literal('extend') }),
  z.strictObject({ type: z.literal('touched') }),
  /** The way to the courier's screen, from welcome. */
  z.strictObject({ type: z.literal('open-courier') }),
  /** Print the receipt again; the paper then says that it is a copy. */
  z.strictObject({ type: z.literal('reprint') }),
  z.strictObject({ type: z.literal('courier-code'), code: z.string().regex(/^\d{8}$/) }),
]);
export type BoothIntent = z.infer<typeof boothIntent>;

/** What main tells the screen once at its start. */
export const boothSetup = z.strictObject({
  screen: z.strictObject({ widthPx: z.int(), heightPx: z.int(), pxPerMm: z.number() }),
  cameras: z.strictObject({ face: z.string(), document: z.string() }),
  development: z.boolean(),
  iceServers: z.array(iceServer),
  departments: z.array(department),
  services: z.array(service),
  bundles: z.array(bundle),
});
export type BoothSetup = z.infer<typeof boothSetup>;
