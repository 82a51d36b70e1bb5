import type { z } from 'zod';
import {
  type Priority,
  priority,
  type WaitChoice,
  type WaitRevision,
  type whyWaiting,
} from '../../../contracts/domain/call.ts';
import type { Presence } from '../../../contracts/domain/people.ts';

/** Shapes of the routing engine: what comes in, what goes out. The decisions are in `engine.ts`. */

export type Channel = 'booth' | 'phone' | 'message';
/** Most urgent first: help button, booked hour, second call of the same visit, senior, everybody else. */
export const PRIORITIES = priority.options;

/** What the work asks of a person. Works that ask the same wait in one line. */
export interface Need {
  readonly departmentId: string;
  /** Absent while the citizen has only named a department. */
  readonly serviceId?: string;
  /** Where the citizen is. */
  readonly regionId: string;
  readonly language: string;
  /** The licence to decide that the work needs; never relaxed. */
  readonly authority?: string;
  readonly channel: Channel;
  /** Skill wanted, 1 (can) to 3 (teaches others). */
  readonly level: number;
}

export interface Work extends Need {
  readonly id: string;
  readonly visitId: string;
  readonly priority: Priority;
  /**
   * Asked of this very person, whom a colleague chose by name: nobody else is ever offered it, and rings do not matter. What
   * the need demands still holds. It stands in no department's line, so a full one does not refuse it.
   */
  readonly onlyAgentId?: string;
  /** Never offered to these: they are in the call already. */
  readonly notAgentIds?: readonly string[];
}

/** What a person can and may do. People with the same qualification stand in one group. */
export interface Qualification {
  readonly homeRegionId: string;
  /** Regions whose citizens this person may serve, the own one included. */
  readonly regionIds: readonly string[];
  /** Without `serviceId`: every service of the department. */
  readonly skills: readonly { readonly departmentId: string; readonly serviceId?: string; readonly level: number }[];
  readonly languages: readonly string[];
  readonly authorities: readonly string[];
  readonly channels: readonly Channel[];
  /** Works at the same time. */
  readonly capacity: number;
}

export interface AgentProfile extends Qualification {
  readonly id: string;
}

/** Notes that somebody is still finishing. */
export interface WrapUp {
  readonly workId: string;
  readonly departmentId: string;
  /** When the call began. */
  readonly assignedAtMs: number;
  readonly endsAtMs: number;
}

/** What somebody was when another process had them, so that nobody is asked, or left out, by a change of hubs. */
export interface Standing {
  readonly wish: 'available' | 'break' | 'not-responding';
  /** Why they rest. */
  readonly reason?: string;
  /** Offers missed in a row. */
  readonly misses?: number;
  readonly counter?: boolean;
  readonly wrapUps?: readonly WrapUp[];
}

/** A ring of skill: each opens after the one before, by how long the citizen has waited. */
export const RINGS = ['own-town', 'district', 'partner-region', 'lower-level'] as const;
export type Ring = (typeof RINGS)[number];
export const LAST_RING = RINGS.length - 1;

