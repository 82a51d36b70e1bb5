import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../contracts/time.ts';
import { type Election, standForElection } from '../../../server/cluster/election.ts';
import { fence, LaterTerm } from '../../../server/cluster/fence.ts';
import { testVault } from '../../../server/keeping/testing.ts';
import { createLogger } from '../../../server/log.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { createStore } from '../../../server/store/work.ts';
import { missingPostgresPrograms, startPostgres, type TestService } from '../../rig/services.ts';

const missing = await missingPostgresPrograms();
const TIMEOUT_MS = 60_000;

/** A hub that stands for election and says what happens to it. */
class Candidate {
  term: number | null = null;
  readonly terms: number[] = [];
  databaseAnswers: boolean | undefined;
  refusal: Error | undefined;
  readonly election: Election;
  readonly #waiting: (() => void)[] = [];

  constructor(url: string) {
    const candidate = this;
    this.election = standForElection(
      url,
      {
        get term() {
          return candidate.term;
        },
        lead: async (term) => {
          if (this.refusal) throw this.refusal;
          this.term = term;
          this.terms.push(term);
          this.#changed();
        },
        stepDown: async () => {
          this.term = null;
          this.#changed();
        },
        database: (answers) => {
          this.databaseAnswers = answers;
          this.#changed();
        },
      },
      systemClock,
      createLogger('silent'),
    );
  }

  #changed(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  get leads(): boolean {
    return this.term !== null;
  }

  async until(test: () => boolean): Promise<void> {
    while (!test()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

describe.skipIf(missing !== undefined)(`the election of a leader${missing ? ` (pending: ${missing})` : ''}`, () => {
  let postgres: TestService;
  beforeAll(async () => {
    postgres = await startPostgres();
    const database = await openDatabase({ kind: 'server', url: postgres.url }, () => undefined);
    await database.close();
  }, TIMEOUT_MS);
  afterAll(() => postgres.close());

  it(
    'gives one the lead, and another when that one goes, in a later term',
    async () => {
      const first = new Candidate(postgres.url);
      await first.until(() => first.leads);
      const second = new Candidate(postgres.url);
      await second.until(() => second.databaseAnswers === true);
      expect(second.leads).toBe(false);
      await first.election.close();
      await second.until(() => second.leads);
      expect(second.term).toBeGreaterThan(first.terms[0] ?? 0);
      await second.election.close();
    },
    TIMEOUT_MS,
  );

  it(
    'gives the lead of one whose connection is cut back to it, or to another in a later term, never to both',
    async () => {
      const first = new Candidate(postgres.url);
      await first.until(() => first.leads);
      const second = new Candidate(postgres.url);
      await second.until(() => second.databaseAnswers === true);
      await terminateLeader(postgres.url);
      await first.until(() => first.databaseAnswers === false);
      await first.until(() => first.databaseAnswers === true);
      expect([first, second].filter((one) => one.leads)).toHaveLength(1);
      if (second.leads) expect(second.term).toBeGreaterThan(first.terms[0] ?? 0);
      await Promise.all([first.election.close(), second.election.close()]);
      expect([first.leads, second.leads]).toEqual([false, false]);
    },
    TIMEOUT_MS,
  );

  it(
    'takes the lead from nobody who cannot begin, and passes it on',
    async () => {
      const unfit = new Candidate(postgres.url);
      unfit.refusal = new Error('the calls cannot be read');
      await unfit.until(() => unfit.databaseAnswers === false);
      const fit = new Candidate(postgres.url);
      await fit.until(() => fit.leads);
      expect(unfit.leads).toBe(false);
      await Promise.all([fit.election.close(), unfit.election.close()]);
    },
    TIMEOUT_MS,
  );

  it(
    'leaves the lead with its holder while the database stands still, or is gone and comes back',
    async () => {
      const only = new Candidate(postgres.url);
      await only.until(() => only.leads && only.databaseAnswers === true);
      postgres.freeze();
      await only.until(() => only.databaseAnswers === false);
      postgres.thaw();
      await only.until(() => only.databaseAnswers === true);
      await postgres.crash();
      await only.until(() => only.databaseAnswers === false);
      await postgres.restart();
      await only.until(() => only.databaseAnswers === true);
      expect(only.leads).toBe(true);
      expect(only.terms).toHaveLength(1);
      await only.election.close();
    },
    TIMEOUT_MS,
  );

  it(
    'lets no decision of an earlier term be stored',
    async () => {
      const database = await openDatabase({ kind: 'server', url: postgres.url }, () => undefined);
      const store = createStore(database.db, systemClock, testVault(systemClock), () => undefined);
      const only = new Candidate(postgres.url);
      await only.until(() => only.leads);
      const term = only.term ?? 0;
      expect(await fence(store, term).write((work) => work.count('stored'))).toBe(1);
      await expect(fence(store, term - 1).write((work) => work.count('stored'))).rejects.toThrow(LaterTerm);
      expect(await store.write((work) => work.count('stored'))).toBe(2);
      await only.election.close();
      await database.close();
    },
    TIMEOUT_MS,
  );
});

/** Ends the session that holds the leader's lock, as the end of its process would. */
async function terminateLeader(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted`);
  await client.end();
}
