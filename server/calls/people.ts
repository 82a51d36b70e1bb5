import { eq } from 'drizzle-orm';
import type { Agent } from '../../contracts/domain/people.ts';
import { agentOf } from '../auth/people-store.ts';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Person } from './centre.ts';
import { personOf } from './profiles.ts';

/** People who take calls, from the records. */

export async function loadPeople(db: Db, catalogue: CatalogueIndex): Promise<Map<string, Person>> {
  const rows = await db.select().from(schema.agents).where(eq(schema.agents.role, 'agent'));
  return new Map(rows.map((row) => [row.id, personOf(agentOf(row), row.qualification, regionIds(catalogue))]));
}

/** One of them, as the record is now. */
export async function findPerson(db: Db, catalogue: CatalogueIndex, agent: Agent): Promise<Person> {
  const { agents } = schema;
  const [row] = await db.select({ qualification: agents.qualification }).from(agents).where(eq(agents.id, agent.id));
  return personOf(agent, row?.qualification ?? null, regionIds(catalogue));
}

function regionIds({ data }: CatalogueIndex): string[] {
  return data.regions.map(({ id }) => id);
}
