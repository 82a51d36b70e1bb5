import type { Presence } from '../../../contracts/domain/people.ts';
import type { Board } from '../../../contracts/hub/agent.ts';

/** What stands on the board, in the order in which a supervisor wants to know it. */

export type Department = Board['departments'][number];
export type Person = Board['agents'][number];
export type RunningCall = Board['calls'][number];
export type Alert = Board['alerts'][number];

/** Whom to look after first, then who can take a call, then who cannot. */
export const PRESENCE_ORDER: readonly Presence[] = [
  'not-responding',
  'available',
  'offered',
  'on-call',
  'wrap-up',
  'at-counter',
  'break',
  'offline',
];

export interface PresenceGroup {
  readonly presence: Presence;
  readonly people: readonly Person[];
}

/** People by what they do, those longest in it first; groups without people are left out. */
export function groupsOf(people: readonly Person[]): PresenceGroup[] {
  return PRESENCE_ORDER.flatMap((presence) => {
    const group = people.filter((person) => person.presence === presence);
    if (group.length === 0) return [];
    return [{ presence, people: group.toSorted((a, b) => (a.since < b.since ? -1 : 1)) }];
  });
}

const CALL_ORDER: readonly RunningCall['state'][] = ['waiting', 'held', 'talking'];

/** Citizens who are with nobody first, and the longest first. */
export function callsInOrder(calls: readonly RunningCall[]): RunningCall[] {
  return calls.toSorted(
    (a, b) => CALL_ORDER.indexOf(a.state) - CALL_ORDER.indexOf(b.state) || (a.since < b.since ? -1 : 1),
  );
}

export interface Totals {
  readonly waiting: number;
  readonly longestWaitSeconds: number;
  readonly talking: number;
  readonly available: number;
  readonly onDuty: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly serviceLevel: number | null;
  readonly meanWaitSeconds: number | null;
}

const ON_DUTY: readonly Presence[] = ['available', 'offered', 'on-call', 'wrap-up', 'at-counter'];

/** The whole house in one line. People are counted once, however many departments they serve. */
export function totalsOf({ departments, agents, calls }: Board): Totals {
  const sum = (of: (row: Department) => number) => departments.reduce((total, row) => total + of(row), 0);
  const mean = (of: (row: Department) => number | null, count: (row: Department) => number) => {
    const total = sum(count);
    return total === 0 ? null : sum((row) => (of(row) ?? 0) * count(row)) / total;
  };
  return {
    waiting: sum((row) => row.waiting),
    longestWaitSeconds: Math.max(0, ...departments.map((row) => row.longestWaitSeconds)),
    talking: calls.filter((call) => call.state !== 'waiting').length,
    available: agents.filter((person) => person.presence === 'available').length,
    onDuty: agents.filter((person) => ON_DUTY.includes(person.presence)).length,
    answered: sum((row) => row.answeredToday),
    abandoned: sum((row) => row.abandonedToday),
    serviceLevel: mean(
      (row) => row.serviceLevelToday,
      (row) => row.judgedToday,
    ),
    meanWaitSeconds: mean(
      (row) => row.meanWaitSecondsToday,
      (row) => row.answeredToday,
    ),
  };
}

/** How old a board is: waits on it have grown by as much. */
export function ageSeconds({ at }: Board, nowMs: number): number {
  return Math.max(0, (nowMs - Date.parse(at)) / 1000);
}

/** Agents of a call to whom a supervisor may whisper: those at the table or aside. */
export function whisperable({ parties }: RunningCall): RunningCall['parties'] {
  return parties.filter((party) => party.kind === 'agent');
}
