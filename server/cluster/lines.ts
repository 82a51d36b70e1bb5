import type { CentreEvent } from '../calls/centre.ts';
import type { OnlineEvent } from './messages.ts';

/** The booths and desks of one hub: who is connected, as the event of their coming. */
export class Lines {
  readonly #events = new Map<string, OnlineEvent>();

  /** Notes a coming or a going; true when it was one. */
  note(event: CentreEvent): boolean {
    if (event.type === 'agent.online' || event.type === 'booth.online') {
      this.#events.set(placeOf(event), event);
      return true;
    }
    if (event.type !== 'agent.offline' && event.type !== 'booth.offline') return false;
    const place = placeOf(event);
    // The end of a connection that was replaced meanwhile means nothing.
    if (this.#events.get(place)?.lineId === event.lineId) this.#events.delete(place);
    return true;
  }

  get all(): readonly OnlineEvent[] {
    return [...this.#events.values()];
  }

  /** The goings that follow when only `kept` is still connected. */
  goneBut(kept: Lines): readonly CentreEvent[] {
    return this.all
      .filter((event) => kept.#events.get(placeOf(event))?.lineId !== event.lineId)
      .map((event) =>
        event.type === 'agent.online'
          ? { type: 'agent.offline', agentId: event.agentId, lineId: event.lineId }
          : { type: 'booth.offline', boothId: event.boothId, lineId: event.lineId },
      );
  }

  static of(events: readonly OnlineEvent[]): Lines {
    const lines = new Lines();
    for (const event of events) lines.note(event);
    return lines;
  }
}

function placeOf(event: Extract<CentreEvent, { lineId: string }>): string {
  return 'agentId' in event ? `agent ${event.agentId}` : `booth ${event.boothId}`;
}
