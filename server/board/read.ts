import { and, eq, inArray, max, sql } from 'drizzle-orm';
import type { Party } from '../../contracts/domain/visit.ts';
import type { Board } from '../../contracts/hub/agent.ts';
import { type Clock, instantOf } from '../../contracts/time.ts';
import { agentOf } from '../auth/people-store.ts';
import type { CallReads } from '../calls/centre.ts';
import type { Call } from '../calls/state.ts';
import type { Db } from '../store/database.ts';
import { localDay } from '../store/numbers.ts';
import { agents, booths, timeline } from '../store/schema.ts';
import { boardOf } from './board.ts';
import { dayFigures } from './figures.ts';
import { owedFollowUps } from './follow-ups.ts';
import { callState } from './standing.ts';
import type { SeenCall, SeenPerson } from './types.ts';

/** People and what they serve change by seeding only; a minute is soon enough for a board. */
const PEOPLE_FRESH_MS = 60_000;

export interface BoardSources {
  readonly db: Db;
  readonly clock: Clock;
  readonly calls: CallReads;
  /** Departments of the catalogue, in its order. */
  readonly departmentIds: readonly string[];
  readonly parties: (call: Call) => Promise<Party[]>;
}

type Profile = Pick<SeenPerson, 'agent' | 'departmentIds'>;

/** Reads how things stand: calls and people from memory, what they did today and what is owed from the database. */
export function createBoardReader({ db, clock, calls, departmentIds, parties }: BoardSources): () => Promise<Board> {
  let profiles: readonly Profile[] = [];
  let profilesAtMs = Number.NEGATIVE_INFINITY;

  async function freshProfiles(nowMs: number): Promise<readonly Profile[]> {
    if (nowMs - profilesAtMs >= PEOPLE_FRESH_MS) {
      profiles = await loadProfiles(db);
      profilesAtMs = nowMs;
    }
    return profiles;
  }

  return async () => {
    const nowMs = clock.nowMs();
    const now = instantOf(clock);
    const presences = calls.presences();
    const people = (await freshProfiles(nowMs)).flatMap((profile): SeenPerson[] => {
      const standing = presences.get(profile.agent.id);
      if (!standing) return [];
      const { presence, sinceMs, reason } = standing;
      return [{ ...profile, presence, sinceMs, reason, callId: calls.callOfAgent(profile.agent.id)?.callId }];
    });
    return boardOf({
      nowMs,
      departmentIds,
      people,
      calls: await seenCalls([...calls.calls()], db, parties),
      today: await dayFigures(db, localDay(nowMs), now),
      followUps: await owedFollowUps(db),
    });
  };
}

async function loadProfiles(db: Db): Promise<Profile[]> {
  const rows = await db.select().from(agents).where(eq(agents.role, 'agent')).orderBy(agents.username);
  return rows.map((row) => {
    const skilled = row.qualification?.skills.map((skill) => skill.departmentId) ?? [];
    return { agent: agentOf(row), departmentIds: [...new Set([row.departmentId, ...skilled])] };
  });
}

/** Running calls, the oldest first. */
async function seenCalls(
  running: readonly Call[],
  db: Db,
  parties: (call: Call) => Promise<Party[]>,
): Promise<SeenCall[]> {
  if (running.length === 0) return [];
  const boothIds = [...new Set(running.map((call) => call.boothId))];
  const named = await db.select({ id: booths.id, name: booths.name }).from(booths).where(inArray(booths.id, boothIds));
  const names = new Map(named.map(({ id, name }) => [id, name]));
  const seen: SeenCall[] = [];
  for (const call of running) {
    const { callId, boothId, departmentId, askedAtMs, asks } = call;
    // A booth that is in a call has been enrolled, and its name stored, before; its id stands in for a lost name.
    const boothName = names.get(boothId) ?? boothId;
    const all = await parties(call);
    seen.push({ callId, boothName, departmentId, askedAtMs, parties: all, asks, placedAtMs: null });
  }
  const held = new Set(seen.filter((call) => callState(call) === 'held').map((call) => call.callId));
  const placed = await placedAt(
    db,
    running.filter((call) => held.has(call.callId)),
  );
  return seen
    .map((call) => ({ ...call, placedAtMs: placed.get(call.callId) ?? null }))
    .sort((a, b) => a.askedAtMs - b.askedAtMs);
}

/** When somebody was moved last in each of these calls, in milliseconds. */
async function placedAt(db: Db, calls: readonly Call[]): Promise<Map<string, number>> {
  if (calls.length === 0) return new Map();
  const visitIds = calls.map((call) => call.visitId);
  const rows = await db
    .select({ visitId: timeline.visitId, at: max(timeline.at) })
    .from(timeline)
    .where(and(inArray(timeline.visitId, visitIds), sql`${timeline.fact}->>'type' = 'call.placed'`))
    .groupBy(timeline.visitId);
  return new Map(
    rows.flatMap(({ visitId, at }) => {
      const call = calls.find((one) => one.visitId === visitId);
      return call && at ? [[call.callId, Date.parse(at)] as const] : [];
    }),
  );
}
