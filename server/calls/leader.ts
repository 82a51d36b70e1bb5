import type { XiaowuError } from '../../contracts/errors.ts';
import { err, ok, type Result } from '../../contracts/result.ts';
import type { Timer } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/work.ts';
import { type CallCentre, type CentreChange, type CentreEvent, type Decided, readsOf } from './centre.ts';
import type { Floor } from './floor.ts';
import { leavesRecord, recordDecision } from './records.ts';
import { CallReplica } from './replica.ts';
import type { Decision } from './steps.ts';

/** A decision that could not be stored is tried again after this, for so long; meanwhile those after it wait. */
const STORE_AGAIN_MS = 500;
const STORE_PATIENCE_MS = 60_000;

export interface LeaderTools {
  readonly store: Store;
  readonly logger: Logger;
  readonly floor: Floor;
  /** Before anything is stored: who will hear what the store tells. */
  readonly prepare: (decision: Decision) => void;
  readonly tell: (decision: Decision) => Promise<void>;
}

export interface Leader extends CallCentre {
  /** Takes a decision that was made outside of an event. */
  take(decision: Decision): Promise<void>;
}

/**
 * Decides at once and in memory; then each decision is stored, read from the replica, and told, in order. Nobody is told of
 * what is not stored: a hub that dies in between has promised nothing.
 */
export function createLeader({ store, logger, floor, prepare, tell }: LeaderTools): Leader {
  const { clock } = store;
  const replica = new CallReplica();
  const listeners = new Set<(change: CentreChange) => void>();
  let storing: Promise<unknown> = Promise.resolve();
  let telling: Promise<void> = Promise.resolve();
  let timer: Timer | undefined;
  let closed = false;

  function arm(): void {
    timer?.cancel();
    timer = undefined;
    const dueMs = floor.nextDueMs;
    if (closed || dueMs === null) return;
    timer = clock.after(Math.max(0, dueMs - clock.nowMs()), () => {
      timer = undefined;
      if (!closed) void run({ type: 'tick' });
    });
  }

  async function keep(decision: Decision): Promise<Decided> {
    const untilMs = clock.nowMs() + STORE_PATIENCE_MS;
    for (;;) {
      try {
        return leavesRecord(decision) ? await store.write((work) => recordDecision(work, decision)) : {};
      } catch (thrown) {
        if (closed || clock.nowMs() >= untilMs) throw thrown;
        logger.warn({ err: thrown }, 'a decision could not be stored yet');
        await new Promise<void>((resolve) => clock.after(STORE_AGAIN_MS, resolve));
      }
    }
  }

  async function happen(decision: Decision, isAwaited: boolean): Promise<Decided> {
    prepare(decision);
    const kept = await keep(decision).catch((thrown: unknown): Decided => {
      // Memory has moved on, and the next change of the same call stores all of it again.
      logger.error({ err: thrown }, 'a decision was lost to the record');
      return {};
    });
    for (const change of decision.changes) {
      replica.apply(change);
      for (const listener of listeners) listener(change);
    }
    // After the answer to whoever asked: they learn an id before they hear of it.
    telling = telling
      .then(() => (isAwaited ? undefined : new Promise<void>((resolve) => setImmediate(resolve))))
      .then(() => tell(decision))
      .catch((thrown: unknown) => logger.error({ err: thrown }, 'a decision could not be told'));
    return kept;
  }

  /** @param isAwaited people look at an empty picture until it is told, and whoever asked learns nothing by the answer */
  function queue(decision: Decision, isAwaited = false): Promise<Decided> {
    if (decision.steps.length === 0 && decision.changes.length === 0) return Promise.resolve({});
    const done = storing.then(() => happen(decision, isAwaited));
    storing = done;
    return done;
  }

  async function run(event: CentreEvent | { type: 'tick' }): Promise<Result<Decided, XiaowuError>> {
    const decision = floor.decide(event, clock.nowMs());
    arm();
    const kept = await queue(decision, event.type === 'offer.accept');
    return decision.refusal ? err(decision.refusal) : ok({ ...decision.value, ...kept });
  }

  return {
    dispatch: run,
    async take(decision) {
      arm();
      await queue(decision);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => replica.snapshot(),
    ...readsOf(() => replica),
    async close() {
      closed = true;
      timer?.cancel();
      await storing;
      await telling;
    },
  };
}
