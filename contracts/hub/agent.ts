import { z } from 'zod';
import { call, nothing } from '../channel.ts';
import { compartmentSize } from '../device/device.ts';
import { askPurpose, callAsk, place, priority } from '../domain/call.ts';
import { catalogue } from '../domain/catalogue.ts';
import { retakeReason } from '../domain/pages.ts';
import { readField } from '../domain/paper.ts';
import { agent, booth, breakReason, presence } from '../domain/people.ts';
import { timelineEntry } from '../domain/timeline.ts';
import { caseState, parcel, party, visit, visitCase } from '../domain/visit.ts';
import { id, slug } from '../ids.ts';
import { day, instant } from '../time.ts';
import { formCalls, formPushes } from './form.ts';
import { noticeCalls } from './notice.ts';
import { iceServer, iceServersPush } from './relay.ts';
import { signalIn, signalOut } from './signal.ts';

/** A call that waits for this agent to say yes. */
export const offer = z.strictObject({
  offerId: id,
  callId: id,
  visit,
  booth,
  purpose: askPurpose,
  priority,
  /** Who is in the call now: the desk makes its lines to them while it rings, silent. */
  parties: z.array(party).max(8),
  /** Set when a colleague asks into a running call. */
  invitedBy: agent.optional(),
  /** What that colleague wrote for this one. */
  note: z.string().max(500).optional(),
  /** How long the citizen has waited for this request. */
  waitedSeconds: z.int().min(0),
  /** Why this agent: the matching department, language, region. */
  because: z.string().max(200),
  expiresAt: instant,
});
export type Offer = z.infer<typeof offer>;

/** One colleague as the desk shows them. */
export const colleague = z.strictObject({ agent, presence });

/** How many of a department are there to be asked; people by name are found with `colleague.find`. */
export const departmentDuty = z.strictObject({
  departmentId: slug,
  /** Free or busy with a call; not on a break, at the counter, or away. */
  onDuty: z.int().min(0),
  available: z.int().min(0),
});
export type DepartmentDuty = z.infer<typeof departmentDuty>;

/** So many colleagues one search shows; who wants another types more of the name. */
export const FOUND_COLLEAGUES = 20;
/** So many people are named in one answer. */
export const NAMED_COLLEAGUES = 50;

/** A running call as a desk has it before it. */
export const deskCall = z.strictObject({
  callId: id,
  /** Grows with every change of the call, so that news that was overtaken is dropped. */
  rev: z.int().min(0),
  visit,
  booth,
  parties: z.array(party).max(8),
  asks: z.array(callAsk).max(4),
  timeline: z.array(timelineEntry),
});
export type DeskCall = z.infer<typeof deskCall>;

/** 跟进: what somebody owes a citizen: a call back or an answer to who did not wait, or to ask for papers that follow, by a time. */
export const followUp = z.strictObject({
  id,
  number: z.string().max(20),
  kind: z.enum(['call-back', 'message', 'papers']),
  departmentId: slug,
  visitId: id,
  phone: z.string().max(20),
  text: z.string().max(1000),
  createdAt: instant,
  dueAt: instant,
  state: z.enum(['open', 'taken', 'done']),
  agentId: id.optional(),
  outcome: z.string().max(500).optional(),
});
export type FollowUp = z.infer<typeof followUp>;

/** How a visit went for the agent, chosen while wrapping up. */
export const outcomeCode = z.enum(['done', 'accepted-with-gaps', 'informed', 'passed-on', 'come-again', 'broken-off']);
export type OutcomeCode = z.infer<typeof outcomeCode>;

/** The supervisor's board: how things stand now. Times in seconds, shares from 0 to 1. */
export const board = z.strictObject({
  at: instant,
  departments: z.array(
    z.strictObject({
      departmentId: slug,
      waiting: z.int().min(0),
      longestWaitSeconds: z.int().min(0),
      onDuty: z.int().min(0),
      available: z.int().min(0),
      onCall: z.int().min(0),
      answeredToday: z.int().min(0),
      abandonedToday: z.int().min(0),
      /** Share of today's calls answered within `SERVICE_LEVEL_SECONDS`; null before the first. */
      serviceLevelToday: z.number().min(0).max(1).nullable(),
      /** Of how many calls that is the share: those answered, or kept waiting longer. */
      judgedToday: z.int().min(0),
      meanWaitSecondsToday: z.number().min(0).nullable(),
    }),
  ),
  agents: z.array(
    z.strictObject({ agent, presence, since: instant, reason: z.string().max(40).optional(), callId: id.optional() }),
  ),
  calls: z.array(
    z.strictObject({
      callId: id,
      boothName: z.string().max(60),
      departmentId: slug.optional(),
      since: instant,
      state: z.enum(['waiting', 'talking', 'held']),
      parties: z.array(party).max(8),
    }),
  ),
  alerts: z.array(
    z.strictObject({
      code: z.enum(['long-wait', 'nobody-on-duty', 'not-responding', 'citizen-held', 'follow-up-overdue']),
      subject: z.string().max(60),
      since: instant,
    }),
  ),
});
export type Board = z.infer<typeof board>;

