import { Client } from 'pg';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';

/** Any fixed number will do: the hub that holds this lock leads. */
const LEADER_LOCK = 7_041_003;
/** How often a follower tries for the lock, and the leader looks whether it still has the connection that holds it. */
export const ELECTION_POLL_MS = 250;
/** A database that has not answered after this counts as silent; the connection is given up for a new one. */
const SILENT_MS = 4_000;
/** The database takes a peer for dead that acknowledges nothing for this long, and frees its lock: a hub lost its power. */
const PEER_DEAD_MS = 6_000;

/** The row that counts terms stands where the lock is, so that terms grow over all hubs and restarts. */
export const TERM_COUNTER = 'leader-term';

export interface Election {
  /** Gives the lead up, if this hub has it, and stands for it no more. */
  close(): Promise<void>;
}

export interface Candidate {
  /** The term in which this hub leads; null when it does not. */
  readonly term: number | null;
  /** This hub leads from now on; a term is higher than all before. A rejection gives the lead up again. */
  lead(term: number): Promise<void>;
  /** It leads no more. */
  stepDown(): Promise<void>;
  /** Whether the database answers. */
  database(answers: boolean): void;
}

/**
 * Stands for the lead until closed. The leader holds a session lock of PostgreSQL on a connection of its own: when the
 * process ends, however it ends, the connection and the lock end with it, and another hub has it within a poll.
 *
 * A leader that loses sight of the database goes on leading, in the same term, until it sees that a later one has begun:
 * when the database itself is away nobody else can begin one, and what is decided meanwhile waits to be stored (`fence`).
 */
export function standForElection(url: string, candidate: Candidate, clock: Clock, logger: Logger): Election {
  let client: Client | undefined;
  let holdsLock = false;
  let answers: boolean | undefined;
  let closed = false;
  let timer: Timer | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function open(fresh: Client): Promise<void> {
    // Whatever ends the connection is seen by the next query on it.
    fresh.on('error', (error) => logger.warn({ err: error }, 'the connection of the election broke'));
    await fresh.connect();
    await fresh.query(`set tcp_user_timeout = ${PEER_DEAD_MS}`);
    await fresh.query('set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 4');
  }

  async function connection(): Promise<Client> {
    if (!client) {
      // Known before it is open, so that one that opens too late is closed.
      client = new Client({ connectionString: url, connectionTimeoutMillis: SILENT_MS, keepAlive: true });
      await within(open(client), clock);
    }
    return client;
  }

  async function ask<Row extends object>(sql: string, values: unknown[]): Promise<Row | undefined> {
    return (await within((await connection()).query<Row>(sql, values), clock)).rows[0];
  }

  /** Whether this connection got the lock by this very question. */
  async function tryLock(): Promise<boolean> {
    if (holdsLock) {
      await ask('select 1', []);
      return false;
    }
    const row = await ask<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LEADER_LOCK]);
    holdsLock = row?.mine === true;
    return holdsLock;
  }

  async function storedTerm(): Promise<number> {
    return (await ask<{ value: number }>('select value from counters where name = $1', [TERM_COUNTER]))?.value ?? 0;
  }

  async function begin(): Promise<void> {
    const row = await ask<{ value: number }>(
      `insert into counters (name, value) values ($1, 1)
       on conflict (name) do update set value = counters.value + 1 returning value`,
      [TERM_COUNTER],
    );
    const term = row?.value ?? 0;
    await candidate.lead(term);
    logger.info({ term }, 'this hub leads');
  }

  async function stepDown(): Promise<void> {
    if (candidate.term === null) return;
    logger.warn({ term: candidate.term }, 'this hub leads no more');
    await candidate.stepDown();
  }

  function drop(): void {
    const old = client as (Client & { connection?: { stream?: { destroy(): void } } }) | undefined;
    client = undefined;
    holdsLock = false;
    // Not awaited: a connection that is silent would not say goodbye either.
    old?.end().catch(() => undefined);
    old?.connection?.stream?.destroy();
  }

  async function poll(): Promise<void> {
    try {
      const gotLock = await tryLock();
      if (candidate.term !== null && (gotLock || !holdsLock) && (await storedTerm()) !== candidate.term) {
        await stepDown();
      }
      if (holdsLock && candidate.term === null && !closed) await begin();
      see(true);
    } catch (thrown) {
      if (answers !== false) logger.warn({ err: thrown }, 'the election cannot be held');
      see(false);
      drop();
    }
  }

  function see(now: boolean): void {
    answers = now;
    candidate.database(now);
  }

  function arm(): void {
    if (closed) return;
    timer = clock.after(ELECTION_POLL_MS, () => {
      turn = poll().finally(arm);
    });
  }
  turn = poll().finally(arm);

  return {
    async close() {
      closed = true;
      timer?.cancel();
      await turn;
      await stepDown();
      drop();
    },
  };
}

/** Rejects when the work takes longer than a database may be silent. */
async function within<T>(work: Promise<T>, clock: Clock): Promise<T> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = clock.after(SILENT_MS, () => reject(new Error(`the database did not answer within ${SILENT_MS} ms`)));
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => timer?.cancel());
}
