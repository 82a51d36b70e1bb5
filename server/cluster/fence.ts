import { eq } from 'drizzle-orm';
import * as schema from '../store/schema.ts';
import type { Store } from '../store/work.ts';
import { TERM_COUNTER } from './election.ts';

/** Another hub leads by now: what this one decided must not be stored. */
export class LaterTerm extends Error {
  override readonly name = 'LaterTerm';
}

/**
 * The leader's store: nothing is written once a later term has begun, so that a hub that was cut off, and comes back with
 * decisions in its hands, cannot write over those of its successor.
 */
export function fence(store: Store, term: number): Store {
  return {
    ...store,
    write: (job) =>
      store.write(async (work) => {
        const [row] = await work.tx
          .select({ term: schema.counters.value })
          .from(schema.counters)
          .where(eq(schema.counters.name, TERM_COUNTER));
        if (row?.term !== term) throw new LaterTerm(`term ${row?.term} has begun, this is of ${term}`);
        return job(work);
      }),
  };
}
