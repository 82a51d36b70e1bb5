import { type Action, nameOf } from './alphabet.ts';
import { type Bounds, Played } from './played.ts';

/** A state of the rules, the shortest order that leads to it, and where each action leads. */
export interface Node {
  readonly key: string;
  readonly order: readonly Action[];
  /** As anybody can see it. */
  readonly seen: string;
  readonly ways: { readonly action: Action; readonly to: string }[];
}

export interface Walked {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly transitions: number;
  /** States not looked at, because there were more than the limit. */
  readonly left: number;
  /** What was seen that must never be, with the order that led there. */
  readonly broken: readonly string[];
  /** Second ways to a known state of which all futures were compared with those of the first. */
  readonly compared: number;
}

export interface WalkOptions {
  readonly mostStates?: number;
  /** Every how manieth second way to a known state is compared; 0 for none. */
  readonly compareEvery?: number;
}

/**
 * Does every action in every state, in memory, breadth first: the order kept with a state is the shortest. Rules are asked anew
 * for each step, from the beginning; nothing is undone.
 */
export function walk(
  bounds: Bounds,
  { mostStates = Number.POSITIVE_INFINITY, compareEvery = 0 }: WalkOptions = {},
): Walked {
  const play = (order: readonly Action[]): Played => {
    const played = new Played(bounds);
    for (const action of order) played.do(action);
    return played;
  };
  const nodes = new Map<string, Node>();
  const broken: string[] = [];
  const waiting: Node[] = [];
  let transitions = 0;
  let seconds = 0;
  let compared = 0;

  const note = (played: Played, order: readonly Action[]) => {
    for (const what of played.broken()) broken.push(`${what} after: ${order.map(nameOf).join('; ')}`);
  };
  const enter = (played: Played, order: readonly Action[]) => {
    const key = played.key();
    const node: Node = { key, order, seen: JSON.stringify(played.seen()), ways: [] };
    nodes.set(key, node);
    waiting.push(node);
  };

  const first = play([]);
  note(first, []);
  enter(first, []);
  let at = 0;
  for (; at < waiting.length && nodes.size < mostStates && broken.length === 0; at++) {
    const node = waiting[at];
    if (!node) break;
    const here = play(node.order);
    const actions = here.actions();
    for (const [i, action] of actions.entries()) {
      const played = i === actions.length - 1 ? here : play(node.order);
      played.do(action);
      transitions++;
      const key = played.key();
      const known = nodes.get(key);
      // One string for each state: there are some ten times as many steps.
      const to = known?.key ?? key;
      node.ways.push({ action, to });
      const order = [...node.order, action];
      // Of a known state too: what was broken may lie in the step.
      note(played, order);
      if (!known) enter(played, order);
      else if (compareEvery > 0 && ++seconds % compareEvery === 0) {
        compared++;
        broken.push(...difference(play, known.order, order));
      }
    }
  }
  return { nodes, transitions, left: waiting.length - at, broken, compared };
}

/** Two orders that lead to one state must have one future: else the state forgets what a rule reads. */
function difference(play: (order: readonly Action[]) => Played, one: readonly Action[], other: readonly Action[]) {
  const futures = [one, other].map((order) =>
    play(order)
      .actions()
      .map((action) => {
        const played = play(order);
        played.do(action);
        return `${nameOf(action)} → ${played.key()}`;
      }),
  );
  if (JSON.stringify(futures[0]) === JSON.stringify(futures[1])) return [];
  return [`another future after: ${one.map(nameOf).join('; ')} and: ${other.map(nameOf).join('; ')}`];
}
