import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from './database.ts';
import { createTurns, SHARED_AT_MOST, transactionLock } from './turns.ts';

const client = new PGlite('memory://');
const db = drizzle(client) as unknown as Db;
const lock = transactionLock(1);

beforeAll(() => client.exec('create table written (place serial, what text)'));
beforeEach(() => client.exec('delete from written'));
afterAll(() => client.close());

const add = (what: string) => async (tx: Db) => {
  await tx.execute(sql`insert into written (what) values (${what})`);
  return what;
};

async function written(): Promise<string[]> {
  const { rows } = await client.query<{ what: string }>('select what from written order by place');
  return rows.map(({ what }) => what);
}

describe('turns', () => {
  it('shares one commit among those that came while another was at work, in the order in which they came', async () => {
    let commits = 0;
    const inTurn = createTurns(
      counting(db, () => commits++),
      lock,
    );
    const names = ['first', 'a', 'b', 'c'];
    expect(await Promise.all(names.map((name) => inTurn(add(name))))).toEqual(names);
    expect(await written()).toEqual(names);
    expect(commits).toBe(2);
  });

  it('undoes one that throws, and only that', async () => {
    const inTurn = createTurns(db, lock);
    const thrower = async (tx: Db) => {
      await add('undone')(tx);
      throw new Error('not this one');
    };
    const wrong = async (tx: Db) => tx.execute(sql`select no_such_column from written`);
    const all = await Promise.allSettled(
      [add('first'), add('a'), thrower, wrong, add('b')].map((job) => inTurn<unknown>(job)),
    );
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await written()).toEqual(['first', 'a', 'b']);
  });

  it('answers nobody before the commit, and all with what made it fail', async () => {
    const failing = createTurns(
      counting(db, () => {
        throw new Error('the disk is full');
      }),
      lock,
    );
    const all = await Promise.allSettled([add('first'), add('a'), add('b')].map((job) => failing(job)));
    expect(all.map((one) => one.status === 'rejected' && (one.reason as Error).message)).toEqual(
      Array(3).fill('the disk is full'),
    );
    expect(await written()).toEqual([]);
  });

  it('goes on after a failure, and shares among so many at most', async () => {
    let commits = 0;
    const inTurn = createTurns(
      counting(db, () => commits++),
      lock,
    );
    await expect(inTurn(() => Promise.reject(new Error('first')))).rejects.toThrow('first');
    await Promise.all(Array.from({ length: SHARED_AT_MOST * 2 + 1 }, (_, index) => inTurn(add(`${index}`))));
    expect(await written()).toHaveLength(SHARED_AT_MOST * 2 + 1);
    // One that came alone, then two full ones.
    expect(commits).toBe(3);
  });
});

/** The database, saying when a whole transaction is about to be committed. */
function counting(real: Db, beforeCommit: () => void): Db {
  const transaction: Db['transaction'] = (job) =>
    real.transaction(async (tx) => {
      const value = await job(tx);
      beforeCommit();
      return value;
    });
  return Object.assign(Object.create(real), { transaction });
}
