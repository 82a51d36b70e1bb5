import { describe, expect, it } from 'vitest';
import { missingPapers } from '../testing/demo-notice.ts';
import { visit, visitCase } from '../testing/scenes.ts';
import { newestNotices } from './notices.ts';

const notice = (last: number, givenAt: string, change = {}) => ({
  ...missingPapers,
  id: `01890000-0000-7000-8000-${String(last).padStart(12, '0')}`,
  givenAt,
  ...change,
});
const kase = (last: number, notices: ReturnType<typeof notice>[]) => ({
  ...visitCase(last, 'company-deregistration', 'market-regulation', 'open'),
  notices,
});

describe('notices on the screen', () => {
  it('are the last of each case, whatever order they came in', () => {
    const early = notice(1, '2026-01-31T01:30:00.000Z');
    const late = notice(2, '2026-01-31T01:40:00.000Z');
    const other = notice(3, '2026-01-31T01:20:00.000Z');
    const shown = newestNotices({ ...visit, cases: [kase(1, [late, early]), kase(2, [other])] });
    expect(shown.map(({ id }) => id)).toEqual([late.id, other.id]);
  });

  it('are none when the last one names no paper any more', () => {
    const done = notice(2, '2026-01-31T01:40:00.000Z', { items: [] });
    expect(newestNotices({ ...visit, cases: [kase(1, [notice(1, '2026-01-31T01:30:00.000Z'), done])] })).toEqual([]);
    expect(newestNotices(null)).toEqual([]);
  });
});
