import { and, eq, lt } from 'drizzle-orm';
import type { Agent, Booth } from '../../contracts/domain/people.ts';
import type { Db } from '../store/database.ts';
import * as schema from '../store/schema.ts';
import type { Work } from '../store/work.ts';

type AgentRow = typeof schema.agents.$inferSelect;

export function agentOf(row: AgentRow): Agent {
  const { id, username, displayName, role, departmentId, regionId, languages } = row;
  return { id, username, displayName, role, departmentId, regionId, languages };
}

export async function findAgentByName(db: Db, username: string): Promise<AgentRow | undefined> {
  return (await db.select().from(schema.agents).where(eq(schema.agents.username, username)))[0];
}

export async function findAgent(db: Db, agentId: string): Promise<Agent | undefined> {
  const row = (await db.select().from(schema.agents).where(eq(schema.agents.id, agentId)))[0];
  return row && agentOf(row);
}

export async function listBooths(db: Db): Promise<Booth[]> {
  const rows = await db.select().from(schema.booths).orderBy(schema.booths.id);
  return rows.map(boothOf);
}

export async function findBooth(db: Db, boothId: string): Promise<Booth | undefined> {
  const row = (await db.select().from(schema.booths).where(eq(schema.booths.id, boothId)))[0];
  return row && boothOf(row);
}

export function boothOf({ id, name, address, regionId }: Booth): Booth {
  return { id, name, address, regionId };
}

/** Stores an enrolled booth; its file is the source, so a changed name or address follows. */
export async function saveBooth(db: Db, booth: Booth): Promise<void> {
  await db
    .insert(schema.booths)
    .values({ ...booth, demo: false })
    .onConflictDoUpdate({
      target: schema.booths.id,
      set: { name: booth.name, address: booth.address, regionId: booth.regionId },
    });
}

export async function saveSession(work: Work, sessionId: string, agentId: string, expiresAtMs: number): Promise<void> {
  const expiresAt = new Date(expiresAtMs).toISOString();
  await work.tx
    .insert(schema.sessions)
    .values({ id: sessionId, agentId, expiresAt })
    .onConflictDoUpdate({ target: schema.sessions.id, set: { expiresAt } });
  await work.tx.delete(schema.sessions).where(lt(schema.sessions.expiresAt, work.now));
}

/** When a session ends as last renewed, in milliseconds; undefined when it has ended. */
export async function sessionEndMs(db: Db, sessionId: string, agentId: string): Promise<number | undefined> {
  const rows = await db
    .select()
    .from(schema.sessions)
    .where(and(eq(schema.sessions.id, sessionId), eq(schema.sessions.agentId, agentId)));
  return rows[0] && Date.parse(rows[0].expiresAt);
}

/** Marks a one-time token as used; false when it was used before. */
export async function spendToken(work: Work, tokenId: string, expiresAtMs: number): Promise<boolean> {
  await work.tx.delete(schema.usedTokens).where(lt(schema.usedTokens.expiresAt, work.now));
  const inserted = await work.tx
    .insert(schema.usedTokens)
    // A minute more than the token lives, because tokens are accepted with some tolerance for the clock.
    .values({ id: tokenId, expiresAt: new Date(expiresAtMs + 60_000).toISOString() })
    .onConflictDoNothing()
    .returning({ id: schema.usedTokens.id });
  return inserted.length === 1;
}
