import { agentCalls, agentPushes } from '../../../contracts/hub/agent.ts';
import { connectHub, type HubLink, type HubLinkOptions } from '../../ui/hub-socket.ts';

export type AgentLink = HubLink<typeof agentCalls>;
export type AgentLinkOptions = Omit<
  HubLinkOptions<typeof agentCalls, typeof agentPushes>,
  'namespace' | 'calls' | 'pushes'
>;

/** The desk's line to the hub: typed by the contracts, every answer and push held against its schema. */
export function connectAgent(options: AgentLinkOptions): AgentLink {
  return connectHub({ ...options, namespace: '/agent', calls: agentCalls, pushes: agentPushes });
}
