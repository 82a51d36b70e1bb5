import type { Catalogue, RequiredPaper, Service } from '../../../contracts/domain/catalogue.ts';
import { isDoubt } from '../../../contracts/domain/form-rules.ts';
import type { Paper } from '../../../contracts/domain/paper.ts';
import type { RefusalReason } from '../../../contracts/domain/requirements.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import { isComplete, problemsOf } from './form-rules.ts';
import { type PhoneState, type Upload, uploadKey } from './model.ts';

/** One paper of a case as the checklist shows it. */
export interface SpinePaper {
  readonly required: RequiredPaper;
  readonly state: Paper['state'];
  readonly reason: string | null;
  /** The reason of the list, with what cures it. */
  readonly refusal: RefusalReason | null;
  readonly upload: Upload | null;
  /**
   * How this paper comes in: sent from the phone, laid under the booth's camera, put into the locker, or shared by the
   * system because it is the outcome of another service of this checklist.
   */
  readonly way: 'phone' | 'camera' | 'locker' | 'shared';
  /** With `shared`: the other service is done, so the paper is there. */
  readonly shared: boolean;
}

export interface SpineForm {
  readonly total: number;
  readonly filled: number;
  readonly complete: boolean;
}

/** One service of the visit: with its case once an agent opened one. */
export interface SpineStep {
  readonly service: Service;
  readonly departmentName: Catalogue['departments'][number]['name'] | null;
  readonly kase: VisitCase | null;
  readonly state: 'later' | VisitCase['state'];
  /** Services that have to be done first. */
  readonly after: readonly Service[];
  readonly papers: readonly SpinePaper[];
  readonly form: SpineForm | null;
}

/** What the citizen can do now; the first of these is the button at the thumb. */
export type Todo =
  | { readonly kind: 'form'; readonly caseId: string; readonly service: Service }
  | { readonly kind: 'paper'; readonly caseId: string; readonly service: Service; readonly paper: SpinePaper }
  | { readonly kind: 'mailing' };

/** The checklist: services in the order that their prerequisites give, cases that an agent added at the end. */
export function spineOf(state: Pick<PhoneState, 'visit' | 'catalogue' | 'uploads'>): readonly SpineStep[] {
  const { visit, catalogue } = state;
  if (visit === null || catalogue === null) return [];
  const services = new Map(catalogue.services.map((service) => [service.id, service]));
  const planned = plannedIds(visit, catalogue).filter((id) => services.has(id));
  const rest = visit.cases.map((kase) => kase.serviceId).filter((id) => !planned.includes(id));
  const done = new Set(visit.cases.filter((kase) => kase.state === 'completed').map((kase) => kase.serviceId));
  return inOrder([...planned, ...new Set(rest)], services).flatMap((serviceId): SpineStep[] => {
    const service = services.get(serviceId);
    if (service === undefined) return [];
    const cases = visit.cases.filter((kase) => kase.serviceId === serviceId);
    const departmentName = catalogue.departments.find((each) => each.id === service.departmentId)?.name ?? null;
    const after = service.prerequisiteIds.flatMap((id) => (done.has(id) ? [] : (services.get(id) ?? [])));
    const shape = { service, departmentName, after };
    if (cases.length === 0)
      return [
        { ...shape, kase: null, state: 'later', papers: papersOf(service, null, state, services, after), form: null },
      ];
    return cases.map((kase) => ({
      ...shape,
      kase,
      state: kase.state,
      papers: papersOf(service, kase, state, services, after),
      form: formOf(service, kase),
    }));
  });
}

function plannedIds(visit: Visit, catalogue: Catalogue): readonly string[] {
  const bundle = catalogue.bundles.find((each) => each.id === visit.bundleId);
  if (bundle !== undefined) return bundle.serviceIds;
  return visit.serviceId === undefined ? [] : [visit.serviceId];
}

/** Prerequisites before what needs them, otherwise as given; a circle in the data does not hang. */
export function inOrder(ids: readonly string[], services: ReadonlyMap<string, Service>): readonly string[] {
  const ordered: string[] = [];
  const entered = new Set<string>();
  const visitId = (id: string): void => {
    if (entered.has(id)) return;
    entered.add(id);
    for (const before of services.get(id)?.prerequisiteIds ?? []) if (ids.includes(before)) visitId(before);
    ordered.push(id);
  };
  for (const id of ids) visitId(id);
  return ordered;
}

