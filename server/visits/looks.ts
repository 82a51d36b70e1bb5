import { eq } from 'drizzle-orm';
import type { Agent } from '../../contracts/domain/people.ts';
import type { Look } from '../keeping/access.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import { findVisitRow, isParty } from './visit-store.ts';

/** What decides whether an agent may look at a document of a visit. */
export async function lookOf(db: Db, visitId: string, fileId: string, agent: Agent): Promise<Look> {
  const visit = await findVisitRow(db, visitId);
  const uses = await db
    .select({ departmentId: schema.cases.departmentId })
    .from(schema.papers)
    .innerJoin(schema.cases, eq(schema.cases.id, schema.papers.caseId))
    .where(eq(schema.papers.fileId, fileId));
  return {
    isParty: await isParty(db, visitId, agent.id),
    visitEnded: visit?.state === 'ended',
    agentDepartmentId: agent.departmentId,
    departmentIds: uses.map(({ departmentId }) => departmentId),
    isFirstAgent: visit?.firstAgentId === agent.id,
  };
}
