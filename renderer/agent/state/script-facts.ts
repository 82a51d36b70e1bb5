import type { Catalogue } from '../../../contracts/domain/catalogue.ts';
import type { Language, Localized } from '../../../contracts/domain/language.ts';
import type { Agent, Booth } from '../../../contracts/domain/people.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';
import type { Id } from '../../../contracts/ids.ts';
import { bundleGraph } from './bundle-graph.ts';
import type { ScriptFacts, ScriptMoment } from './script.ts';

export interface ScriptGiven {
  readonly agent: Agent;
  readonly booth: Booth;
  readonly visit: Visit;
  readonly catalogue: Catalogue;
  readonly caseId: Id | null;
  /** In which the citizen is spoken to. */
  readonly language: Language;
  /** Greeting of the hour, in the language. */
  readonly greeting: string;
}

/** What the lines of a visit are filled with, as it stands now. */
export function scriptFacts(given: ScriptGiven): ScriptFacts {
  const { agent, booth, visit, catalogue, caseId, language, greeting } = given;
  const say = (text: Localized | undefined) => text?.[language] ?? '';
  const comma = language === 'en' ? ', ' : '、';
  const department = catalogue.departments.find(({ id }) => id === agent.departmentId);
  const bundle = catalogue.bundles.find(({ id }) => id === visit.bundleId);
  const visitCase = visit.cases.find(({ id }) => id === caseId);
  const serviceId = visitCase?.serviceId ?? visit.serviceId ?? null;
  const service = catalogue.services.find(({ id }) => id === serviceId);
  const asked = (visitCase?.needs?.papers ?? service?.papers)?.filter(({ optional }) => !optional) ?? [];
  const stateOf = (paperId: string) => visitCase?.papers.find((one) => one.requiredPaperId === paperId)?.state;
  const missing = visitCase ? asked.filter(({ id }) => stateOf(id) !== 'accepted') : [];
  const nodes = bundleGraph(catalogue, visit).nodes;
  const elsewhere = nodes.find(
    ({ service: one, state }) => one.departmentId !== agent.departmentId && state !== 'done',
  );
  const colleague = catalogue.departments.find(({ id }) => id === elsewhere?.service.departmentId);
  return {
    departmentId: agent.departmentId,
    serviceId,
    words: {
      greeting,
      agent: agent.displayName,
      department: say(department?.name),
      booth: booth.name,
      bundle: say(bundle?.name),
      services: nodes.map((node) => say(node.service.name)).join(comma),
      service: say(service?.name),
      papers: asked.map(({ name }) => say(name)).join(comma),
      paperCount: String(asked.length),
      missing: missing.map(({ name }) => say(name)).join(comma),
      outcome: say(service?.outcome),
      days: service && service.promisedWorkingDays > 0 ? String(service.promisedWorkingDays) : '',
      basis: say(service?.basis),
      colleagueDepartment: say(colleague?.name),
    },
    papers: asked.map(({ name, requirement }) => ({ name: say(name), requirement: say(requirement) })),
    holds: {
      missing: missing.length > 0,
      complete: visitCase !== undefined && visitCase.state === 'open' && missing.length === 0,
      'at-once': service?.promisedWorkingDays === 0,
      later: (service?.promisedWorkingDays ?? 0) > 0,
      locker: service?.needsLocker === true,
      bundle: bundle !== undefined,
      single: bundle === undefined,
    },
  };
}

export interface MomentGiven {
  readonly visit: Visit;
  readonly caseId: Id | null;
  readonly isHeld: boolean;
  /** A still lies on the desk and waits to be confirmed, or the citizen shows a paper. */
  readonly isReading: boolean;
}

/** What is most likely to be said now; the agent may choose another. */
export function momentOf({ visit, caseId, isHeld, isReading }: MomentGiven): ScriptMoment {
  if (isHeld) return 'hold';
  if (isReading) return 'paper';
  if (visit.cases.length === 0) return 'opening';
  const isDone = visit.cases.every(({ state }) => state !== 'open' && state !== 'accepted');
  if (isDone) return 'closing';
  const current = visit.cases.find(({ id }) => id === caseId);
  return current && current.state !== 'open' ? 'hand-over' : 'notice';
}

/** Which greeting of the day it is. */
export function greetingOf(hour: number): 'morning' | 'noon' | 'afternoon' | 'evening' | 'night' {
  if (hour < 5) return 'night';
  if (hour < 11) return 'morning';
  if (hour < 13) return 'noon';
  return hour < 18 ? 'afternoon' : 'evening';
}