export type RoutingEvent =
  /** Known people keep what they hold and take over the new profile. `standing` counts for whoever was not signed in. */
  | { readonly type: 'agent.signed-in'; readonly agent: AgentProfile; readonly standing?: Standing }
  | { readonly type: 'agent.signed-out'; readonly agentId: string }
  | { readonly type: 'agent.ready'; readonly agentId: string }
  | { readonly type: 'agent.break'; readonly agentId: string; readonly reason: string }
  /** A citizen came to, or left, the counter at which this person also works: takes one place of the capacity. */
  | { readonly type: 'agent.counter'; readonly agentId: string; readonly busy: boolean }
  | { readonly type: 'wrap-up.ended'; readonly agentId: string }
  /**
   * `askedAtMs` is said for a work that waited at another process before: place and rings follow from it, and it is never
   * refused. Such works come before the people, in the order in which they were asked.
   */
  | { readonly type: 'work.asked'; readonly work: Work; readonly askedAtMs?: number }
  /**
   * Somebody already holds this work: it was assigned by another process. Also while they are signed out or unknown; who comes
   * back holds it. No `assigned` follows, since nothing new has happened.
   */
  | { readonly type: 'work.restored'; readonly work: Work; readonly agentId: string; readonly assignedAtMs: number }
  /** Who was asked first in this visit, at another process. Not needed when that work itself is restored. */
  | { readonly type: 'visit.restored'; readonly visitId: string; readonly ownerId: string }
  /** The citizen hangs up, whether waiting, ringing or in the call. */
  | { readonly type: 'work.ended'; readonly workId: string }
  | { readonly type: 'work.alternative'; readonly workId: string; readonly choice: WaitChoice }
  | { readonly type: 'visit.ended'; readonly visitId: string }
  | { readonly type: 'offer.accepted'; readonly offerId: string; readonly agentId: string }
  | { readonly type: 'offer.declined'; readonly offerId: string; readonly agentId: string }
  /** Nothing but time has passed. */
  | { readonly type: 'tick' };

export interface Offer {
  readonly offerId: string;
  readonly workId: string;
  readonly agentId: string;
  readonly expiresAtMs: number;
}

/** Why this agent: everything the choice was made of. */
export interface WhyAgent {
  readonly ring: Ring;
  /** Has served this visit before. */
  readonly owner: boolean;
  readonly level: number;
  readonly wantedLevel: number;
  /** Longest free of those in the nearest ring. */
  readonly freeForMs: number;
  readonly waitedMs: number;
  readonly priority: Priority;
  /** The citizen is called back: nobody is on the line yet. */
  readonly callBack: boolean;
}

export type WhyWaiting =
  | z.infer<typeof whyWaiting>
  /** Who was asked by name lacks something that the work needs, and will never be offered it. */
  | 'not-qualified';

export interface Estimate {
  /** 1 is next. */
  readonly place: number;
  /** From now until a person answers; null when nobody who could is on duty. */
  readonly waitMs: number | null;
  /** Four in five are answered within this range; `waitMs` is its middle: as many wait less as wait more. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** People on duty who could take it, in places of capacity. */
  readonly onDuty: number;
}

/** How it stands with a work in the line. */
export interface Waiting {
  readonly why: WhyWaiting;
  readonly estimate: Estimate;
}

/** How it stands with a person. */
export interface AgentView {
  readonly state: Presence;
  readonly reason?: string;
  readonly wish: Standing['wish'];
  readonly counter: boolean;
  readonly misses: number;
  /** Works in their hands. */
  readonly workIds: readonly string[];
  readonly offer: Offer | null;
  readonly wrapUps: readonly WrapUp[];
}

/** For a supervisor's board. */
export interface Summary {
  readonly waiting: number;
  /** People by what they are; the same person counts once. */
  readonly agents: Readonly<Record<Presence, number>>;
  readonly departments: readonly DepartmentSummary[];
}

export interface DepartmentSummary {
  readonly departmentId: string;
  /** Works in the line, and how long the first of them has waited; null when nobody does. */
  readonly waiting: number;
  readonly longestWaitedMs: number | null;
  /** People who know the department: who knows two counts in both. */
  readonly agents: Readonly<Record<Presence, number>>;
  /** Mean time that a call binds a person, notes included, and of how many calls; assumed while too few. */
  readonly serviceMs: number;
  readonly measured: number;
}

