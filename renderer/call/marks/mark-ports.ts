import type { MarkMessage } from '../../../contracts/domain/marks.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { MarkNews } from '../types.ts';

interface Port {
  readonly marksOpen: boolean;
  sendMark(message: MarkMessage): void;
}

export interface MarkPortsOptions {
  readonly peers: ReadonlyMap<Id, Port>;
  /** Whether a party may see this side's marks now, and this side the party's. */
  readonly maySend: (partyId: Id) => boolean;
  readonly mayTake: (partyId: Id) => boolean;
}

/** The marks' ways to all parties of a call: who may see whose follows from where both stand, at both ends. */
export class MarkPorts {
  readonly #options: MarkPortsOptions;
  readonly #listeners = new Set<(news: MarkNews) => void>();
  readonly #reached = new Set<Id>();

  constructor(options: MarkPortsOptions) {
    this.#options = options;
  }

  send(message: MarkMessage, toPartyId?: Id): void {
    for (const [partyId, peer] of this.#options.peers) {
      if (toPartyId === undefined || toPartyId === partyId) {
        if (this.#options.maySend(partyId)) peer.sendMark(message);
      }
    }
  }

  listen(listener: (news: MarkNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(fromPartyId: Id, message: MarkMessage): void {
    if (this.#options.peers.has(fromPartyId) && this.#options.mayTake(fromPartyId)) {
      this.#tell({ type: 'message', fromPartyId, message });
    }
  }

  /** The channel to a party opened, for the first time or anew. */
  opened(partyId: Id): void {
    this.#reached.delete(partyId);
    this.regroup();
  }

  /** Somebody came, went or changed places. */
  regroup(): void {
    for (const partyId of this.#reached) if (!this.#isReached(partyId)) this.#reached.delete(partyId);
    for (const partyId of this.#options.peers.keys()) {
      if (this.#reached.has(partyId) || !this.#isReached(partyId)) continue;
      this.#reached.add(partyId);
      this.#tell({ type: 'reached', partyId });
    }
  }

  close(): void {
    this.#listeners.clear();
    this.#reached.clear();
  }

  #isReached(partyId: Id): boolean {
    return this.#options.peers.get(partyId)?.marksOpen === true && this.#options.maySend(partyId);
  }

  #tell(news: MarkNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
