import type { Agent } from '../../contracts/domain/people.ts';

/** Who a desk's socket or request speaks for; proven by its session. */
export interface AgentContext {
  readonly agent: Agent;
  /** Resolves when the calls know that the desk is there; absent for requests without a connection. */
  readonly here?: Promise<unknown>;
}
