import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Agent } from '../../contracts/domain/people.ts';
import { fail, type XiaowuError } from '../../contracts/errors.ts';
import { ANY_DEPARTMENT, type FollowUp } from '../../contracts/hub/agent.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import { FOLLOW_UP, FOLLOW_UP_OUTCOME } from '../keeping/places.ts';
import type { Reader, VisitSeal } from '../keeping/vault.ts';
import type { Db } from '../store/database.ts';
import { followUps } from '../store/schema.ts';
import type { Work } from '../store/work.ts';
import type { OwedFollowUp } from './types.ts';

/** 跟进: what citizens are owed. Each has one owner at a time, and is done by the owner alone. */

type FollowUpResult = Result<FollowUp, XiaowuError>;
type Row = typeof followUps.$inferSelect;

/** More than a day's work of a department; the first due come first. */
const MOST_SHOWN = 200;

function followUpOf(seal: VisitSeal, row: Row): FollowUp {
  const opened = FOLLOW_UP_OUTCOME.open(seal, FOLLOW_UP.open(seal, row));
  const { id, number, kind, departmentId, visitId, phone, text, createdAt, dueAt, state, agentId, outcome } = opened;
  return {
    ...{ id, number, kind, departmentId, visitId, phone, text, createdAt, dueAt, state },
    ...(agentId === null ? {} : { agentId }),
    ...(outcome === null ? {} : { outcome }),
  };
}

/**
 * Whether a person may see and take it: it holds a citizen's number. Agents those of their department and of citizens who
 * named none, supervisors all.
 */
function mayFollowUp(agent: Agent, departmentId: string): boolean {
  if (agent.role !== 'agent') return agent.role === 'supervisor';
  return departmentId === agent.departmentId || departmentId === ANY_DEPARTMENT;
}

/** What is owed and this person may do, the first due first. */
export async function followUpsFor({ db, vault }: Reader, agent: Agent): Promise<FollowUp[]> {
  const own = inArray(followUps.departmentId, [agent.departmentId, ANY_DEPARTMENT]);
  const rows = await db
    .select()
    .from(followUps)
    .where(and(ne(followUps.state, 'done'), agent.role === 'supervisor' ? undefined : own))
    .orderBy(asc(followUps.dueAt))
    .limit(MOST_SHOWN);
  const sealOf = await vault.sealsOf(
    db,
    rows.map(({ visitId }) => visitId),
  );
  return rows.map((row) => followUpOf(sealOf(row.visitId), row));
}

export async function findFollowUp({ db, vault }: Reader, number: string): Promise<FollowUp | undefined> {
  const [row] = await db.select().from(followUps).where(eq(followUps.number, number));
  return row && followUpOf(await vault.sealOf(db, row.visitId), row);
}

/** What is owed and not done, the first due first. */
export async function owedFollowUps(db: Db): Promise<OwedFollowUp[]> {
  const rows = await db
    .select({ number: followUps.number, dueAt: followUps.dueAt })
    .from(followUps)
    .where(ne(followUps.state, 'done'))
    .orderBy(asc(followUps.dueAt));
  return rows.map(({ number, dueAt }) => ({ number, dueAtMs: Date.parse(dueAt) }));
}

/**
 * Makes a person the owner; taking twice is as taking once. A supervisor also takes what another has taken, so that nothing
 * stays with somebody who went home. `not_found`, `forbidden`, `wrong_state` when it is another's or done.
 */
export async function takeFollowUp(work: Work, id: string, agent: Agent): Promise<FollowUpResult> {
  const row = await find(work, id);
  if (!row) return err(fail('not_found', 'follow-up'));
  if (!mayFollowUp(agent, row.departmentId)) return err(fail('forbidden', 'not of this department'));
  if (row.state === 'done') return err(fail('wrong_state', 'done already'));
  const isAnothers = row.state === 'taken' && row.agentId !== agent.id;
  if (isAnothers && agent.role !== 'supervisor') return err(fail('wrong_state', 'a colleague has it'));
  return change(work, id, { state: 'taken', agentId: agent.id });
}

/** The owner says what came of it. `not_found`, `forbidden` when it is not theirs, `wrong_state` when done already. */
export async function finishFollowUp(work: Work, id: string, agent: Agent, outcome: string): Promise<FollowUpResult> {
  const row = await find(work, id);
  if (!row) return err(fail('not_found', 'follow-up'));
  if (row.state === 'done') return err(fail('wrong_state', 'done already'));
  if (row.agentId !== agent.id) return err(fail('forbidden', 'not the owner'));
  await work.audit({
    action: 'follow-up.done',
    actor: { kind: 'agent', id: agent.id },
    visitId: row.visitId,
    subject: row.number,
    detail: row.dueAt < work.now ? 'overdue' : 'in time',
  });
  const told = await FOLLOW_UP_OUTCOME.keep(work, row.visitId, id, { outcome });
  return change(work, id, { state: 'done', ...told, doneAt: work.now });
}

async function find(work: Work, id: string): Promise<Row | undefined> {
  return (await work.tx.select().from(followUps).where(eq(followUps.id, id)))[0];
}

async function change(work: Work, id: string, set: Partial<Row>): Promise<FollowUpResult> {
  const [row] = await work.tx
    .update(followUps)
    .set(set)
    .where(and(eq(followUps.id, id), ne(followUps.state, 'done')))
    .returning();
  if (!row) return err(fail('wrong_state', 'done already'));
  return ok(followUpOf(await work.vault.sealOf(work.tx, row.visitId), row));
}
