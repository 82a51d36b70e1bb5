import { useEffect, useSyncExternalStore } from 'react';
import type { FormReplica, FormView } from './replica.ts';
import type { FormShelf, Looker } from './shelf.ts';

export function useFormView(replica: FormReplica): FormView {
  return useSyncExternalStore(replica.subscribe, replica.view);
}

/** The others in this form, by the field where they are; `isSelf` knows this page's own person. */
export function useLookers(
  shelf: FormShelf,
  caseId: string,
  isSelf: (looker: Looker) => boolean,
): ReadonlyMap<string, Looker> {
  const lookers = useSyncExternalStore(shelf.subscribe, shelf.lookers);
  const here = lookers.filter((one) => one.caseId === caseId && !isSelf(one) && one.fieldId !== null);
  return new Map(here.map((one) => [one.fieldId ?? '', one]));
}

/** Brings the field into sight that somebody asks to look at, each time that they ask. `attribute` names the field's element. */
export function useGuided(lookers: ReadonlyMap<string, Looker>, root: () => ParentNode | null): void {
  const guided = [...lookers.values()].filter((one) => one.guidedAtMs !== null);
  const last = guided.sort((a, b) => (b.guidedAtMs ?? 0) - (a.guidedAtMs ?? 0))[0];
  const key = last ? `${last.fieldId} ${last.guidedAtMs}` : null;
  const fieldId = last?.fieldId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each asking once
  useEffect(() => {
    if (key === null || !fieldId) return;
    scrollTo(root(), fieldId);
  }, [key]);
}

/** Brings a field into sight. */
export function scrollTo(root: ParentNode | null, fieldId: string): void {
  root?.querySelector(`[data-form-field="${fieldId}"]`)?.scrollIntoView({ behavior: 'smooth', block: 'center' });
}