export type RoutingEffect = { readonly atMs: number } & (
  | { readonly type: 'offer'; readonly offer: Offer; readonly why: WhyAgent; readonly estimate: Estimate }
  | {
      readonly type: 'offer.gone';
      readonly offer: Offer;
      readonly reason: 'accepted' | 'expired' | 'declined' | 'withdrawn';
    }
  | { readonly type: 'assigned'; readonly workId: string; readonly agentId: string; readonly waitedMs: number }
  | { readonly type: 'waiting'; readonly workId: string; readonly why: WhyWaiting; readonly estimate: Estimate }
  | { readonly type: 'revised'; readonly workId: string; readonly because: WaitRevision; readonly estimate: Estimate }
  | { readonly type: 'alternatives'; readonly workId: string; readonly choices: readonly WaitChoice[] }
  /** The line is full, and nobody free: the citizen is not let into it, but gets an appointment. */
  | { readonly type: 'refused'; readonly workId: string; readonly choices: readonly WaitChoice[] }
  | { readonly type: 'left-queue'; readonly workId: string; readonly reason: 'ended' | 'appointment' | 'message' }
  /** A message to be answered: the department owes an answer by then. */
  | { readonly type: 'follow-up'; readonly workId: string; readonly departmentId: string; readonly dueMs: number }
  | { readonly type: 'agent'; readonly agentId: string; readonly state: Presence; readonly reason?: string }
  | { readonly type: 'finished'; readonly workId: string; readonly agentId: string; readonly lengthMs: number }
  /** The event fits nothing that is known: a late or repeated one. Nothing changed. */
  | { readonly type: 'ignored'; readonly event: RoutingEvent['type'] }
);

export interface Region {
  readonly id: string;
  readonly districtId: string;
  readonly partnerIds: readonly string[];
}

export interface Settings {
  readonly regions: readonly Region[];
  /** How long an offer rings before the next is asked; a citizen is promised a person within 15 s, so three fit. */
  readonly offerMs: number;
  /** Missed in a row before a person counts as not responding. */
  readonly maxMisses: number;
  /** Who did not take a work is asked for it again after this. */
  readonly retryMs: number;
  /** Waiting time after which each ring opens; the first is open at once. */
  readonly ringAfterMs: readonly [number, number, number, number];
  /**
   * A town or district is only kept waiting for a nearer one when at least this many people there are expected to come free
   * meanwhile. 0 waits always.
   */
  readonly holdForNearer: number;
  /** What each priority is worth in waiting time: urgent ones go ahead, and nobody starves. */
  readonly headStartMs: Readonly<Record<Priority, number>>;
  /** Most that wait for one department, and in all. */
  readonly maxWaitingDepartment: number;
  readonly maxWaiting: number;
  /** Above this estimate other ways are offered. */
  readonly alternativesAfterMs: number;
  /** How often the estimate of one who waits is looked at. */
  readonly reviewMs: number;
  /** After a call, at most this long to finish the notes. */
  readonly wrapUpMs: number;
  /** Assumed until calls have been measured. */
  readonly assumedServiceMs: number;
  /** Night, in hours of local time, and what local time is. */
  readonly night: { readonly fromHour: number; readonly untilHour: number; readonly utcOffsetMs: number };
  /** A message of the night is answered so long after the morning. */
  readonly followUpMs: number;
}

const MINUTE_MS = 60_000;
export const DEFAULT_SETTINGS: Settings = {
  regions: [],
  offerMs: 5_000,
  maxMisses: 2,
  retryMs: 15_000,
  ringAfterMs: [0, 4_000, 8_000, 12_000],
  holdForNearer: 0.25,
  headStartMs: {
    help: 60 * MINUTE_MS,
    booked: 15 * MINUTE_MS,
    'second-call': 10 * MINUTE_MS,
    senior: 3 * MINUTE_MS,
    normal: 0,
  },
  maxWaitingDepartment: 200,
  maxWaiting: 2_000,
  alternativesAfterMs: 5 * MINUTE_MS,
  reviewMs: 15_000,
  wrapUpMs: MINUTE_MS,
  assumedServiceMs: 8 * MINUTE_MS,
  night: { fromHour: 20, untilHour: 8, utcOffsetMs: 8 * 60 * MINUTE_MS },
  followUpMs: 120 * MINUTE_MS,
};
