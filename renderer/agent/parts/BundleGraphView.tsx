import type { Visit } from '../../../contracts/domain/visit.ts';
import { classes } from '../../ui/classes.ts';
import { type State, StateBadge } from '../../ui/components/StateBadge.tsx';
import { useCommonText } from '../../ui/i18n.ts';
import { bundleGraph, type GraphNode, type NodeState } from '../state/bundle-graph.ts';
import { useBusy, useDesk, useDeskState } from '../state/desk-context.ts';
import { useText } from '../text.ts';
import styles from './BundleGraphView.module.css';
import { useCatalogue } from './use-catalogue.ts';

const ROW_PX = 56;
const GAP_PX = 18;

/** What the visit is about, in the order that the prerequisites give: above what comes first. */
export function BundleGraphView({ visit }: { visit: Visit }) {
  const t = useText();
  const { catalogue, bundleName } = useCatalogue();
  const graph = bundleGraph(catalogue, visit);
  if (graph.nodes.length === 0) return null;
  const rows = Math.max(...graph.nodes.map((node) => node.row)) + 1;
  const heightPx = rows * ROW_PX + (rows - 1) * GAP_PX;
  const places = new Map(
    graph.nodes.map((node) => {
      const inRow = graph.nodes.filter((other) => other.row === node.row);
      const share = 1 / inRow.length;
      return [node.service.id, { topPx: node.row * (ROW_PX + GAP_PX), left: inRow.indexOf(node) * share, share }];
    }),
  );
  return (
    <section aria-label={t('case.graph')}>
      <h3 className={styles.heading}>{visit.bundleId ? bundleName(visit.bundleId) : t('case.graph')}</h3>
      <div className={styles.graph} style={{ height: heightPx }}>
        <svg viewBox={`0 0 100 ${heightPx}`} preserveAspectRatio="none" className={styles.edges} aria-hidden="true">
          {graph.edges.map(({ from, to }) => {
            const a = places.get(from);
            const b = places.get(to);
            if (!a || !b) return null;
            const x1 = (a.left + a.share / 2) * 100;
            const x2 = (b.left + b.share / 2) * 100;
            const y1 = a.topPx + ROW_PX;
            return (
              <path
                key={`${from} ${to}`}
                d={`M${x1} ${y1}C${x1} ${y1 + GAP_PX} ${x2} ${b.topPx - GAP_PX} ${x2} ${b.topPx}`}
                vectorEffect="non-scaling-stroke"
              />
            );
          })}
        </svg>
        {graph.nodes.map((node) => {
          const place = places.get(node.service.id);
          return (
            <div
              key={node.service.id}
              className={styles.place}
              style={{
                top: place?.topPx,
                height: ROW_PX,
                left: `${(place?.left ?? 0) * 100}%`,
                width: `${(place?.share ?? 1) * 100}%`,
              }}
            >
              <Node node={node} visit={visit} />
            </div>
          );
        })}
      </div>
    </section>
  );
}

const NODE_STATES = {
  done: 'ok',
  going: 'active',
  ready: 'waiting',
  blocked: 'warn',
  refused: 'bad',
} as const satisfies Record<NodeState, State>;

function Node({ node, visit }: { node: GraphNode; visit: Visit }) {
  const t = useText();
  const common = useCommonText();
  const desk = useDesk();
  const { caseId } = useDeskState();
  const { departmentShort, serviceName } = useCatalogue();
  const { service, visitCase, state } = node;
  const action = `case.open/${service.id}`;
  const busy = useBusy(action);
  const name = serviceName(service.id);
  const word = visitCase && state !== 'blocked' ? common(`caseState.${visitCase.state}`) : t(`case.node.${state}`);
  return (
    <button
      type="button"
      className={classes(styles.node, styles[state], visitCase?.id === caseId && styles.chosen)}
      aria-label={visitCase ? `${name} ${word}` : t('case.openService', { service: name })}
      aria-pressed={visitCase ? visitCase.id === caseId : undefined}
      disabled={busy}
      onClick={() => {
        if (visitCase) desk.chooseCase(visitCase.id);
        else void desk.runCase('case.open', { visitId: visit.id, serviceId: service.id }, action);
      }}
    >
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <span className={styles.soft}>
          {departmentShort(service.departmentId)}
          {visitCase ? ` · ${visitCase.number}` : ''}
        </span>
      </span>
      {visitCase ? null : <span className={styles.open}>{t('case.open')}</span>}
      <StateBadge state={NODE_STATES[state]}>{word}</StateBadge>
    </button>
  );
}
