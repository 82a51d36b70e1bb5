import type { RequiredPaper, Service } from '../../contracts/domain/catalogue.ts';
import type {
  Answers,
  CaseNeeds,
  Condition,
  Edition,
  NeededPaper,
  PaperRule,
  RegionTerms,
  ServiceRules,
} from '../../contracts/domain/requirements.ts';

/** Which papers a case needs: pure, from the catalogue's service, an edition of the rules, a region, and what was answered. */

/** Three-valued: `undefined` while a question that decides it is open. */
export function holds(condition: Condition, answers: Answers): boolean | undefined {
  if ('question' in condition) {
    const answer = answers[condition.question];
    return answer === undefined ? undefined : answer === condition.is;
  }
  if ('not' in condition) {
    const inner = holds(condition.not, answers);
    return inner === undefined ? undefined : !inner;
  }
  const [parts, deciding] = 'all' in condition ? [condition.all, false] : [condition.any, true];
  const values = parts.map((part) => holds(part, answers));
  if (values.includes(deciding)) return deciding;
  return values.includes(undefined) ? undefined : !deciding;
}

/** Questions that a condition rests on. */
export function questionsOf(condition: Condition): string[] {
  if ('question' in condition) return [condition.question];
  if ('not' in condition) return questionsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(questionsOf);
}

/** A rule with its paper, of the catalogue or added by the rules. */
interface RuledPaper {
  readonly paper: RequiredPaper;
  readonly rule: PaperRule;
}

/** General rules of a service with what a region makes of them: asks replaced, papers changed one by one, then added, then dropped. */
export function rulesFor(
  service: Service,
  edition: Edition,
  regionId: string,
): { readonly asks: readonly string[]; readonly papers: readonly RuledPaper[] } {
  const layers: ServiceRules[] = [edition.services[service.id], edition.regions[regionId]?.services[service.id]].filter(
    (layer) => layer !== undefined,
  );
  let papers: RuledPaper[] = service.papers.map((paper) => ({ paper, rule: {} }));
  let asks: readonly string[] = [];
  for (const layer of layers) {
    asks = layer.asks ?? asks;
    for (const { id, name, requirement, kind, form, ...rule } of layer.add ?? []) {
      const paper = { id, name, requirement, kind, form, optional: rule.optional ?? false };
      papers = [...papers.filter((one) => one.paper.id !== id), { paper, rule }];
    }
    papers = papers
      .filter(({ paper }) => !layer.drop?.includes(paper.id))
      .map(({ paper, rule }) => ({ paper, rule: { ...rule, ...layer.papers?.[paper.id] } }));
  }
  return { asks, papers };
}

/** What holds in a region for a service. Throws when an edition has no terms: it was not loaded with what it is based on. */
export function termsFor(serviceId: string, edition: Edition, regionId: string): RegionTerms {
  const region = edition.regions[regionId];
  if (!edition.terms) throw new Error(`edition ${edition.version} has no terms`);
  const { cureWorkingDays, basis, objection } = edition.terms;
  const rules = region?.services[serviceId]?.cureWorkingDays ?? edition.services[serviceId]?.cureWorkingDays;
  return {
    cureWorkingDays: rules ?? region?.cureWorkingDays ?? cureWorkingDays,
    basis: region?.basis ?? basis,
    objection: region?.objection ?? objection,
  };
}

/**
 * The papers of a service in a region with these answers, in the order of the catalogue. A paper whose condition is still
 * open is listed as optional: it may be needed, and nobody is told so before the question is answered.
 */
export function requiredPapers(service: Service, regionId: string, answers: Answers, edition: Edition): NeededPaper[] {
  return rulesFor(service, edition, regionId).papers.flatMap(({ paper, rule }): NeededPaper[] => {
    const needed = rule.when ? holds(rule.when, answers) : true;
    if (needed === false) return [];
    return [
      {
        id: paper.id,
        name: paper.name,
        requirement: rule.requirement ?? paper.requirement,
        kind: paper.kind,
        form: rule.form ?? paper.form,
        optional: needed === undefined || (rule.optional ?? paper.optional),
        copies: rule.copies ?? 1,
        ...(rule.cure && { cure: rule.cure }),
        ...(rule.basis && { basis: rule.basis }),
        ...(rule.mayFollowDays && { mayFollowDays: rule.mayFollowDays }),
        ...(rule.fromServiceId && { fromServiceId: rule.fromServiceId }),
      },
    ];
  });
}

/** All that is kept with a case of what it needs. */
export function needsOf(service: Service, regionId: string, answers: Answers, edition: Edition): CaseNeeds {
  const { asks } = rulesFor(service, edition, regionId);
  const known = Object.fromEntries(Object.entries(answers).filter(([id]) => asks.includes(id)));
  return {
    version: edition.version,
    regionId,
    answers: known,
    questionIds: [...asks],
    papers: requiredPapers(service, regionId, known, edition),
    terms: termsFor(service.id, edition, regionId),
    follows: [],
  };
}

/** Questions that are still to be answered. */
export function openQuestions({ questionIds, answers }: Pick<CaseNeeds, 'questionIds' | 'answers'>): string[] {
  return questionIds.filter((id) => answers[id] === undefined);
}
