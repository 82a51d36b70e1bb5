import type { AskPurpose } from '../../../contracts/domain/call.ts';
import type { Catalogue, Department } from '../../../contracts/domain/catalogue.ts';
import type { Agent, Presence } from '../../../contracts/domain/people.ts';
import type { Colleague, DeskCall, DeskState } from './desk-types.ts';

/** What an agent may ask somebody for; the citizen's own request is not theirs to make. */
export type AgentAskPurpose = Exclude<AskPurpose, 'answer'>;
export const ASK_PURPOSES: readonly AgentAskPurpose[] = ['add', 'consult', 'transfer', 'interpreter'];
/** Kinds of interpreting that may be asked for. */
export const INTERPRETS = ['sign', 'yue', 'en'] as const;

/** How a department stands towards the running call. */
export interface DepartmentTarget {
  readonly department: Department;
  readonly freeCount: number;
  readonly state: 'in-call' | 'asked' | 'free' | 'busy' | 'none' | 'full';
}

/** How a colleague stands towards the running call. */
export interface ColleagueTarget {
  readonly agent: Agent;
  readonly presence: Presence;
  readonly state: 'in-call' | 'asked' | 'free' | 'busy' | 'none' | 'full';
}

export interface AskTargets {
  readonly departments: readonly DepartmentTarget[];
  readonly colleagues: readonly ColleagueTarget[];
}

/** A citizen and three agents: more pictures than that no booth can hold. */
const MAX_AGENTS = 3;
const ORDER: readonly DepartmentTarget['state'][] = ['asked', 'free', 'busy', 'in-call', 'full', 'none'];
const AWAY: readonly Presence[] = ['offline', 'break', 'not-responding', 'at-counter'];

export interface TargetsGiven {
  readonly catalogue: Catalogue;
  /** Everybody of the own department, and who else was found by what was typed. */
  readonly colleagues: readonly Colleague[];
  /** How many of each department are there. */
  readonly duties: DeskState['departments'];
  readonly call: Pick<DeskCall, 'parties' | 'asks'>;
  readonly self: Pick<Agent, 'id' | 'departmentId'>;
  /** What was typed into the search: part of a name of a department or a colleague. */
  readonly query: string;
  /** Texts in which a department is searched, in every language. */
  readonly purpose: AgentAskPurpose;
}

/** Whom the agent may ask, those that can come first. Colleagues by name are shown once something is typed. */
export function askTargets(given: TargetsGiven): AskTargets {
  const { catalogue, call, self, purpose } = given;
  const selfId = self.id;
  const query = given.query.trim().toLowerCase();
  const others = given.colleagues.filter(({ agent }) => agent.id !== selfId && agent.role === 'agent');
  const agents = call.parties.filter((party) => party.kind === 'agent' || party.kind === 'interpreter');
  // Whoever takes over comes in the place of the one who asks.
  const isFull = purpose !== 'transfer' && agents.length + call.asks.length >= MAX_AGENTS;
  const departments = catalogue.departments
    .filter((one) => matches([one.name['zh-CN'], one.name.en, one.shortName['zh-CN'], one.shortName.en], query))
    .map((department): DepartmentTarget => {
      const { onDuty, available: freeCount } = dutyOf(given, department.id, others);
      const isInCall = agents.some((party) => party.departmentId === department.id && party.partyId !== selfId);
      const isAsked = call.asks.some((ask) => ask.departmentId === department.id && ask.purpose !== 'answer');
      return {
        department,
        freeCount,
        state: stateOf({ isAsked, isInCall, isFull, isOnDuty: onDuty > 0, isFree: freeCount > 0 }),
      };
    })
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  const colleagues = others
    .filter(({ agent }) => query !== '' && matches([agent.displayName, agent.username], query))
    .map(({ agent, presence }): ColleagueTarget => {
      const isInCall = agents.some((party) => party.partyId === agent.id);
      const isAsked = call.asks.some((ask) => ask.ringingAgentId === agent.id);
      const isFree = presence === 'available';
      const isOnDuty = !AWAY.includes(presence);
      return { agent, presence, state: stateOf({ isAsked, isInCall, isFull, isOnDuty, isFree }) };
    })
    .toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return { departments, colleagues };
}

/** Whether this target may be asked now: a busy one too, since the hub waits for them and says how long. */
export function canAsk(state: DepartmentTarget['state']): boolean {
  return state === 'free' || state === 'busy';
}

/** Of the own department everybody is known, so that one does not count oneself; of others the numbers are. */
function dutyOf({ self, duties }: TargetsGiven, departmentId: string, others: readonly Colleague[]) {
  if (departmentId !== self.departmentId) {
    return duties.find((one) => one.departmentId === departmentId) ?? { onDuty: 0, available: 0 };
  }
  const own = others.filter(({ agent }) => agent.departmentId === departmentId);
  return {
    onDuty: own.filter(({ presence }) => !AWAY.includes(presence)).length,
    available: own.filter(({ presence }) => presence === 'available').length,
  };
}

interface Facts {
  readonly isAsked: boolean;
  readonly isInCall: boolean;
  readonly isFull: boolean;
  readonly isOnDuty: boolean;
  readonly isFree: boolean;
}

function stateOf({ isAsked, isInCall, isFull, isOnDuty, isFree }: Facts): DepartmentTarget['state'] {
  if (isAsked) return 'asked';
  if (isInCall) return 'in-call';
  if (!isOnDuty) return 'none';
  if (isFull) return 'full';
  return isFree ? 'free' : 'busy';
}

function matches(texts: readonly string[], query: string): boolean {
  return query === '' || texts.some((text) => text.toLowerCase().includes(query));
}