function papersOf(
  service: Service,
  kase: VisitCase | null,
  state: Pick<PhoneState, 'uploads' | 'catalogue'>,
  services: ReadonlyMap<string, Service>,
  after: readonly Service[],
): readonly SpinePaper[] {
  // Once the case is open, its own list counts: what was answered, and the rules of the region.
  const wanted: readonly (RequiredPaper & { readonly fromServiceId?: string })[] =
    kase?.needs?.papers ?? service.papers;
  return wanted.map((required) => {
    const held = kase?.papers.find((each) => each.requiredPaperId === required.id);
    return {
      required,
      state: held?.state ?? 'missing',
      reason: held?.reason ?? null,
      refusal: state.catalogue?.refusalReasons?.find(({ code }) => code === held?.reasonCode) ?? null,
      upload: kase === null ? null : (state.uploads[uploadKey(kase.id, required.id)] ?? null),
      way: wayOf(required, service, services),
      shared: after.length === 0,
    };
  });
}

function wayOf(
  required: RequiredPaper & { readonly fromServiceId?: string },
  service: Service,
  services: ReadonlyMap<string, Service>,
): SpinePaper['way'] {
  if (required.fromServiceId !== undefined && services.has(required.fromServiceId)) return 'shared';
  const outcomes = service.prerequisiteIds.map((id) => services.get(id)?.outcome['zh-CN']);
  if (required.form === 'electronic' && outcomes.includes(required.name['zh-CN'])) return 'shared';
  if (required.form === 'original') return service.needsLocker ? 'locker' : 'camera';
  return required.form === 'shown' ? 'camera' : 'phone';
}

function formOf(service: Service, kase: VisitCase): SpineForm | null {
  if (service.form.length === 0) return null;
  const answers = kase.form;
  const problems = problemsOf(service, answers);
  const asked = service.form.filter((field) => field.required || (answers[field.id] ?? '') !== '');
  return {
    total: asked.length,
    filled: asked.filter(({ id }) => problems[id] === undefined || isDoubt(problems[id])).length,
    complete: isComplete(service, answers),
  };
}

/** Whether papers may be handed in: before the decision, and after an acceptance with gaps those that follow. */
export function takesPapers(kase: VisitCase): boolean {
  return kase.state === 'open' || (kase.state === 'accepted' && (kase.needs?.follows.length ?? 0) > 0);
}

/** What is left to do on the phone, in the order in which it helps. */
export function todosOf(visit: Visit, steps: readonly SpineStep[]): readonly Todo[] {
  if (visit.state === 'ended') return [];
  const todos: Todo[] = [];
  for (const { kase, service, form, papers } of steps) {
    if (kase === null || !takesPapers(kase)) continue;
    const caseId = kase.id;
    if (kase.state === 'open' && form !== null && !form.complete) todos.push({ kind: 'form', caseId, service });
    for (const paper of papers) {
      if (paper.way !== 'phone' || paper.required.optional || paper.upload?.phase === 'sending') continue;
      if (paper.state === 'missing' || paper.state === 'refused') todos.push({ kind: 'paper', caseId, service, paper });
    }
  }
  if (needsMailing(visit, steps) && visit.mailing === undefined) todos.push({ kind: 'mailing' });
  return todos;
}

/** Whether something of this visit goes by post. */
export function needsMailing(visit: Visit, steps: readonly SpineStep[]): boolean {
  return visit.parcels.length > 0 || steps.some((step) => step.kase !== null && step.service.needsLocker);
}

/** Cases whose outcome is with the citizen. */
export function outcomesOf(steps: readonly SpineStep[]): readonly SpineStep[] {
  return steps.filter((step) => step.kase?.outcome !== undefined);
}

/** What a paper of a case is called; null for one that is not asked for. */
export function paperName(
  state: Pick<PhoneState, 'visit' | 'catalogue'>,
  caseId: string,
  paperId: string,
): RequiredPaper['name'] | null {
  const kase = state.visit?.cases.find(({ id }) => id === caseId);
  const papers = kase?.needs?.papers ?? state.catalogue?.services.find(({ id }) => id === kase?.serviceId)?.papers;
  return papers?.find(({ id }) => id === paperId)?.name ?? null;
}
