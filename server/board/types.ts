import type { AskPurpose } from '../../contracts/domain/call.ts';
import type { Agent, Presence } from '../../contracts/domain/people.ts';
import type { Party } from '../../contracts/domain/visit.ts';

/** What the board is made of, as it was read: times in milliseconds since the epoch. */

export interface SeenPerson {
  readonly agent: Agent;
  /** Whose citizens they serve; the department of their account among them. */
  readonly departmentIds: readonly string[];
  readonly presence: Presence;
  readonly sinceMs: number;
  /** Why they rest. */
  readonly reason?: string | undefined;
  readonly callId?: string | undefined;
}

/** Somebody who is asked for and has not come yet. */
export interface SeenAsk {
  readonly purpose: AskPurpose;
  /** Absent when the citizen has named none: whoever is free takes it. */
  readonly departmentId?: string | undefined;
  readonly askedAtMs: number;
}

export interface SeenCall {
  readonly callId: string;
  readonly boothName: string;
  readonly departmentId?: string | undefined;
  readonly askedAtMs: number;
  readonly parties: readonly Party[];
  readonly asks: readonly SeenAsk[];
  /** When somebody of it was moved last; null when nobody was. */
  readonly placedAtMs: number | null;
}

/** What a department did today, from the database. */
export interface DayFigures {
  readonly departmentId: string;
  readonly answered: number;
  readonly abandoned: number;
  readonly serviceLevel: number | null;
  /** Of how many requests that is the share. */
  readonly judged: number;
  readonly meanWaitSeconds: number | null;
}

/** What a citizen is owed and has not got yet. */
export interface OwedFollowUp {
  readonly number: string;
  readonly dueAtMs: number;
}

export interface Seen {
  readonly nowMs: number;
  /** Departments of the catalogue, in its order. */
  readonly departmentIds: readonly string[];
  readonly people: readonly SeenPerson[];
  readonly calls: readonly SeenCall[];
  readonly today: readonly DayFigures[];
  readonly followUps: readonly OwedFollowUp[];
}
