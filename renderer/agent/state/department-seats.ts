import type { Catalogue, Department } from '../../../contracts/domain/catalogue.ts';
import type { Agent } from '../../../contracts/domain/people.ts';
import type { Id } from '../../../contracts/ids.ts';
import type { Colleague, DeskCall } from './desk-state.ts';

/** How a department stands towards the running call. */
export interface DepartmentSeat {
  readonly department: Department;
  readonly freeCount: number;
  readonly state: 'inCall' | 'ringing' | 'accepted' | 'missed' | 'nobody' | 'free' | 'busy' | 'none' | 'full';
  /** Whom the invitation rings at. */
  readonly ringing: Agent | null;
}

/** A citizen and three agents: more pictures than that no booth can hold. */
const MAX_AGENTS = 3;

const ORDER: readonly DepartmentSeat['state'][] = [
  'inCall',
  'accepted',
  'ringing',
  'missed',
  'free',
  'nobody',
  'busy',
  'full',
  'none',
];

/** Departments that may be asked in, those that can come first. The own department counts only others of it. */
export function departmentSeats(given: {
  readonly catalogue: Catalogue;
  readonly colleagues: readonly Colleague[];
  readonly call: DeskCall;
  readonly selfId: Id;
}): readonly DepartmentSeat[] {
  const { catalogue, call, selfId } = given;
  const others = given.colleagues.filter(({ agent }) => agent.id !== selfId && agent.role !== 'technician');
  const agentsInCall = call.parties.filter((party) => party.kind === 'agent');
  return catalogue.departments
    .map((department): DepartmentSeat => {
      const people = others.filter(({ agent }) => agent.departmentId === department.id);
      const freeCount = people.filter(({ presence }) => presence === 'available').length;
      const invitation = call.invitations[department.id];
      const inCall = agentsInCall.some((party) => party.departmentId === department.id && party.partyId !== selfId);
      const online = people.some(({ presence }) => presence !== 'offline' && presence !== 'break');
      const state = (): DepartmentSeat['state'] => {
        if (inCall) return 'inCall';
        if (invitation?.state === 'ringing' || invitation?.state === 'accepted') return invitation.state;
        if (agentsInCall.length >= MAX_AGENTS) return online ? 'full' : 'none';
        if (freeCount > 0) return invitation?.state === 'missed' ? 'missed' : 'free';
        if (invitation) return invitation.state;
        return online ? 'busy' : 'none';
      };
      return { department, freeCount, state: state(), ringing: invitation?.agent ?? null };
    })
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}
