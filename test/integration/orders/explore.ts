import type { World } from './world.ts';

/**
 * So many steps without anything new, and the walk is over: where time since the last offer decides, the same action does not
 * always lead to the same state, and a way to what is left may not be found again.
 */
const IDLE_STEPS = 150;
/** Then all begin anew: an order nobody can follow explains nothing. */
const LONGEST_ORDER = 20;

export interface Exploration {
  readonly states: number;
  /** Actions done, each in each state at most once unless it led the way to another. */
  readonly steps: number;
  /** Pairs of state and action that were seen possible and not done, because the limit was reached or no way led there. */
  readonly left: number;
  /** The first violation with the steps that led to it. */
  readonly failure: { readonly what: string; readonly order: readonly string[] } | null;
}

/**
 * Does every action in every state that can be reached, without enumerating orders that lead through the same states: from
 * where the world stands it takes the nearest action not yet done, over steps that it knows.
 */
export async function explore(world: World, maxSteps: number): Promise<Exploration> {
  const done = new Map<string, Map<string, string>>();
  const possible = new Map<string, readonly string[]>();
  let order: string[] = [];
  let steps = 0;
  let newAt = 0;

  const isOpen = (state: string) => (possible.get(state) ?? []).some((name) => !done.get(state)?.has(name));

  /** The first step on the shortest known way to an action not yet done; null where none is known. */
  function nextStep(from: string): string | null {
    const undone = (possible.get(from) ?? []).find((name) => !done.get(from)?.has(name));
    if (undone !== undefined) return undone;
    const seen = new Set([from]);
    let ways = [...(done.get(from) ?? [])].map(([name, to]) => ({ first: name, to }));
    while (ways.length > 0) {
      const further: typeof ways = [];
      for (const { first, to } of ways) {
        if (seen.has(to)) continue;
        seen.add(to);
        if (isOpen(to)) return first;
        for (const [, next] of done.get(to) ?? []) further.push({ first, to: next });
      }
      ways = further;
    }
    return null;
  }

  for (;;) {
    const state = world.state();
    const actions = world.actions();
    possible.set(
      state,
      actions.map(({ name }) => name),
    );
    const what = world.violations[0];
    const left = [...possible].reduce(
      (sum, [at, names]) => sum + names.filter((name) => !done.get(at)?.has(name)).length,
      0,
    );
    if (what !== undefined || steps >= maxSteps || steps - newAt > IDLE_STEPS || left === 0) {
      return { states: possible.size, steps, left, failure: what === undefined ? null : { what, order } };
    }
    const name = order.length < LONGEST_ORDER ? nextStep(state) : null;
    const action = actions.find((one) => one.name === name);
    if (!action) {
      await world.end();
      order = [];
      steps += 1;
      continue;
    }
    order.push(action.name);
    await action.run();
    steps += 1;
    let known = done.get(state);
    if (!known) {
      known = new Map();
      done.set(state, known);
    }
    if (!known.has(action.name)) newAt = steps;
    known.set(action.name, world.state());
  }
}
