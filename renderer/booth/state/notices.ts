import type { Notice } from '../../../contracts/domain/notice.ts';
import type { Visit } from '../../../contracts/domain/visit.ts';

/** The last notice of each case that still names papers, as they were given. */
export function newestNotices(visit: Visit | null): readonly Notice[] {
  return (visit?.cases ?? [])
    .flatMap(({ notices = [] }) => notices.toSorted((a, b) => a.givenAt.localeCompare(b.givenAt)).slice(-1))
    .filter(({ items }) => items.length > 0);
}
