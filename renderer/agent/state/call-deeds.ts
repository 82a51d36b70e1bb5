import type { Id } from '../../../contracts/ids.ts';
import type { AgentAskPurpose, INTERPRETS } from './ask-targets.ts';
import type { Desk } from './desk.ts';

/** What an agent does with the people of the running call. Each failure becomes a notice; what came of it comes as news. */

export interface AskWhom {
  readonly purpose: AgentAskPurpose;
  readonly departmentId?: string;
  readonly agentId?: Id;
  readonly interprets?: (typeof INTERPRETS)[number];
  readonly note?: string;
}

/** The name under which a request to this target runs, so that only its own button waits. */
export function askAction({ departmentId, agentId, interprets }: AskWhom): string {
  return `call.ask/${agentId ?? departmentId ?? interprets ?? ''}`;
}

export async function askIn(desk: Desk, whom: AskWhom): Promise<boolean> {
  const { call } = desk.getState();
  if (!call) return false;
  const { purpose, departmentId, agentId, interprets } = whom;
  const note = whom.note?.trim();
  // The service that is on the desk tells the hub who is fit for it.
  const service = call.visit.cases.find((one) => one.id === desk.getState().caseId);
  const serviceId = service && service.departmentId === departmentId ? service.serviceId : undefined;
  const answer = await desk.run(
    'call.ask',
    {
      callId: call.callId,
      purpose,
      ...(departmentId && { departmentId }),
      ...(serviceId && { serviceId }),
      ...(agentId && { agentId }),
      ...(interprets && { interprets }),
      ...(note && { note }),
    },
    askAction(whom),
  );
  return answer.ok;
}

export async function cancelAsk(desk: Desk, askId: Id): Promise<void> {
  const { call } = desk.getState();
  if (call) await desk.run('call.ask-cancel', { callId: call.callId, askId }, `call.ask-cancel/${askId}`);
}

export async function placeParty(desk: Desk, partyId: Id, place: 'table' | 'aside' | 'hold'): Promise<void> {
  const { call } = desk.getState();
  if (call) await desk.run('call.place', { callId: call.callId, partyId, place }, `call.place/${partyId}`);
}

export async function removeAgent(desk: Desk, agentId: Id): Promise<void> {
  const { call } = desk.getState();
  if (call) await desk.run('call.remove', { callId: call.callId, agentId }, `call.remove/${agentId}`);
}

export async function handOver(desk: Desk, toAgentId: Id): Promise<void> {
  const { call } = desk.getState();
  if (call) await desk.run('call.hand-over', { callId: call.callId, toAgentId }, `call.hand-over/${toAgentId}`);
}
