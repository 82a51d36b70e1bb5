import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../contracts/time.ts';
import { type Election, standForElection } from '../../../server/cluster/election.ts';
import { createLogger } from '../../../server/log.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { missingPostgresPrograms, startPostgres, type TestService } from '../../rig/services.ts';

const missing = await missingPostgresPrograms();
const TIMEOUT_MS = 60_000;

/** A hub that stands for election and says what happens to it. */
class Candidate {
  leads = false;
  terms: number[] = [];
  databaseAnswers: boolean | undefined;
  refusal: Error | undefined;
  readonly election: Election;
  readonly #waiting: (() => void)[] = [];

  constructor(url: string) {
    this.election = standForElection(
      url,
      {
        lead: async (term) => {
          if (this.refusal) throw this.refusal;
          this.leads = true;
          this.terms.push(term);
          this.#changed();
        },
        stepDown: async () => {
          this.leads = false;
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
    'gives one the lead, and another when its connection ends, in a later term',
    async () => {
      const first = new Candidate(postgres.url);
      await first.until(() => first.leads);
      const second = new Candidate(postgres.url);
      await second.until(() => second.databaseAnswers === true);
      expect(second.leads).toBe(false);
      await terminateLeader(postgres.url);
      await second.until(() => second.leads || first.terms.length > 1);
      const all = [...first.terms, ...second.terms];
      expect(new Set(all).size).toBe(all.length);
      expect([first, second].filter((one) => one.leads)).toHaveLength(1);
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
    'notices a database that stands still or is gone, and begins anew when it is back',
    async () => {
      const only = new Candidate(postgres.url);
      await only.until(() => only.leads);
      postgres.freeze();
      await only.until(() => only.databaseAnswers === false && !only.leads);
      postgres.thaw();
      await only.until(() => only.leads);
      await postgres.crash();
      await only.until(() => !only.leads);
      await postgres.restart();
      await only.until(() => only.leads);
      expect(only.terms).toEqual([...only.terms].sort((a, b) => a - b));
      await only.election.close();
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
