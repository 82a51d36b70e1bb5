import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boardHour } from '../../contracts/hub/agent.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { callAsks } from '../store/schema.ts';
import { dayFigures, hoursOf } from './figures.ts';

let database: Database;

beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', folder: 'memory' }, () => undefined);
});
afterAll(() => database.close());
beforeEach(async () => void (await database.db.delete(callAsks)));

/** Local noon of the day that is looked at, in Guangzhou. */
const NOON = Date.UTC(2026, 2, 2, 4);
const NOW = new Date(NOON + 3_600_000).toISOString();

interface Asked {
  readonly department?: string | null;
  readonly purpose?: 'answer' | 'add' | 'consult';
  readonly atMs?: number;
  /** Seconds until somebody came. */
  readonly answered?: number;
  readonly talked?: number;
  /** Seconds until the asking ended without anybody. */
  readonly abandoned?: number;
}

async function ask(...asked: readonly Asked[]): Promise<void> {
  await database.db.insert(callAsks).values(
    asked.map(({ department = 'tax', purpose = 'answer', atMs = NOON, answered, talked, abandoned }) => {
      const waited = answered ?? abandoned;
      const after = (seconds: number) => new Date(atMs + seconds * 1000).toISOString();
      return {
        id: v7(),
        callId: v7(),
        visitId: v7(),
        departmentId: department,
        purpose,
        askedAt: after(0),
        answeredAt: answered === undefined ? null : after(answered),
        abandonedAt: abandoned === undefined ? null : after(abandoned),
        waitMs: waited === undefined ? null : waited * 1000,
        talkMs: talked === undefined ? null : talked * 1000,
      };
    }),
  );
}

const day = () => hoursOf(database.db, '2026-03-02', 1, NOW);

describe('hoursOf', () => {
  it('counts by hour and department, in order', async () => {
    await ask(
      { answered: 4, talked: 100 },
      { answered: 21, talked: 200 },
      { answered: 5 },
      { abandoned: 30 },
      { department: 'market', answered: 2, talked: 60 },
      { atMs: NOON - 60_000, abandoned: 3 },
    );
    expect(await day()).toEqual([
      {
        departmentId: 'tax',
        hour: '2026-03-02T03:00:00.000Z',
        asked: 1,
        answered: 0,
        abandoned: 1,
        meanWaitSeconds: null,
        serviceLevel: null,
        judged: 0,
        meanTalkSeconds: null,
        talked: 0,
      },
      {
        departmentId: 'market',
        hour: '2026-03-02T04:00:00.000Z',
        asked: 1,
        answered: 1,
        abandoned: 0,
        meanWaitSeconds: 2,
        serviceLevel: 1,
        judged: 1,
        meanTalkSeconds: 60,
        talked: 1,
      },
      {
        departmentId: 'tax',
        hour: '2026-03-02T04:00:00.000Z',
        asked: 4,
        answered: 3,
        abandoned: 1,
        meanWaitSeconds: 10,
        serviceLevel: 0.5,
        judged: 4,
        meanTalkSeconds: 150,
        talked: 2,
      },
    ]);
    for (const hour of await day()) expect(boardHour.safeParse(hour).error).toBeUndefined();
  });

  it('fails whom it kept beyond the promise, also while they still wait, and not who gave up before', async () => {
    const levelAfter = async (...asked: readonly Asked[]) => {
      await database.db.delete(callAsks);
      await ask(...asked);
      return (await day())[0]?.serviceLevel;
    };
    const good = { answered: 15 };
    expect(await levelAfter(good)).toBe(1);
    expect(await levelAfter(good, { answered: 15.001 })).toBe(0.5);
    expect(await levelAfter(good, { abandoned: 15 })).toBe(1);
    expect(await levelAfter(good, { abandoned: 16 })).toBe(0.5);
    expect(await levelAfter(good, { atMs: NOON })).toBe(0.5);
    expect(await levelAfter({ atMs: Date.parse(NOW) - 15_000 })).toBeNull();
    expect(await levelAfter({ atMs: Date.parse(NOW) - 15_001 })).toBe(0);
  });

  it('begins and ends its days at local midnight', async () => {
    const midnight = Date.UTC(2026, 2, 1, 16);
    const dayMs = 24 * 3_600_000;
    await ask(
      ...[midnight - 1, midnight, midnight + dayMs - 1, midnight + dayMs].map((atMs) => ({ atMs, answered: 1 })),
    );
    expect((await day()).map((one) => one.hour)).toEqual(['2026-03-01T16:00:00.000Z', '2026-03-02T15:00:00.000Z']);
    expect(await hoursOf(database.db, '2026-03-01', 3, NOW)).toHaveLength(4);
  });

  it('leaves colleagues who were asked aside out, and names who asked for no department', async () => {
    await ask({ purpose: 'consult', answered: 1 }, { purpose: 'add', answered: 1 }, { department: null, abandoned: 1 });
    expect((await day()).map(({ departmentId, asked }) => [departmentId, asked])).toEqual([
      ['any', 1],
      ['tax', 1],
    ]);
  });
});

it('sums a day up as its hours do', async () => {
  await ask({ answered: 4 }, { atMs: NOON - 3_600_000, answered: 20 }, { abandoned: 3 }, { atMs: NOON - 86_400_000 });
  expect(await dayFigures(database.db, '2026-03-02', NOW)).toEqual([
    { departmentId: 'tax', answered: 2, abandoned: 1, serviceLevel: 0.5, judged: 2, meanWaitSeconds: 12 },
  ]);
});
