import type { Visit } from '../../../contracts/domain/visit.ts';

/** How the visit is counted at the goodbye. */
export type Count =
  | { readonly kind: 'none' }
  | { readonly kind: 'all'; readonly done: number }
  | { readonly kind: 'some'; readonly done: number; readonly rest: number }
  | { readonly kind: 'pending'; readonly rest: number };

/** Counts what is done: only a completed case is; withdrawn ones are not counted at all. */
export function countCases(visit: Pick<Visit, 'cases'> | null): Count {
  const counted = visit?.cases.filter((each) => each.state !== 'withdrawn') ?? [];
  const done = counted.filter((each) => each.state === 'completed').length;
  const rest = counted.length - done;
  if (counted.length === 0) return { kind: 'none' };
  if (rest === 0) return { kind: 'all', done };
  return done === 0 ? { kind: 'pending', rest } : { kind: 'some', done, rest };
}
