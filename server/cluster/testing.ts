import { ok } from '../../contracts/result.ts';
import { VirtualClock } from '../../contracts/time.ts';
import { type CallCentre, type CentreChange, type CentreEvent, readsOf } from '../calls/centre.ts';
import { CallReplica } from '../calls/replica.ts';
import type { Call } from '../calls/state.ts';
import { createLogger } from '../log.ts';
import type { HubBus, HubMessage } from './messages.ts';
import { createSharedCentre, type SharedCentre } from './shared-centre.ts';

/** A channel in memory that may stand still, or lose what is said to one hub. */
export class TestChannel {
  readonly #ears = new Map<string, (message: HubMessage) => void>();
  readonly #deaf = new Set<string>();
  #held: HubMessage[] | undefined;

  join(hubId: string): HubBus {
    return {
      send: (message) => {
        if (this.#held) this.#held.push(message);
        else this.#deliver(message);
      },
      onMessage: (listener) => void this.#ears.set(hubId, listener),
      close: async () => undefined,
    };
  }

  /** Nothing passes, and nothing is lost, until `thaw`. */
  freeze(): void {
    this.#held = [];
  }

  thaw(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) this.#deliver(message);
  }

  deafen(hubId: string, isDeaf: boolean): void {
    if (isDeaf) this.#deaf.add(hubId);
    else this.#deaf.delete(hubId);
  }

  /** The process of this hub has ended: nothing is heard from it or by it. */
  kill(hubId: string): void {
    this.#ears.delete(hubId);
  }

  #deliver(message: HubMessage): void {
    const isAlive = this.#ears.has(message.from);
    if (!isAlive) return;
    const text = JSON.stringify(message);
    for (const [hubId, hear] of this.#ears) if (!this.#deaf.has(hubId)) queueMicrotask(() => hear(JSON.parse(text)));
  }
}

/** What is stored: the calls, and every event that was decided, in order. */
export class TestStore {
  readonly calls = new Map<string, Call>();
  readonly decided: CentreEvent[] = [];
  opened = 0;

  async open(): Promise<CallCentre> {
    this.opened += 1;
    const replica = new CallReplica();
    const listeners = new Set<(change: CentreChange) => void>();
    for (const [callId, call] of this.calls) replica.apply({ type: 'call', callId, call });
    const tell = (change: CentreChange) => {
      replica.apply(change);
      for (const listener of listeners) listener(change);
    };
    return {
      dispatch: async (event) => {
        this.decided.push(event);
        if (event.type === 'call.request') {
          const call = callOf(event);
          this.calls.set(call.callId, call);
          tell({ type: 'call', callId: call.callId, call });
          return ok({ callId: call.callId });
        }
        return ok({});
      },
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      snapshot: () => replica.snapshot(),
      close: async () => undefined,
      ...readsOf(() => replica),
    };
  }
}

function callOf(event: Extract<CentreEvent, { type: 'call.request' }>): Call {
  const { type: _type, priority: _priority, ...request } = event;
  return { ...request, rev: 0, askedAtMs: 0, answeredAtMs: null, ownerId: null, parties: [], asks: [] };
}

export function request(number: number): Extract<CentreEvent, { type: 'call.request' }> {
  return {
    type: 'call.request',
    callId: `call ${number}`,
    visitId: `visit ${number}`,
    boothId: `booth ${number}`,
    regionId: 'somewhere',
    language: 'zh-CN',
    priority: 'normal',
  };
}

/** Hubs on one channel and one store, with a clock that the test moves. */
export function testHubs(names: readonly string[]) {
  const clock = new VirtualClock();
  const channel = new TestChannel();
  const store = new TestStore();
  const taken: string[] = [];
  const hubs: Record<string, SharedCentre> = {};
  for (const hubId of names) {
    hubs[hubId] = createSharedCentre({
      hubId,
      bus: channel.join(hubId),
      clock,
      logger: createLogger('silent'),
      open: () => store.open(),
      onPlaceTaken: (place) => taken.push(`${hubId}: ${place}`),
    });
  }
  const hub = (name: string): SharedCentre => {
    const found = hubs[name];
    if (!found) throw new Error(`no hub ${name}`);
    return found;
  };
  return { clock, channel, store, taken, hub };
}
