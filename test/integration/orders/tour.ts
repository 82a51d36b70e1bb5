import { type Action, nameOf } from './alphabet.ts';
import { type Bounds, Played } from './played.ts';
import type { Stage } from './stage.ts';
import { StepNames } from './step-names.ts';
import type { Node, Walked } from './walk.ts';

export interface Toured {
  /** What anybody can see of a step: how it stood, who did what, how it stands. Equal but for the names of the desks is the same. */
  readonly visible: number;
  readonly done: number;
  readonly steps: number;
  readonly left: number;
  readonly failure: string | null;
}

/** Draws the next of so many, 0 to n - 1. */
export type Draw = (n: number) => number;

/**
 * Does every step that anybody can see at a real hub once, and looks each time that all were told what the rules decide: from where
 * it stands to the nearest step not yet done, from the beginning when none can be reached.
 */
export async function tour(
  stage: Stage,
  walked: Walked,
  bounds: Bounds,
  { mostSteps, draw }: { readonly mostSteps: number; readonly draw: Draw },
): Promise<Toured> {
  const { nodes } = walked;
  const steps = new Map<string, readonly string[]>();
  const stepNames = new StepNames(bounds.desks);
  const open = new Set<string>();
  for (const node of nodes.values()) {
    const names = node.ways.map(({ action, to }) =>
      stepNames.nameOf(node.seen, action, nodes.get(to)?.seen ?? node.seen),
    );
    steps.set(node.key, names);
    for (const name of names) open.add(name);
  }
  const visible = open.size;
  const root = [...nodes.values()][0];
  if (!root) throw new Error('nothing was walked');
  let taken = 0;
  const order: Action[] = [];
  const failed = (what: string): Toured => ({
    visible,
    done: visible - open.size,
    steps: taken,
    left: open.size,
    failure: `${what} after: ${order.map(nameOf).join('; ')}`,
  });

  while (open.size > 0 && taken < mostSteps) {
    order.length = 0;
    await stage.begin();
    const played = new Played(bounds);
    const first = await stage.until(played.seen());
    if (first !== null) return failed(first);
    let node: Node = root;
    for (;;) {
      const way = nearest(nodes, steps, open, node, draw);
      if (way.length === 0) break;
      for (const at of way) {
        const { action, to } = node.ways[at] as Node['ways'][number];
        order.push(action);
        const waitMs = action.who === 'time' ? played.waitMs(action.until) : 0;
        played.do(action);
        const what = await stage.do(action, waitMs).then(
          () => stage.until(played.seen()),
          (thrown: unknown) => String(thrown),
        );
        taken++;
        if (what !== null) return failed(what);
        open.delete(steps.get(node.key)?.[at] ?? '');
        node = nodes.get(to) as Node;
      }
      if (taken >= mostSteps) break;
    }
    if (node === root) break;
  }
  return { visible, done: visible - open.size, steps: taken, left: open.size, failure: null };
}

/** The shortest way over known states whose last step has not been done; empty when there is none. */
function nearest(
  nodes: ReadonlyMap<string, Node>,
  steps: ReadonlyMap<string, readonly string[]>,
  open: ReadonlySet<string>,
  from: Node,
  draw: Draw,
): number[] {
  const before = new Map<string, { readonly node: Node; readonly at: number } | null>([[from.key, null]]);
  let front = [from];
  while (front.length > 0) {
    const further: Node[] = [];
    for (const node of front) {
      const names = steps.get(node.key) ?? [];
      const undone = names.flatMap((name, at) => (open.has(name) ? at : []));
      if (undone.length > 0) {
        // An end only when nothing else is open here: it costs a new beginning.
        const going = undone.filter((at) => (nodes.get(node.ways[at]?.to ?? '')?.ways.length ?? 0) > 0);
        const choice = going.length > 0 ? going : undone;
        const at = choice[draw(choice.length)] as number;
        const way = [at];
        for (let back = before.get(node.key); back; back = before.get(back.node.key)) way.unshift(back.at);
        return way;
      }
      for (const [at, { to }] of node.ways.entries()) {
        const next = nodes.get(to);
        if (!next || before.has(to)) continue;
        before.set(to, { node, at });
        further.push(next);
      }
    }
    front = further;
  }
  return [];
}