/** A citizen is promised a person within this. */
export const SERVICE_LEVEL_SECONDS = 15;

/** In place of a department on board and in history: the citizen named none, whoever is free takes it. */
export const ANY_DEPARTMENT = 'any';

/** One hour of one department, for the board's charts. */
export const boardHour = z.strictObject({
  departmentId: slug,
  /** Start of the hour. */
  hour: instant,
  asked: z.int().min(0),
  answered: z.int().min(0),
  abandoned: z.int().min(0),
  meanWaitSeconds: z.number().min(0).nullable(),
  serviceLevel: z.number().min(0).max(1).nullable(),
  /** Of how many that is the share: those answered, or kept waiting longer. */
  judged: z.int().min(0),
  meanTalkSeconds: z.number().min(0).nullable(),
  /** Of how many that is the mean: those answered whose talk is over. */
  talked: z.int().min(0),
});
export type BoardHour = z.infer<typeof boardHour>;

/** Requests of an agent's desk, namespace `/agent`, version 1. */
export const agentCalls = {
  /** All that the desk shows at first: also used after a reload to come back into a running call. */
  hello: call(
    nothing,
    z.strictObject({
      agent,
      presence,
      catalogue,
      /** Everybody of the own department who takes calls. */
      colleagues: z.array(colleague),
      /** All departments in which somebody is on duty. */
      departments: z.array(departmentDuty),
      iceServers: z.array(iceServer),
      now: instant,
      call: deskCall.nullable(),
      /** What rings at this desk now. */
      offer: offer.nullable(),
      /** Until then the notes of the last call may be finished; absent when nothing is to be wrapped up. */
      wrapUpUntil: instant.optional(),
      followUps: z.array(followUp),
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
    z.strictObject({
      presence: presence.extract(['available', 'break', 'at-counter', 'offline']),
      reason: breakReason.optional(),
    }),
    z.strictObject({ presence }),
  ),
  /** Who takes calls and has this text in their name, of any department or of one: those who can come first. */
  'colleague.find': call(
    z.strictObject({ departmentId: slug.optional(), text: z.string().trim().min(1).max(40) }),
    z.strictObject({ colleagues: z.array(colleague).max(FOUND_COLLEAGUES) }),
  ),
  /** Who people are that a record names by id; nobody of the own department needs it. Those who are not there are left out. */
  'colleague.named': call(
    z.strictObject({ agentIds: z.array(id).min(1).max(NAMED_COLLEAGUES) }),
    z.strictObject({ agents: z.array(agent).max(NAMED_COLLEAGUES) }),
  ),
  'offer.accept': call(z.strictObject({ offerId: id }), deskCall),
  'offer.decline': call(z.strictObject({ offerId: id, reason: z.string().max(80) }), nothing),
  /** Asks somebody into the call: a department, or one colleague by name. `call_full`, `wrong_state`. */
  'call.ask': call(
    z.strictObject({
      callId: id,
      purpose: askPurpose.exclude(['answer']),
      departmentId: slug.optional(),
      serviceId: slug.optional(),
      agentId: id.optional(),
      /** With `interpreter`: which. */
      interprets: z.enum(['sign', 'yue', 'en']).optional(),
      note: z.string().max(500).optional(),
    }),
    z.strictObject({ askId: id }),
  ),
  'call.ask-cancel': call(z.strictObject({ callId: id, askId: id }), nothing),
  /** Moves a party: the owner anybody, everybody themselves between table and aside. The citizen goes to `hold` and back. */
  'call.place': call(
    z.strictObject({ callId: id, partyId: id, place: place.extract(['table', 'aside', 'hold']) }),
    nothing,
  ),
  /** The owner sends an agent out of the call. */
  'call.remove': call(z.strictObject({ callId: id, agentId: id }), nothing),
  /** 移交: the owner makes a colleague in the call the owner. */
  'call.hand-over': call(z.strictObject({ callId: id, toAgentId: id }), nothing),
  /** Goes out. Who goes as the last leaves nobody alone: the citizen is told, and the next person is found. */
  'call.leave': call(z.strictObject({ callId: id }), nothing),
  /** Supervisors only: listens, whispers to one agent, or comes to the table, announced. The same call again changes the mode. */
  'call.watch': call(
    z.strictObject({ callId: id, mode: z.enum(['monitor', 'whisper', 'barge']), agentId: id.optional() }),
    deskCall,
  ),
  signal: call(signalOut, nothing),
  /** The desk decoded its first frame of a party: goes into the timeline. */
  'call.first-frame': call(z.strictObject({ callId: id, fromPartyId: id, role: z.enum(['face', 'paper']) }), nothing),
  'still.take': call(z.strictObject({ visitId: id }), z.strictObject({ fileId: id })),
  /** Asks the citizen to take a page once more, with the reason that is shown to them. */
  'page.retake': call(z.strictObject({ visitId: id, fileId: id, reason: retakeReason }), nothing),
  'paper.confirm': call(
    z.strictObject({
      visitId: id,
      fileId: id,
      fields: z.array(readField.omit({ confidence: true, rule: true, box: true, confirmed: true })),
    }),
    nothing,
  ),
  'case.open': call(z.strictObject({ visitId: id, serviceId: slug }), visitCase),
  ...formCalls,
  'case.paper': call(
    z.strictObject({
      caseId: id,
      requiredPaperId: slug,
      state: z.enum(['shown', 'uploaded', 'accepted', 'refused', 'missing']),
      fileId: id.optional(),
      /** With `refused`: a reason of the catalogue, and words beside it. */
      reasonCode: slug.optional(),
      reason: z.string().max(500).optional(),
    }),
    visitCase,
  ),
  ...noticeCalls,
  'case.note': call(z.strictObject({ caseId: id, note: z.string().max(2000) }), visitCase),
  /** `accepted` and `completed` need the prerequisites' outcomes and all papers that may not follow; `completed` issues the outcome document to the phone. */
  'case.set': call(
    z.strictObject({ caseId: id, state: caseState.exclude(['open']), reason: z.string().max(500).optional() }),
    visitCase,
  ),
  /** The smallest free compartment of at least this size is given; `small`, for an envelope, when left out. */
  'locker.ask': call(z.strictObject({ visitId: id, caseId: id.optional(), size: compartmentSize.optional() }), parcel),
  'visit.close': call(z.strictObject({ visitId: id }), nothing),
  /** What went on and how it ended, for colleagues and the record. */
  'wrapup.note': call(
    z.strictObject({ visitId: id, outcome: outcomeCode.optional(), note: z.string().max(2000) }),
    nothing,
  ),
  'wrapup.end': call(nothing, z.strictObject({ presence })),
  'followup.take': call(z.strictObject({ id }), followUp),
  'followup.done': call(z.strictObject({ id, outcome: z.string().min(1).max(500) }), followUp),
  /** Supervisors only. Changes come as `board.changed`, at most one a second. */
  'board.get': call(nothing, board),
  /** Hours from midnight of `day` for so many days. */
  'board.history': call(
    z.strictObject({ day, days: z.int().min(1).max(31) }),
    z.strictObject({ hours: z.array(boardHour) }),
  ),
} as const;

/** News for a desk. */
export const agentPushes = {
  'offer.new': offer,
  'offer.gone': z.strictObject({ offerId: id, reason: z.enum(['expired', 'accepted', 'declined', 'cancelled']) }),
  'presence.changed': z.strictObject({
    presence,
    reason: z.string().max(40).optional(),
    wrapUpUntil: instant.optional(),
  }),
  'followup.changed': followUp,
  /** To supervisors. */
  'board.changed': board,
  /** Those of the own department whose presence changed; the others are as they were. At most one such push a second. */
  colleagues: z.strictObject({ colleagues: z.array(colleague) }),
  /** Those departments of which it changed; the others are as they were. At most one such push a second. */
  departments: z.strictObject({ departments: z.array(departmentDuty) }),
  'visit.changed': z.strictObject({ visit }),
  'timeline.added': timelineEntry,
  ...formPushes,
  /** Who is in the call and who is being asked; lower `rev` than one already seen is old news. */
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
