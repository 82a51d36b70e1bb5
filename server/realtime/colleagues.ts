import type { Handlers } from '../../contracts/channel.ts';
import type { Presence } from '../../contracts/domain/people.ts';
import { type agentCalls, type DepartmentDuty, FOUND_COLLEAGUES } from '../../contracts/hub/agent.ts';
import { ok } from '../../contracts/result.ts';
import type { AgentContext } from './agent-context.ts';
import { takesCalls } from './directory.ts';
import type { HubParts } from './parts.ts';

/** Who can be asked into a call, now or when they are free again; somebody at the counter of the office cannot. */
const TO_BE_ASKED: readonly Presence[] = ['available', 'offered', 'on-call', 'wrap-up'];

type Known = Pick<HubParts, 'calls' | 'directory'>;

/** How many of each department are there, by the department of their account. */
export async function dutyOfDepartments({ calls, directory }: Known): Promise<ReadonlyMap<string, DepartmentDuty>> {
  const there = [...calls.presences()].filter(([, { presence }]) => TO_BE_ASKED.includes(presence));
  const agents = await Promise.all(there.map(([agentId]) => directory.agent(agentId)));
  const duties = new Map<string, DepartmentDuty>();
  for (const [index, [, { presence }]] of there.entries()) {
    const agent = agents[index];
    if (!agent || !takesCalls(agent)) continue;
    const { departmentId } = agent;
    const duty = duties.get(departmentId) ?? { departmentId, onDuty: 0, available: 0 };
    duties.set(departmentId, {
      departmentId,
      onDuty: duty.onDuty + 1,
      available: duty.available + (presence === 'available' ? 1 : 0),
    });
  }
  return duties;
}

/** How a desk finds people outside its own department. */
export function colleagueHandlers({
  calls,
  directory,
}: Known): Handlers<Pick<typeof agentCalls, 'colleague.find' | 'colleague.named'>, AgentContext> {
  return {
    async 'colleague.find'({ departmentId, text }) {
      const among = await (departmentId === undefined ? directory.agents() : directory.ofDepartment(departmentId));
      const part = text.toLowerCase();
      const colleagues = among
        .filter(({ displayName, username }) =>
          [displayName, username].some((name) => name.toLowerCase().includes(part)),
        )
        .map((agent) => ({ agent, presence: calls.presence(agent.id).presence }))
        .sort((a, b) => remoteness(a.presence) - remoteness(b.presence));
      return ok({ colleagues: colleagues.slice(0, FOUND_COLLEAGUES) });
    },

    async 'colleague.named'({ agentIds }) {
      const found = await Promise.all([...new Set(agentIds)].map(directory.find));
      return ok({ agents: found.filter((agent) => agent !== undefined) });
    },
  };
}

/** Who can come at once before who can come later, and those before who is away. */
function remoteness(presence: Presence): number {
  if (presence === 'available') return 0;
  return TO_BE_ASKED.includes(presence) ? 1 : 2;
}
