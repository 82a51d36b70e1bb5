import type { Catalogue, Service } from '../../../contracts/domain/catalogue.ts';
import type { Visit, VisitCase } from '../../../contracts/domain/visit.ts';
import type { Slug } from '../../../contracts/ids.ts';

/** How far a service of the visit has come; `blocked`: something else must be done before. */
export type NodeState = 'done' | 'going' | 'ready' | 'blocked' | 'refused';

export interface GraphNode {
  readonly service: Service;
  readonly visitCase: VisitCase | null;
  readonly state: NodeState;
  /** Prerequisites without an outcome yet. */
  readonly missing: readonly Service[];
  /** Row from above: a service stands below all that must come before it. */
  readonly row: number;
}

export interface BundleGraph {
  readonly nodes: readonly GraphNode[];
  /** From what comes first to what needs it; what follows from other edges is left out. */
  readonly edges: readonly { readonly from: Slug; readonly to: Slug }[];
}

/** The services that a visit is about, with the order that their prerequisites give. */
export function bundleGraph(catalogue: Catalogue, visit: Visit): BundleGraph {
  const byId = new Map(catalogue.services.map((service) => [service.id, service]));
  const wanted = withPrerequisites(byId, wantedServices(catalogue, visit));
  const rows = new Map<Slug, number>();
  const rowOf = (service: Service, seen: ReadonlySet<Slug>): number => {
    const known = rows.get(service.id);
    if (known !== undefined) return known;
    // A circle of prerequisites would be a fault of the data; it must not hang the desk.
    if (seen.has(service.id)) return 0;
    const above = service.prerequisiteIds.flatMap((id) => wanted.get(id) ?? []);
    const row = above.reduce((max, one) => Math.max(max, rowOf(one, new Set([...seen, service.id])) + 1), 0);
    rows.set(service.id, row);
    return row;
  };
  const nodes = [...wanted.values()].map((service): GraphNode => {
    const visitCase = newestCase(visit, service.id);
    const missing = missingPrerequisites(catalogue, visit, service.id);
    return { service, visitCase, missing, state: nodeState(visitCase, missing), row: rowOf(service, new Set()) };
  });
  const direct = nodes.flatMap(({ service }) =>
    service.prerequisiteIds.filter((id) => wanted.has(id)).map((from) => ({ from, to: service.id })),
  );
  return {
    nodes: nodes.toSorted((a, b) => a.row - b.row),
    edges: direct.filter(
      (edge) => !direct.some((other) => other.to === edge.to && reaches(direct, edge.from, other.from)),
    ),
  };
}

/** What must have its outcome before this service may be accepted. */
export function missingPrerequisites(catalogue: Catalogue, visit: Visit, serviceId: Slug): readonly Service[] {
  const service = catalogue.services.find((one) => one.id === serviceId);
  if (!service) return [];
  return service.prerequisiteIds
    .filter((id) => !visit.cases.some((one) => one.serviceId === id && one.outcome))
    .flatMap((id) => catalogue.services.find((one) => one.id === id) ?? []);
}

function wantedServices(catalogue: Catalogue, visit: Visit): readonly Slug[] {
  const bundled = catalogue.bundles.find((bundle) => bundle.id === visit.bundleId)?.serviceIds ?? [];
  const single = visit.serviceId === undefined ? [] : [visit.serviceId];
  return [...bundled, ...single, ...visit.cases.map((one) => one.serviceId)];
}

function withPrerequisites(byId: ReadonlyMap<Slug, Service>, ids: readonly Slug[]): Map<Slug, Service> {
  const all = new Map<Slug, Service>();
  const add = (serviceId: Slug): void => {
    const service = byId.get(serviceId);
    if (!service || all.has(serviceId)) return;
    all.set(serviceId, service);
    service.prerequisiteIds.forEach(add);
  };
  ids.forEach(add);
  return all;
}

/** A service that was withdrawn or refused may be applied for again: the last case counts. */
function newestCase(visit: Visit, serviceId: Slug): VisitCase | null {
  return visit.cases.findLast((one) => one.serviceId === serviceId) ?? null;
}

function nodeState(visitCase: VisitCase | null, missing: readonly Service[]): NodeState {
  if (visitCase?.outcome || visitCase?.state === 'completed') return 'done';
  if (visitCase?.state === 'refused') return 'refused';
  if (missing.length > 0) return 'blocked';
  return visitCase && visitCase.state !== 'withdrawn' ? 'going' : 'ready';
}

function reaches(edges: BundleGraph['edges'], from: Slug, to: Slug): boolean {
  const seen = new Set<Slug>();
  const walk = (at: Slug): boolean =>
    edges.some((edge) => {
      if (edge.from !== at || seen.has(edge.to)) return false;
      seen.add(edge.to);
      return edge.to === to || walk(edge.to);
    });
  return walk(from);
}
