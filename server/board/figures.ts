import { and, gte, lt, ne, type SQL, sql } from 'drizzle-orm';
import { ANY_DEPARTMENT, type BoardHour, SERVICE_LEVEL_SECONDS } from '../../contracts/hub/agent.ts';
import type { Db } from '../store/database.ts';
import { TIME_ZONE } from '../store/numbers.ts';
import { callAsks } from '../store/schema.ts';
import type { DayFigures } from './types.ts';

/**
 * Figures of requests for a person, by the department that was asked and the hour in which it was asked. Asking a colleague
 * aside is left out: no citizen waits for a person meanwhile.
 *
 * - The wait is that of requests that were answered; of who gave up it would say how patient they were.
 * - Service level: answered within `SERVICE_LEVEL_SECONDS`, of all that were answered or have waited longer than that. Who waits
 *   beyond it counts already while waiting; who gave up before it was not failed.
 * - Talk: how long who came stayed in the call; of those who have gone again.
 */

const LEVEL_MS = SERVICE_LEVEL_SECONDS * 1000;

const departmentId = sql<string>`coalesce(${callAsks.departmentId}, ${sql.raw(`'${ANY_DEPARTMENT}'`)})`;
const isAnswered = sql`${callAsks.answeredAt} is not null`;

/** Local midnights around `days` days from `day` (`YYYY-MM-DD`), as the database sees them. */
function within(day: string, days: number): SQL | undefined {
  const midnight = (plus: number) => sql`((${day}::date + ${plus}::int)::timestamp at time zone ${TIME_ZONE})`;
  return and(gte(callAsks.askedAt, midnight(0)), lt(callAsks.askedAt, midnight(days)), ne(callAsks.purpose, 'consult'));
}

/** The measures of a group of requests as they stand at an instant. */
function measures(now: string) {
  const waitMs = sql`coalesce(${callAsks.waitMs}, extract(epoch from ${now}::timestamptz - ${callAsks.askedAt}) * 1000)`;
  const isJudged = sql`(${isAnswered} or ${waitMs} > ${LEVEL_MS})`;
  const inTime = sql`(${isAnswered} and ${callAsks.waitMs} <= ${LEVEL_MS})`;
  return {
    asked: sql<number>`count(*)::int`,
    answered: sql<number>`count(${callAsks.answeredAt})::int`,
    abandoned: sql<number>`count(${callAsks.abandonedAt})::int`,
    meanWaitSeconds: sql<number | null>`(avg(${callAsks.waitMs}) filter (where ${isAnswered}) / 1000)::float8`,
    serviceLevel: sql<number | null>`
      ((count(*) filter (where ${inTime}))::float8 / nullif(count(*) filter (where ${isJudged}), 0))::float8`,
    judged: sql<number>`(count(*) filter (where ${isJudged}))::int`,
    talked: sql<number>`count(${callAsks.talkMs})::int`,
    meanTalkSeconds: sql<number | null>`(avg(${callAsks.talkMs}) / 1000)::float8`,
  };
}

/** Hours of departments in which something was asked, in order of time. `now` settles how long who still waits has waited. */
export async function hoursOf(db: Db, day: string, days: number, now: string): Promise<BoardHour[]> {
  const hour = sql<string | Date>`
    date_trunc('hour', ${callAsks.askedAt} at time zone ${TIME_ZONE}) at time zone ${TIME_ZONE}`;
  const rows = await db
    .select({ departmentId, hour, ...measures(now) })
    .from(callAsks)
    .where(within(day, days))
    .groupBy(sql`1`, sql`2`)
    .orderBy(sql`2`, sql`1`);
  return rows.map((row) => ({ ...row, hour: new Date(row.hour).toISOString() }));
}

/** What each department did on one day. */
export async function dayFigures(db: Db, day: string, now: string): Promise<DayFigures[]> {
  const { answered, abandoned, serviceLevel, judged, meanWaitSeconds } = measures(now);
  return db
    .select({ departmentId, answered, abandoned, serviceLevel, judged, meanWaitSeconds })
    .from(callAsks)
    .where(within(day, 1))
    .groupBy(sql`1`);
}
