import { and, eq } from 'drizzle-orm';
import type { Agent, Booth } from '../../contracts/domain/people.ts';
import type { TechnicianKey } from '../../contracts/technician/mode.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';

/** Whether somebody may work on a booth, from the hub or at its screen: technicians serve the booths of their region. */
export function mayServe(agent: Pick<Agent, 'role' | 'regionId'>, booth: Pick<Booth, 'regionId'>): boolean {
  return agent.role === 'technician' && agent.regionId === booth.regionId;
}

/** What `hello` holds; a region has a handful. */
const KEYS_AT_MOST = 200;

/** The keys of all who may work on a booth, for the booth to let them in with the network down. */
export async function techniciansFor(db: Db, booth: Pick<Booth, 'regionId'>): Promise<TechnicianKey[]> {
  const { agents, technicianKeys } = schema;
  return db
    .select({
      technicianId: agents.id,
      displayName: agents.displayName,
      pinHash: technicianKeys.pinHash,
      totpSecret: technicianKeys.totpSecret,
    })
    .from(technicianKeys)
    .innerJoin(agents, eq(agents.id, technicianKeys.agentId))
    .where(and(eq(agents.role, 'technician'), eq(agents.regionId, booth.regionId)))
    .orderBy(agents.username)
    .limit(KEYS_AT_MOST);
}
