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
/** Decisions that share a transaction; the first is told after the last is written, so not many more than a commit is long. */
export const STORED_TOGETHER_AT_MOST = 32;

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

/** A decision on its way to the store. */
interface Waiting {
  readonly decision: Decision;
  readonly isAwaited: boolean;
  answer(kept: Decided): void;
}

/**
 * Decides at once and in memory; then each decision is stored, read from the replica, and told, in order. Nobody is told of
 * what is not stored: a hub that dies in between has promised nothing. Decisions that wait for the store share a transaction;
 * when it fails they are stored one by one, so one that cannot be stored takes no other with it.
 */
export function createLeader({ store, logger, floor, prepare, tell }: LeaderTools): Leader {
  const { clock } = store;
  const replica = new CallReplica();
  const listeners = new Set<(change: CentreChange) => void>();
  const waiting: Waiting[] = [];
  let storing: Promise<void> | undefined;
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

  /** What the store says of those that it keeps, all of them in one transaction; null when it keeps none of them so. */
  async function keepTogether(group: readonly Waiting[]): Promise<ReadonlyMap<Waiting, Decided> | null> {
    const recorded = group.filter(({ decision }) => leavesRecord(decision));
    if (recorded.length < 2) return null;
    try {
      return await store.write(async (work) => {
        const kept = new Map<Waiting, Decided>();
        for (const one of recorded) kept.set(one, await recordDecision(work, one.decision));
        return kept;
      });
    } catch (thrown) {
      logger.warn({ err: thrown, decisions: recorded.length }, 'decisions could not be stored together');
      return null;
    }
  }

  async function keep(decision: Decision): Promise<Decided> {
    const untilMs = clock.nowMs() + STORE_PATIENCE_MS;
    for (;;) {
      try {
        return leavesRecord(decision) ? await store.write((work) => recordDecision(work, decision)) : {};
      } catch (thrown) {
        if (closed || clock.nowMs() >= untilMs) {
          // Memory has moved on, and the next change of the same call stores all of it again.
          logger.error({ err: thrown }, 'a decision was lost to the record');
          return {};
        }
        logger.warn({ err: thrown }, 'a decision could not be stored yet');
        await new Promise<void>((resolve) => clock.after(STORE_AGAIN_MS, resolve));
      }
    }
  }

  /** One who cannot hear a decision does not keep those after it from being stored. */
  function quietly(job: () => void): void {
    try {
      job();
    } catch (thrown) {
      logger.error({ err: thrown }, 'a decision was not heard');
    }
  }

  function happened({ decision, isAwaited, answer }: Waiting, kept: Decided): void {
    for (const change of decision.changes) {
      replica.apply(change);
      for (const listener of listeners) quietly(() => listener(change));
    }
    // After the answer to whoever asked: they learn an id before they hear of it.
    telling = telling
      .then(() => (isAwaited ? undefined : new Promise<void>((resolve) => setImmediate(resolve))))
      .then(() => tell(decision))
      .catch((thrown: unknown) => logger.error({ err: thrown }, 'a decision could not be told'));
    answer(kept);
  }

  /** A slow disk takes as long for many decisions as for one: those that came while it was at work go together. */
  async function storeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, STORED_TOGETHER_AT_MOST);
      for (const { decision } of group) quietly(() => prepare(decision));
      const kept = await keepTogether(group);
      for (const one of group) happened(one, kept ? (kept.get(one) ?? {}) : await keep(one.decision));
    }
    storing = undefined;
  }

  /** @param isAwaited people look at an empty picture until it is told, and whoever asked learns nothing by the answer */
  function queue(decision: Decision, isAwaited = false): Promise<Decided> {
    if (decision.steps.length === 0 && decision.changes.length === 0) return Promise.resolve({});
    return new Promise((answer) => {
      waiting.push({ decision, isAwaited, answer });
      storing ??= Promise.resolve().then(storeWaiting);
    });
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
