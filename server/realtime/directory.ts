import { eq } from 'drizzle-orm';
import type { Agent, Booth } from '../../contracts/domain/people.ts';
import type { Party } from '../../contracts/domain/visit.ts';
import { agentOf, findAgent, findBooth } from '../auth/people-store.ts';
import type { RoutedCall } from '../routing/state.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { HubTexts } from '../texts.ts';

/** Who people and places are, for those who are shown them. */
export interface Directory {
  agent(agentId: string): Promise<Agent>;
  booth(boothId: string): Promise<Booth>;
  /** Everybody who may take calls. */
  agents(): Promise<Agent[]>;
  /** The parties of a call: the citizen first, under the id of the visit, then the agents as they came. */
  parties(call: RoutedCall): Promise<Party[]>;
}

export function createDirectory(db: Db, texts: HubTexts): Directory {
  // People and places change by seeding or enrolling only; a desk asks for them many times a minute.
  const agents = new Map<string, Agent>();

  async function agent(agentId: string): Promise<Agent> {
    const found = agents.get(agentId) ?? (await findAgent(db, agentId));
    if (!found) throw new Error('an agent of a call is not in the database');
    agents.set(agentId, found);
    return found;
  }

  return {
    agent,
    async booth(boothId) {
      const found = await findBooth(db, boothId);
      if (!found) throw new Error(`booth ${boothId} is not in the database`);
      return found;
    },
    async agents() {
      const rows = await db.select().from(schema.agents).where(eq(schema.agents.role, 'agent'));
      return rows.map(agentOf).sort((a, b) => (a.username < b.username ? -1 : 1));
    },
    async parties(call) {
      const people = await Promise.all(call.agentIds.map(agent));
      const citizen: Party = {
        partyId: call.visitId,
        kind: 'citizen',
        displayName: texts.text('party.citizen', 'zh-CN'),
        place: 'table',
        owner: false,
      };
      return [
        citizen,
        ...people.map(
          ({ id, displayName, departmentId }, index): Party => ({
            partyId: id,
            kind: 'agent',
            displayName,
            departmentId,
            place: 'table',
            owner: index === 0,
          }),
        ),
      ];
    },
  };
}

/** Whether an agent of the desk list: technicians and supervisors take no calls. */
export function takesCalls(agent: Agent): boolean {
  return agent.role === 'agent';
}
