import type { RequiredPaper } from '../../contracts/domain/catalogue.ts';
import type { Visit, VisitCase } from '../../contracts/domain/visit.ts';
import type { Followed } from '../../contracts/hub/phone-keep.ts';
import type { CatalogueIndex } from '../catalogue/catalogue.ts';

/** What the link to follow a visit shows of it: nothing that tells who the citizen is. */
export function followedOf(
  visit: Visit,
  catalogue: CatalogueIndex,
  { boothName, until }: { readonly boothName: string; readonly until: string | undefined },
): Followed {
  const { number: visitNumber, startedAt, endedAt } = visit;
  return {
    visitNumber,
    boothName,
    startedAt,
    endedAt,
    until,
    cases: visit.cases.map((kase) => caseOf(kase, catalogue)),
    parcels: visit.parcels.map(({ number, state }) => ({ number, state })),
  };
}

function caseOf(kase: VisitCase, catalogue: CatalogueIndex): Followed['cases'][number] {
  const service = catalogue.service(kase.serviceId);
  const department = catalogue.data.departments.find(({ id }) => id === kase.departmentId);
  const papers = (kase.needs?.papers ?? service?.papers ?? []).filter(({ optional }) => !optional);
  const isThere = ({ id }: RequiredPaper) => {
    const state = stateOf(kase, id);
    return state !== 'missing' && state !== 'refused';
  };
  const unnamed = (text: string) => ({ 'zh-CN': text, en: text });
  return {
    number: kase.number,
    service: service?.name ?? unnamed(kase.serviceId),
    department: department?.name ?? unnamed(kase.departmentId),
    state: kase.state,
    promisedWorkingDays: service?.promisedWorkingDays ?? 0,
    outcome: kase.outcome && { title: kase.outcome.title, issuedAt: kase.outcome.issuedAt },
    wanted: papers.filter((paper) => isWanted(kase, paper.id) && !isThere(paper)).map((paper) => wantedOf(kase, paper)),
    there: papers.filter(isThere).length,
    needed: papers.length,
  };
}

function stateOf(kase: VisitCase, paperId: string) {
  return kase.papers.find((paper) => paper.requiredPaperId === paperId)?.state ?? 'missing';
}

/** Before the decision each needed paper is wanted, after an acceptance those that it waits for, then none. */
function isWanted(kase: VisitCase, paperId: string): boolean {
  if (kase.state === 'open') return true;
  return kase.state === 'accepted' && (kase.needs?.follows ?? []).some((one) => one.paperId === paperId);
}

function wantedOf(kase: VisitCase, paper: RequiredPaper): Followed['cases'][number]['wanted'][number] {
  const told = kase.notices?.at(-1)?.items.find((item) => item.paperId === paper.id);
  const follows = kase.needs?.follows.find((one) => one.paperId === paper.id);
  const refused = stateOf(kase, paper.id) === 'refused';
  return {
    name: paper.name,
    state: refused ? 'refused' : follows ? 'follows' : 'missing',
    requirement: paper.requirement,
    cure: told?.cure,
    dueOn: follows?.dueOn ?? told?.dueOn,
  };
}
