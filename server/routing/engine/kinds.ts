import type { RawRange } from './accuracy.ts';
import type { Line, Ticket } from './heap.ts';
import type { AgentProfile, Estimate, Need, Offer, Qualification, Work, WrapUp } from './types.ts';

/**
 * What the engine knows of people and works. Works with the same need share a class, people with the same qualification a
 * group. Those who are free stand in a line for each of their departments and their town, those who wait in one for their
 * department and town: a decision looks at the heads of lines, whose number the map bounds, never at all people or all who
 * wait.
 */

export interface Agent {
  profile: AgentProfile;
  group: Group;
  readonly order: number;
  online: boolean;
  wish: 'available' | 'break' | 'not-responding';
  reason: string | undefined;
  counter: boolean;
  offer: Offer | null;
  readonly works: Map<string, Item>;
  /** Works whose notes are being finished. */
  wrapping: readonly WrapUp[];
  misses: number;
  freeSinceMs: number;
  /** Place in the lines of the free, when free. */
  ticket: Ticket<Agent> | null;
  onDuty: boolean;
  told: string;
}

/** A work on its way. */
export interface Item {
  readonly work: Work;
  readonly class: WorkClass;
  /** Asked of one person by name. */
  readonly named: boolean;
  /** Who is never asked. */
  readonly barred: readonly string[];
  readonly order: number;
  readonly priority: number;
  readonly askedAtMs: number;
  /** When it was asked, less the head start of its priority: the order of the line. */
  readonly keyMs: number;
  stage: 'waiting' | 'offered' | 'assigned' | 'over';
  ring: number;
  ticket: Ticket<Item> | null;
  /** Who has served the visit first. */
  readonly ownerId: string | null;
  agent: Agent | null;
  assignedAtMs: number;
  /** Who did not take it, and when. */
  tried: Map<string, number> | null;
  /** Has been in the line. */
  joined: boolean;
  /** Where `Front` keeps what is in front, or `NO_ROW`. */
  row: number;
  told: {
    readonly atMs: number;
    readonly estimate: Estimate;
    readonly urgent: number;
  } | null;
  /** All ranges told so far, to learn from. */
  readonly ranges: { readonly atMs: number; readonly raw: RawRange }[];
  alternativesTold: boolean;
  callBack: boolean;
}

export interface Group {
  readonly qualification: Qualification;
  readonly regionIds: ReadonlySet<string>;
  readonly departments: readonly Department[];
  /** Where they stand while free: in each department, at their home region. */
  readonly idle: readonly Line<Agent>[];
  /** Where the works that they may be asked for wait: in each department, at each region they serve. */
  readonly waiting: readonly (readonly Line<Item>[])[];
  /** Those on duty. */
  readonly present: Set<Agent>;
  /** Its number in the roster of each of its departments. */
  readonly seats: readonly number[];
  /** Places of capacity of those on duty. */
  onDuty: number;
}

export interface Department {
  readonly id: string;
  /** Its number among the departments. */
  readonly index: number;
  /** Free people by home region, and how many in all. */
  readonly idle: Map<string, Line<Agent>>;
  free: number;
  /** Works that wait, by the citizen's region. */
  readonly waiting: Map<string, Line<Item>>;
  /** Grows whenever duty changes: pools reckoned before are void. */
  duties: number;
  /** More urgent works than those of each priority that ever came into the line. */
  readonly moreUrgent: number[];
}

export interface WorkClass {
  readonly need: Need;
  readonly department: Department;
  readonly line: Line<Item>;
  /** Where `Front` keeps whom its pool serves. */
  readonly row: number;
  pool: Pool | null;
}

/** One bit for each group of a department, in the order in which the groups came. */
export type Row = Int32Array;

/** Those on duty who could take a class. */
export interface Pool {
  readonly duties: number;
  /** Its groups on duty, if so few places that each call is looked at. */
  readonly few: readonly Group[] | null;
  /** Places of capacity, by ring and in all. */
  readonly byRing: readonly number[];
  readonly places: number;
  /** Where `Front` keeps how many of these places serve each department. */
  readonly row: number;
}
