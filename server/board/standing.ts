import type { Presence } from '../../contracts/domain/people.ts';
import { ANY_DEPARTMENT, type Board } from '../../contracts/hub/agent.ts';
import type { SeenCall, SeenPerson } from './types.ts';

/** How people, lines and calls stand: the words in which board and alerts are put. */

/** Who takes calls, now or when they are free again. Who rests or does not answer is not counted on. */
const ON_DUTY: readonly Presence[] = ['available', 'offered', 'on-call', 'wrap-up', 'at-counter'];

/** When those who wait began to, by the department whose line they stand in; the longest first. */
export function linesOf(calls: readonly SeenCall[]): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const { asks } of calls) {
    for (const { purpose, departmentId, askedAtMs } of asks) {
      // Who is asked aside keeps no citizen waiting for a person.
      if (purpose === 'consult') continue;
      const key = departmentId ?? ANY_DEPARTMENT;
      lines.set(key, [...(lines.get(key) ?? []), askedAtMs]);
    }
  }
  for (const line of lines.values()) line.sort((a, b) => a - b);
  return lines;
}

/** Whether a person may be offered what a department's line holds. */
export function serves(person: SeenPerson, departmentId: string): boolean {
  return departmentId === ANY_DEPARTMENT || person.departmentIds.includes(departmentId);
}

export function isOnDuty({ presence }: SeenPerson): boolean {
  return ON_DUTY.includes(presence);
}

/** How a call stands for the citizen: with somebody, kept waiting by somebody, or waiting for somebody. */
export function callState({ parties }: SeenCall): Board['calls'][number]['state'] {
  const citizen = parties.find((party) => party.kind === 'citizen');
  const helpers = parties.filter((party) => party.kind === 'agent' || party.kind === 'interpreter');
  if (helpers.length === 0) return 'waiting';
  const isServed = citizen?.place === 'table' && helpers.some((party) => party.place === 'table');
  return isServed ? 'talking' : 'held';
}
