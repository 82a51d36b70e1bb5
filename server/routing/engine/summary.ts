import { type Presence, presence } from '../../../contracts/domain/people.ts';
import { stateOf } from './duty.ts';
import type { Agent, Item } from './kinds.ts';
import type { Measures } from './measures.ts';
import type { DepartmentSummary, Summary } from './types.ts';

/** What a supervisor's board shows: counted when asked for, not kept. */

type Counts = Record<Presence, number>;
type Open = { waiting: number; firstMs: number | null; agents: Counts };

export function summarise(agents: Iterable<Agent>, items: Iterable<Item>, measures: Measures, nowMs: number): Summary {
  const all = nobody();
  const departments = new Map<string, Open>();
  const of = (id: string): Open => {
    const known = departments.get(id) ?? { waiting: 0, firstMs: null, agents: nobody() };
    departments.set(id, known);
    return known;
  };
  for (const agent of agents) {
    const state = stateOf(agent);
    all[state]++;
    for (const { id } of agent.group.departments) of(id).agents[state]++;
  }
  let waiting = 0;
  for (const { stage, work, askedAtMs } of items) {
    if (stage !== 'waiting') continue;
    waiting++;
    const one = of(work.departmentId);
    one.waiting++;
    one.firstMs = Math.min(one.firstMs ?? askedAtMs, askedAtMs);
  }
  const told = [...departments].map(
    ([departmentId, one]): DepartmentSummary => ({
      departmentId,
      waiting: one.waiting,
      longestWaitedMs: one.firstMs === null ? null : nowMs - one.firstMs,
      agents: one.agents,
      serviceMs: measures.serviceMs(departmentId),
      measured: measures.measured(departmentId),
    }),
  );
  return { waiting, agents: all, departments: told.sort((a, b) => (a.departmentId < b.departmentId ? -1 : 1)) };
}

function nobody(): Counts {
  return Object.fromEntries(presence.options.map((state) => [state, 0])) as Counts;
}
