import { Client } from 'pg';
import type { Clock, Timer } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';

/** Any fixed number will do: the hub that holds this lock leads. */
const LEADER_LOCK = 7_041_003;
/** How often a follower tries for the lock, and the leader looks whether it still has the connection that holds it. */
export const ELECTION_POLL_MS = 250;
/**
 * A leader whose connection does not answer for this long gives up the lead. Shorter than what the database waits for a
 * silent peer (below), so that nobody else holds the lock before.
 */
const LEASE_MS = 4_000;
/** The database takes a peer for dead that acknowledges nothing for this long, and frees its lock: a hub lost its power. */
const PEER_DEAD_MS = 6_000;

export interface Election {
  /** Gives the lead up, if this hub has it, and stands for it no more. */
  close(): Promise<void>;
}

export interface Candidate {
  /** This hub leads from now on, in this term; a term is higher than all before. A rejection gives the lead up again. */
  lead(term: number): Promise<void>;
  /** It leads no more. */
  stepDown(): Promise<void>;
  /** Whether the database answers, by each change of that. */
  database(answers: boolean): void;
}

/**
 * Stands for the lead until closed. The leader holds a session lock of PostgreSQL on a connection of its own: when the
 * process ends, however it ends, the connection and the lock end with it, and another hub has it within a poll.
 */
export function standForElection(url: string, candidate: Candidate, clock: Clock, logger: Logger): Election {
  let client: Client | undefined;
  let leads = false;
  let closed = false;
  let timer: Timer | undefined;
  let turn: Promise<void> = Promise.resolve();

  async function connect(fresh: Client): Promise<Client> {
    // Whatever ends the connection is seen by the next query on it.
    fresh.on('error', (error) => logger.warn({ err: error }, 'the connection of the election broke'));
    await fresh.connect();
    await fresh.query(`set tcp_user_timeout = ${PEER_DEAD_MS}`);
    await fresh.query('set tcp_keepalives_idle = 2; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 4');
    return fresh;
  }

  /** One look: true when this hub holds the lock. */
  async function look(): Promise<boolean> {
    if (!client) {
      // Known before it is open, so that one that opens too late is closed.
      client = new Client({ connectionString: url, connectionTimeoutMillis: LEASE_MS, keepAlive: true });
      await within(connect(client), clock);
    }
    if (leads) {
      await within(client.query('select 1'), clock);
      return true;
    }
    const { rows } = await within(
      client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [LEADER_LOCK]),
      clock,
    );
    return rows[0]?.mine === true;
  }

  async function begin(): Promise<void> {
    // Terms are counted where the lock is, so that they grow over all hubs and restarts.
    const { rows } = await within(
      (client as Client).query<{ value: number }>(
        `insert into counters (name, value) values ('leader-term', 1)
         on conflict (name) do update set value = counters.value + 1 returning value`,
      ),
      clock,
    );
    const term = Number(rows[0]?.value);
    await candidate.lead(term);
    leads = true;
    logger.info({ term }, 'this hub leads');
  }

  async function drop(): Promise<void> {
    const old = client;
    client = undefined;
    // Not awaited: a connection that is silent would not say goodbye either.
    void old?.end().catch(() => undefined);
    (old as { connection?: { stream?: { destroy(): void } } } | undefined)?.connection?.stream?.destroy();
    if (!leads) return;
    leads = false;
    logger.warn('this hub leads no more');
    await candidate.stepDown();
  }

  async function poll(): Promise<void> {
    try {
      const mine = await look();
      candidate.database(true);
      if (mine && !leads && !closed) await begin();
    } catch (thrown) {
      candidate.database(false);
      logger.warn({ err: thrown }, 'the election cannot be held');
      await drop();
    }
  }

  function arm(): void {
    timer = clock.after(ELECTION_POLL_MS, () => {
      turn = poll().finally(() => {
        if (!closed) arm();
      });
    });
  }
  turn = poll().finally(() => {
    if (!closed) arm();
  });

  return {
    async close() {
      closed = true;
      timer?.cancel();
      await turn;
      await drop();
    },
  };
}

/** Rejects when the work takes longer than the lease. */
async function within<T>(work: Promise<T>, clock: Clock): Promise<T> {
  let timer: Timer | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = clock.after(LEASE_MS, () => reject(new Error(`the database did not answer within ${LEASE_MS} ms`)));
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => timer?.cancel());
}
