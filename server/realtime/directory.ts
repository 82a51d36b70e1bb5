import { eq } from 'drizzle-orm';
import type { Agent, Booth } from '../../contracts/domain/people.ts';
import type { Clock } from '../../contracts/time.ts';
import { agentOf, findAgent, findBooth } from '../auth/people-store.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';

/** Who people and places are, for those who are shown them. */
export interface Directory {
  agent(agentId: string): Promise<Agent>;
  /** Undefined for somebody who is not there. */
  find(agentId: string): Promise<Agent | undefined>;
  booth(boothId: string): Promise<Booth>;
  /** The booth may have been enrolled anew, with another name or address. */
  forgetBooth(boothId: string): void;
  /** Everybody who may take calls. */
  agents(): Promise<readonly Agent[]>;
  /** Those of them who sit in this department. */
  ofDepartment(departmentId: string): Promise<readonly Agent[]>;
}

/** A new colleague is shown to those who say hello after this; every desk asks for the list, thousands of them after a restart. */
const LIST_KEPT_MS = 5_000;

interface People {
  readonly all: readonly Agent[];
  readonly byDepartment: ReadonlyMap<string, readonly Agent[]>;
}

export function createDirectory(db: Db, clock: Clock): Directory {
  let list: { readonly people: Promise<People>; readonly untilMs: number } | undefined;

  async function loadList(): Promise<People> {
    const rows = await db.select().from(schema.agents).where(eq(schema.agents.role, 'agent'));
    const all = rows.map(agentOf).sort((a, b) => (a.username < b.username ? -1 : 1));
    return { all, byDepartment: byDepartment(all, ({ departmentId }) => departmentId) };
  }

  function people(): Promise<People> {
    if (!list || list.untilMs <= clock.nowMs()) {
      const mine = { people: loadList(), untilMs: clock.nowMs() + LIST_KEPT_MS };
      list = mine;
      // A failure is for those who asked now; the next one asks anew.
      mine.people.catch(() => {
        if (list === mine) list = undefined;
      });
    }
    return list.people;
  }

  // People and places change by seeding or enrolling only; a desk asks for them many times a minute.
  const agents = new Map<string, Agent>();
  const booths = new Map<string, Booth>();

  async function find(agentId: string): Promise<Agent | undefined> {
    const found = agents.get(agentId) ?? (await findAgent(db, agentId));
    if (found) agents.set(agentId, found);
    return found;
  }

  return {
    find,
    async agent(agentId) {
      const found = await find(agentId);
      if (!found) throw new Error('an agent of a call is not in the database');
      return found;
    },
    async booth(boothId) {
      const found = booths.get(boothId) ?? (await findBooth(db, boothId));
      if (!found) throw new Error(`booth ${boothId} is not in the database`);
      booths.set(boothId, found);
      return found;
    },
    forgetBooth: (boothId) => void booths.delete(boothId),
    agents: async () => (await people()).all,
    ofDepartment: async (departmentId) => (await people()).byDepartment.get(departmentId) ?? [],
  };
}

export function byDepartment<T>(
  all: readonly T[],
  departmentOf: (one: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(departmentOf(one));
    if (group) group.push(one);
    else groups.set(departmentOf(one), [one]);
  }
  return groups;
}

/** Whether an agent of the desk list: technicians and supervisors take no calls. */
export function takesCalls(agent: Agent): boolean {
  return agent.role === 'agent';
}
