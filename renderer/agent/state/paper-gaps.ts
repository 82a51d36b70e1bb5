import type { NeededPaper } from '../../../contracts/domain/requirements.ts';
import type { VisitCase } from '../../../contracts/domain/visit.ts';

/** What the desk shows of papers before it asks; what counts is the hub's word. */

/** Needed papers that are not there, and every paper that was refused. */
export function paperGaps({ needs, papers }: VisitCase): NeededPaper[] {
  return (needs?.papers ?? []).filter((needed) => {
    const state = papers.find((one) => one.requiredPaperId === needed.id)?.state ?? 'missing';
    return state === 'refused' || (state === 'missing' && !needed.optional);
  });
}

/** Questions that are not answered yet. */
export function openQuestions({ needs }: VisitCase): string[] {
  return (needs?.questionIds ?? []).filter((id) => needs?.answers[id] === undefined);
}
