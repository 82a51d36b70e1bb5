import { v7 } from 'uuid';
import type { Presence } from '../../contracts/domain/people.ts';
import type { XiaowuError } from '../../contracts/errors.ts';
import type { Timer } from '../../contracts/time.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/work.ts';
import { route } from './reducer.ts';
import {
  NO_ROUTING,
  presenceOf,
  type RoutedCall,
  type RoutingEffect,
  type RoutingEvent,
  type RoutingState,
} from './state.ts';

/** Runs the routing: keeps its state, its timers, and lets what it decides happen in order. */
export interface Routing {
  readonly state: RoutingState;
  /** Decides at once; resolves, with the refusal if there was one, when all that was decided has happened. */
  dispatch(event: RoutingEvent): Promise<XiaowuError | undefined>;
  /** Does an event later; the same key replaces, so only the latest counts. */
  later(key: string, delayMs: number, event: RoutingEvent): void;
  cancel(key: string): void;
  callOfVisit(visitId: string): RoutedCall | undefined;
  callOfAgent(agentId: string): RoutedCall | undefined;
  presence(agentId: string): Presence;
  close(): Promise<void>;
}

/** Makes the effects of one decision happen: storage first, then whoever must be told. */
export type PerformEffects = (effects: readonly RoutingEffect[], state: RoutingState) => Promise<void>;

export function createRouting(store: Store, perform: PerformEffects, logger: Logger): Routing {
  const { clock } = store;
  const timers = new Map<string, Timer>();
  let state = NO_ROUTING;
  let chain: Promise<void> = Promise.resolve();
  let closed = false;

  function later(key: string, delayMs: number, event: RoutingEvent): void {
    timers.get(key)?.cancel();
    const timer = clock.after(delayMs, () => {
      if (timers.get(key) === timer) timers.delete(key);
      if (!closed) void dispatch(event);
    });
    timers.set(key, timer);
  }

  async function dispatch(event: RoutingEvent): Promise<XiaowuError | undefined> {
    const step = route(state, event, clock.nowMs(), v7);
    if (step.refusal) return step.refusal;
    state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'timer') later(effect.key, effect.delayMs, effect.event);
    }
    const after = state;
    chain = chain
      .then(() => perform(step.effects, after))
      .catch((thrown: unknown) =>
        logger.error({ err: thrown, event: event.type }, 'a routing decision failed to happen'),
      );
    await chain;
    return undefined;
  }

  return {
    get state() {
      return state;
    },
    dispatch,
    later,
    cancel(key) {
      timers.get(key)?.cancel();
      timers.delete(key);
    },
    callOfVisit: (visitId) => Object.values(state.calls).find((call) => call.visitId === visitId),
    callOfAgent: (agentId) => Object.values(state.calls).find((call) => call.agentIds.includes(agentId)),
    presence: (agentId) => {
      const agent = state.agents[agentId];
      return agent ? presenceOf(agent) : 'offline';
    },
    async close() {
      closed = true;
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
      await chain;
    },
  };
}
