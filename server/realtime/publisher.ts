import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BoothFact, TimelineEntry } from '../../contracts/domain/timeline.ts';
import type { Visit } from '../../contracts/domain/visit.ts';
import type { Reader } from '../keeping/vault.ts';
import type { Logger } from '../log.ts';
import type { Outcome } from '../store/work.ts';
import { loadVisit } from '../visits/visit-store.ts';
import { doorNews } from './door-news.ts';
import type { Outbox } from './outbox.ts';

/** Tells the parties of a visit what changed, in the order in which it was committed. */
export interface Publisher {
  tell(outcome: Outcome): void;
  /**
   * Passes facts of a booth on to the desks before they are stored here: they are on the booth's disk already, which
   * resends them until they are. The order in the timeline is foreseen, and told anew if it came out otherwise.
   */
  relay(boothId: string, facts: readonly BoothFact[]): void;
  /** What the hub has stored of a booth, so that repeats are not relayed. */
  noteStored(boothId: string, seq: number): void;
  /** The visit as it is shown, with whether a phone is connected; never older than what its parties were last told. */
  show(visitId: string): Promise<Visit | undefined>;
  phoneCame(visitId: string): void;
  phoneWent(visitId: string): void;
  /** Resolves when everything told so far has been sent. */
  idle(): Promise<void>;
}

/** A visit that changes faster than it can be read is shown as it was read then; news of it follow. */
const MAX_READS = 3;

interface LiveVisit {
  readonly boothId: string;
  lastOrder: number;
  /** How often its parties were told of it. */
  told: number;
  /** Entries that were relayed, with the order that was foreseen. */
  readonly relayed: Map<string, number>;
}

export function createPublisher(reader: Reader, outbox: Outbox, logger: Logger): Publisher {
  const phones = new Map<string, number>();
  const live = new Map<string, LiveVisit>();
  const seqOfBooth = new Map<string, number>();
  let chain: Promise<void> = Promise.resolve();

  async function show(visitId: string): Promise<Visit | undefined> {
    for (let read = 1; ; read++) {
      const toldBefore = live.get(visitId)?.told;
      const visit = await loadVisit(reader, visitId);
      if (read < MAX_READS && live.get(visitId)?.told !== toldBefore) continue;
      return visit && { ...visit, phoneConnected: (phones.get(visitId) ?? 0) > 0 };
    }
  }

  function sendEntry(entry: TimelineEntry): void {
    outbox.toDesks(entry.visitId, 'timeline.added', entry);
  }

  function sendVisit(visit: Visit): void {
    const known = live.get(visit.id);
    if (visit.state === 'ended') live.delete(visit.id);
    else if (known) known.told += 1;
    else live.set(visit.id, { boothId: visit.boothId, lastOrder: 0, told: 1, relayed: new Map() });
    outbox.toBooth(visit.boothId, 'visit.changed', { visit });
    outbox.toDesks(visit.id, 'visit.changed', { visit });
    outbox.toPhone(visit.id, 'visit.changed', { visit });
    if (visit.state === 'ended') outbox.dropPhones(visit.id);
  }

  function publish(visitIds: readonly string[]): void {
    chain = chain
      .then(async () => {
        // The embedded database leaves the event loop no turn while it loads; what was said before goes out in one.
        await nextTurn();
        for (const visitId of visitIds) {
          const visit = await show(visitId);
          if (visit) sendVisit(visit);
        }
      })
      .catch((thrown: unknown) => logger.error({ err: thrown }, 'a change of a visit could not be told'));
  }

  return {
    tell({ entries, touchedVisitIds }) {
      for (const entry of entries) {
        const visit = live.get(entry.visitId);
        const foreseen = visit?.relayed.get(entry.id);
        visit?.relayed.delete(entry.id);
        if (visit) visit.lastOrder = Math.max(visit.lastOrder, entry.order);
        if (foreseen !== entry.order) sendEntry(entry);
        const door = doorNews(entry.fact);
        if (door) outbox.toPhone(entry.visitId, 'door.changed', { state: door });
      }
      publish(touchedVisitIds);
    },

    relay(boothId, facts) {
      for (const { id, seq, visitId, at, fact } of facts) {
        if (visitId === null) {
          // No desk hears of it, but the facts after it follow on.
          if (seqOfBooth.get(boothId) === seq - 1) seqOfBooth.set(boothId, seq);
          continue;
        }
        const visit = live.get(visitId);
        if (!visit || visit.boothId !== boothId || visit.lastOrder === 0) return;
        // Only what follows on what is known: a repeat or a gap waits for the database's word.
        if (seqOfBooth.get(boothId) !== seq - 1) return;
        seqOfBooth.set(boothId, seq);
        visit.lastOrder += 1;
        visit.relayed.set(id, visit.lastOrder);
        sendEntry({ id, order: visit.lastOrder, visitId, at, source: 'booth', sourceId: boothId, fact });
      }
    },

    noteStored(boothId, seq) {
      seqOfBooth.set(boothId, Math.max(seq, seqOfBooth.get(boothId) ?? 0));
    },

    show,

    phoneCame(visitId) {
      phones.set(visitId, (phones.get(visitId) ?? 0) + 1);
      publish([visitId]);
    },

    phoneWent(visitId) {
      const left = (phones.get(visitId) ?? 1) - 1;
      if (left > 0) phones.set(visitId, left);
      else phones.delete(visitId);
      publish([visitId]);
    },

    idle: () => chain,
  };
}
