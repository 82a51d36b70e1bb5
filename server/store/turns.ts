import { type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';

/** Jobs that share a commit; the last of them waits for all, so not many more than a commit takes time for. */
export const SHARED_AT_MOST = 32;

interface Waiting {
  run(tx: Db): Promise<void>;
  committed(): void;
  failed(thrown: unknown): void;
}

/**
 * Lets jobs write one after the other, in the order in which they came. Those that wait while one is at work share the next
 * transaction, each in a savepoint of its own: a disk takes as long for thirty of them as for one. A job is answered when its
 * transaction is committed; one that throws is undone alone. Only one connection writes, so the others stay free for readers.
 * @param lock run first in each transaction
 */
export function createTurns(db: Db, lock: SQL): <T>(job: (tx: Db) => Promise<T>) => Promise<T> {
  const queue: Waiting[] = [];
  let isBusy = false;

  async function write(group: readonly Waiting[]): Promise<void> {
    const done: Waiting[] = [];
    try {
      await db.transaction(async (tx) => {
        await tx.execute(lock);
        const [alone, ...others] = group;
        if (alone && others.length === 0) {
          await alone.run(tx as unknown as Db);
          done.push(alone);
          return;
        }
        for (const one of group) {
          try {
            await tx.transaction((nested) => one.run(nested as unknown as Db));
            done.push(one);
          } catch (thrown) {
            one.failed(thrown);
          }
        }
      });
    } catch (thrown) {
      // Those that were told already are not told again.
      for (const one of group) one.failed(thrown);
      return;
    }
    for (const one of done) one.committed();
  }

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (queue.length > 0) await write(queue.splice(0, SHARED_AT_MOST));
    isBusy = false;
  }

  return (job) =>
    new Promise((resolve, reject) => {
      let answer: () => void = () => undefined;
      queue.push({
        async run(tx) {
          const value = await job(tx);
          answer = () => resolve(value);
        },
        committed: () => answer(),
        failed: reject,
      });
      void work();
    });
}

/** Held to the end of a transaction, over all hubs of a database. */
export function transactionLock(id: number): SQL {
  return sql`select pg_advisory_xact_lock(${id})`;
}
