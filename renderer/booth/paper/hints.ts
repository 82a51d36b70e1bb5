import type { PageFault } from '../../../papers/judge.ts';
import type { Stillness } from '../../../papers/stillness.ts';

/** What the citizen can mend before the page is taken; null when nothing: the page lies well and is still. */
export type PaperHint = PageFault | 'moving';

/** A hint stays at least this long before another takes its place: who reads slowly must be able to end. */
const HINT_MS = 1_200;

export interface ShownHint {
  readonly hint: PaperHint | null;
  readonly sinceMs: number;
}

export const NO_HINT: ShownHint = { hint: 'no-page', sinceMs: 0 };

/** What is said after one more look. That all is well is said at once; one fault after another waits its turn. */
export function hintAfter(
  before: ShownHint,
  fault: PageFault | null,
  motion: Stillness['motion'],
  atMs: number,
): ShownHint {
  const hint = fault ?? (motion === 'moving' ? 'moving' : null);
  if (hint === before.hint) return before;
  const waits = hint !== null && before.hint !== null && atMs - before.sinceMs < HINT_MS;
  return waits ? before : { hint, sinceMs: atMs };
}
