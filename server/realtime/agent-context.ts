import type { Agent } from '../../contracts/domain/people.ts';

/** Who a desk's socket or request speaks for; proven by its session. */
export interface AgentContext {
  readonly agent: Agent;
}
