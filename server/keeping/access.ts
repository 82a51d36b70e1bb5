/** What is known about a document and the agent who wants to look at it. */
export interface Look {
  /** The agent is or was party to the call of the visit. */
  readonly isParty: boolean;
  readonly visitEnded: boolean;
  readonly agentDepartmentId: string;
  /** The departments of the cases that the document is a paper of. */
  readonly departmentIds: readonly string[];
  readonly isFirstAgent: boolean;
}

/**
 * Whether an agent may look at a document. While the visit runs, all who sit at the table see what lies on it; afterwards
 * only a party of the department whose case it belongs to, and for what belongs to no case, who took the visit first.
 */
export function mayLook({ isParty, visitEnded, agentDepartmentId, departmentIds, isFirstAgent }: Look): boolean {
  if (!isParty) return false;
  if (!visitEnded) return true;
  return departmentIds.length === 0 ? isFirstAgent : departmentIds.includes(agentDepartmentId);
}
