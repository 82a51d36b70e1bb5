import { v7 } from 'uuid';
import type { Clock } from '../../contracts/time.ts';
import { delay } from '../../contracts/time.ts';
import type { CallCentre } from '../calls/centre.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/work.ts';
import { standForElection } from './election.ts';
import { fence } from './fence.ts';
import { openRedisBus } from './redis-bus.ts';
import { createSharedCentre, type SharedCentre } from './shared-centre.ts';

/** A hub that starts waits this long for somebody who leads, itself included; then it serves what needs no decision. */
const START_PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

export interface ClusterOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly store: Store;
  /** Restores the calls; what is decided goes into the store that is given. */
  open(store: Store): Promise<CallCentre>;
  /** A booth (`booth <id>`) or desk (`agent <id>`) has connected to another hub at this time. */
  onPlaceTaken(place: string, sinceMs: number): void;
}

/** How this hub stands among the others, for the health address. */
export interface ClusterHealth {
  readonly hubId: string;
  readonly leads: boolean;
  /** Whether decisions about calls can be made now, here or by another hub. */
  readonly decides: boolean;
  readonly redis: 'ok' | 'down';
  readonly database: 'ok' | 'down';
}

export interface Cluster {
  readonly calls: SharedCentre;
  health(): ClusterHealth;
  close(): Promise<void>;
}

/** Joins the hubs that share this database and this Redis. */
export async function joinCluster(options: ClusterOptions): Promise<Cluster> {
  const { databaseUrl, redisUrl, clock, logger, store } = options;
  const hubId = v7();
  const bus = await openRedisBus(redisUrl, logger, clock);
  const calls = createSharedCentre({
    hubId,
    bus,
    clock,
    logger,
    open: (term) => options.open(fence(store, term)),
    onPlaceTaken: options.onPlaceTaken,
  });
  let databaseAnswers = true;
  const candidate = {
    get term() {
      return calls.term;
    },
    lead: (term: number) => calls.lead(term),
    stepDown: () => calls.stepDown(),
    database(answers: boolean) {
      if (answers !== databaseAnswers) {
        logger[answers ? 'info' : 'error'](answers ? 'the database answers again' : 'the database does not answer');
      }
      databaseAnswers = answers;
    },
  };
  const election = standForElection(databaseUrl, candidate, clock, logger);
  const untilMs = clock.nowMs() + START_PATIENCE_MS;
  while (!calls.status().led && clock.nowMs() < untilMs) await delay(clock, LOOK_AGAIN_MS);
  return {
    calls,
    health() {
      const { channel, led } = calls.status();
      return {
        hubId,
        leads: calls.term !== null,
        decides: led && databaseAnswers,
        redis: channel ? 'ok' : 'down',
        database: databaseAnswers ? 'ok' : 'down',
      };
    },
    async close() {
      await election.close();
      await calls.close();
      await bus.close();
    },
  };
}
