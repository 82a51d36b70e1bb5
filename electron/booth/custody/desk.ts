import type { CallInput } from '../../../contracts/channel.ts';
import type { CompartmentState, DeviceReport } from '../../../contracts/device/device.ts';
import type { hostCalls } from '../../../contracts/device/host.ts';
import type { VisitFact } from '../../../contracts/domain/timeline.ts';
import type { XiaowuError } from '../../../contracts/errors.ts';
import type { Id } from '../../../contracts/ids.ts';
import { assertNever, err, ok, type Result } from '../../../contracts/result.ts';
import type { Clock, Timer } from '../../../contracts/time.ts';
import type { BoothDatabase } from '../booth-database.ts';
import type { Log } from '../log.ts';
import { reduceCustody } from './custody.ts';
import type { CustodyEffect, CustodyEvent, ParcelInLocker } from './messages.ts';
import { whyNotReserve } from './owners.ts';
import { type CustodyNews, type CustodyState, compartmentOf, EMPTY_CUSTODY } from './state.ts';
import type { CustodyStore } from './store.ts';

export interface CustodyDeskOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: CustodyStore;
  readonly database: Pick<BoothDatabase, 'atomically'>;
  /** Writes a fact into the journal, in the transaction of its turn. */
  readonly record: (visitId: Id | null, fact: VisitFact) => void;
  /** Facts are on disk. */
  readonly onRecorded: () => void;
  readonly open: (
    input: CallInput<(typeof hostCalls)['locker.open']>,
  ) => Promise<Result<{ openedAt: string }, XiaowuError>>;
  readonly onNews: (news: CustodyNews) => void;
}

/** Custody with disk, board and time: runs what the reducer decides, in its order. */
export interface CustodyDesk {
  /** Restores what was kept; nothing is pulsed. */
  start(): void;
  send(event: CustodyEvent): void;
  /** Gives the compartment to the parcel, or says why not. `isNew` unless the parcel had it already. */
  reserve(parcel: ParcelInLocker): Result<{ isNew: boolean }, XiaowuError>;
  seen(seen: CompartmentState): void;
  /** All that the board says, of reports as they come. A locker that is not online says nothing. */
  reported(devices: readonly DeviceReport[]): void;
  state(): CustodyState;
  close(): void;
}

export function createCustodyDesk(options: CustodyDeskOptions): CustodyDesk {
  const { clock, log, store, database, record, onRecorded, open, onNews } = options;
  let state = EMPTY_CUSTODY;
  const timers = new Map<number, Timer>();
  const queue: CustodyEvent[] = [];
  let isReducing = false;
  let isClosed = false;

  function send(event: CustodyEvent): void {
    queue.push(event);
    if (isReducing || isClosed) return;
    isReducing = true;
    try {
      for (let next = queue.shift(); next; next = queue.shift()) reduce(next);
    } finally {
      isReducing = false;
    }
  }

  function reduce(event: CustodyEvent): void {
    const before = event.type === 'started' ? event.saved : state;
    const [after, effects] = reduceCustody(state, event, { nowMs: clock.nowMs() });
    const facts = effects.flatMap((effect) => (effect.type === 'fact' ? [effect] : []));
    if (facts.length > 0 || store.differs(before, after)) {
      // One transaction: after a power cut the memory and the facts told of it are of the same moment.
      database.atomically(() => {
        store.write(before, after);
        for (const { visitId, fact } of facts) record(visitId, fact);
      });
    }
    state = after;
    if (facts.length > 0) onRecorded();
    for (const effect of effects) run(effect);
  }

  function run(effect: CustodyEffect): void {
    switch (effect.type) {
      case 'fact':
        return;
      case 'news':
        onNews(effect.news);
        return;
      case 'timer.cancel':
        timers.get(effect.compartment)?.cancel();
        timers.delete(effect.compartment);
        return;
      case 'timer.set': {
        const { compartment, delayMs } = effect;
        timers.get(compartment)?.cancel();
        timers.set(
          compartment,
          clock.after(delayMs, () => send({ type: 'timer', compartment })),
        );
        return;
      }
      case 'pulse': {
        const { compartment, pulsedAtMs } = effect;
        void open({ compartment }).then((result) => {
          if (!result.ok) log({ level: 'warning', event: 'custody.not-opened', error: result.error });
          send({ type: 'answered', compartment, pulsedAtMs, result });
        });
        return;
      }
      default:
        assertNever(effect);
    }
  }

  return {
    start() {
      const saved = store.read((detail) => log({ level: 'error', event: 'custody.damaged', detail }));
      send({ type: 'started', saved });
    },
    send,
    reserve(parcel) {
      const refusal = whyNotReserve(state, parcel);
      const isNew = compartmentOf(state, parcel.compartment).owner === null;
      send({ type: 'reserve', parcel });
      return refusal ? err(refusal) : ok({ isNew });
    },
    seen: ({ compartment, door, item }) => send({ type: 'seen', seen: { compartment, door, item } }),
    reported(devices) {
      for (const { state: health, status } of devices) {
        if (status.class !== 'locker') continue;
        if (health !== 'online' && health !== 'deviceBusy') {
          send({ type: 'lost' });
          continue;
        }
        for (const seen of status.compartments) {
          const known = compartmentOf(state, seen.compartment);
          if (seen.door !== known.door || seen.item !== known.item) send({ type: 'seen', seen });
        }
      }
    },
    state: () => state,
    close() {
      isClosed = true;
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
    },
  };
}
